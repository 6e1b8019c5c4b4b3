"""How far somebody's desk reaches: the units they work in, and those below when they ask for them.

Every part is narrower than `scopes.requests_where`, and written so that one index answers it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, select, true

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import communities_where, departments_of, grids_where, whole_town
from portal.domain.departments.models import Department
from portal.domain.grids.models import Grid
from portal.domain.matters.models import Level
from portal.domain.service_requests.kinship import closed_to
from portal.domain.service_requests.models import Holding, ServiceRequest
from portal.domain.service_requests.scopes import own_units
from portal.domain.service_requests.units import TABLES, Unit

_OFFICES = (Level.COMMUNITY, Level.SUBDISTRICT)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a question about a reach is built from, without its values: questions of one shape are built once."""

    town: bool
    levels: frozenset[Level]
    departments: bool
    communities: int
    grids: int
    closed: bool = False

    def in_hand(self) -> list[ColumnElement[bool]]:
        """Requests in the hands of the units shown."""
        if self.town:
            return self._open([true()])
        parts: list[ColumnElement[bool]] = [ServiceRequest.unit.in_(_values("units"))]
        if self.departments:
            theirs = ServiceRequest.unit.in_(_values("departments"))
            parts.append(and_(theirs, ServiceRequest.community_id.in_(_values("communities"))))
        return self._open(parts)

    def pressed(self) -> list[ColumnElement[bool]]:
        """Late requests of units below that went up to one of the own offices (督办)."""
        if self.town:
            return []
        here = ServiceRequest.community_id.in_(_values("communities"))
        return self._open(
            [and_(ServiceRequest.overseer_level == level, here) for level in _OFFICES if level in self.levels]
        )

    def around(self) -> list[ColumnElement[bool]]:
        """Requests of the own places, and those a department of theirs has or had."""
        parts: list[ColumnElement[bool]] = []
        if self.communities:
            parts.append(ServiceRequest.community_id.in_(_values("communities")))
        if self.grids:
            parts.append(ServiceRequest.grid_id.in_(_values("grids")))
        return self._open(parts + self._held())

    def everything(self) -> list[ColumnElement[bool]]:
        """The same place by place, so that each is walked in the order of filing; and what the person handles."""
        if self.town:
            return self._open([true()])
        parts: list[ColumnElement[bool]] = [
            ServiceRequest.community_id == bindparam(f"community_{place}") for place in range(self.communities)
        ]
        parts += [ServiceRequest.grid_id == bindparam(f"grid_{place}") for place in range(self.grids)]
        handled = and_(ServiceRequest.handler_id == bindparam("user"), ServiceRequest.settled_at.is_(None))
        return self._open([*parts, *self._held(), handled])

    def _open(self, parts: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
        """Without the requests of near relatives; for nearly everybody there are none and nothing is asked."""
        return [and_(part, ServiceRequest.id.not_in(_values("closed"))) for part in parts] if self.closed else parts

    def _held(self) -> list[ColumnElement[bool]]:
        if Level.DEPARTMENT not in self.levels:
            return []
        held = select(Holding.request_id).where(Holding.unit.in_(_values("own")))
        return [ServiceRequest.id.in_(held)]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where to look for the requests of one person.

    own          keys of the units they work in; empty for those whose place is the whole town
    units        keys of the units whose work is shown; None: every unit there is
    departments  keys of departments whose work in `communities` is shown as well
    communities  ids of the communities held as a whole
    grids        ids of the grids served outside of those
    closed       ids of requests they have no part in (申报近亲属)
    wide         the units below are shown too
    widens       there are units below to be shown
    """

    user_id: int
    own: tuple[str, ...]
    units: tuple[str, ...] | None
    departments: tuple[str, ...] = ()
    communities: tuple[int, ...] = ()
    grids: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()
    wide: bool = False
    widens: bool = False

    @property
    def shape(self) -> Shape:
        levels = frozenset(Unit.read(key).level for key in self.own)
        town = self.units is None
        return Shape(town, levels, bool(self.departments), len(self.communities), len(self.grids), bool(self.closed))

    @property
    def values(self) -> dict[str, Any]:
        """What the parts of its shape name."""
        return {
            "user": self.user_id,
            "own": self.own,
            "units": self.units or (),
            "departments": self.departments,
            "communities": self.communities,
            "grids": self.grids,
            "closed": self.closed,
            **{f"community_{place}": one for place, one in enumerate(self.communities)},
            **{f"grid_{place}": one for place, one in enumerate(self.grids)},
        }

    @property
    def is_of_departments(self) -> bool:
        """They work in a department: what they see is no matter of places."""
        return Level.DEPARTMENT in self.shape.levels


def _values(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def reach_of(user: User, today: date, *, wide: bool = False) -> Reach:
    """The desk of `user`; `wide` shows what the units below have as well."""
    permission = Permission.REQUEST_VIEW
    own = tuple(own_units(user, permission, today))
    closed = closed_to(user)
    if whole_town(user, permission):
        return Reach(user.id, own, None, closed=closed, wide=True)
    levels = {Unit.read(key).level for key in own}
    widens = bool(levels & set(_OFFICES))
    communities = tuple(db.session.scalars(communities_where(user, permission))) if widens else ()
    served = tuple(Unit.read(key).id for key in own if key.startswith(f"{Level.GRID}:"))
    if not (wide and widens):
        return Reach(user.id, own, own, (), communities, served, closed, widens=widens)
    below = tuple(str(Unit(Level.GRID, grid)) for grid in db.session.scalars(grids_where(user, permission, today)))
    offices = tuple(str(Unit(Level.COMMUNITY, place)) for place in communities)
    beside = _departments() if Level.SUBDISTRICT in levels else ()
    units = tuple(dict.fromkeys((*own, *offices, *below)))
    return Reach(user.id, own, units, beside, communities, served, closed, wide=True, widens=True)


def grids_of(user: User, today: date) -> Sequence[tuple[int, str]]:
    """Ids and names of the grids whose requests `user` sees, by code: for the filter."""
    query = select(Grid.id, Grid.name).order_by(Grid.code)
    if departments_of(user, Permission.REQUEST_VIEW) and not whole_town(user, Permission.REQUEST_VIEW):
        return []
    rows = db.session.execute(query.where(Grid.id.in_(grids_where(user, Permission.REQUEST_VIEW, today))))
    return [(row.id, row.name) for row in rows]


def unit_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of units by key, in one query for each level among them."""
    wanted: dict[Level, set[int]] = {}
    for unit in map(Unit.read, set(keys)):
        wanted.setdefault(unit.level, set()).add(unit.id)
    found: dict[str, str] = {}
    for level, ids in wanted.items():
        table = TABLES[level]
        for row in db.session.execute(select(table.id, table.name).where(table.id.in_(ids))):
            found[str(Unit(level, row.id))] = row.name
    return found


def _departments() -> tuple[str, ...]:
    return tuple(str(Unit(Level.DEPARTMENT, one)) for one in db.session.scalars(select(Department.id)))

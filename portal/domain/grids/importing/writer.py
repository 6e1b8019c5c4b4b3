"""Writing what differs into the register: in bulk, dated, with what stood there before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from portal.db import Base, db
from portal.domain.contacts.models import Person, Post
from portal.domain.grids.importing.lines import BuildingLine, GridLine
from portal.domain.grids.importing.place_differences import BuildingDifference, Fact, GridDifference, written
from portal.domain.grids.importing.post_differences import StaffingDifferences
from portal.domain.grids.importing.state import BUILDING_FACTS
from portal.domain.grids.importing.successions import Succession
from portal.domain.grids.models import Assignment, Building, Community, Entrance, Grid, RegisterChange, Subdistrict

Values = dict[str, Any]


class RegisterWriter:
    """Writes differences within the caller's transaction; does not commit."""

    def __init__(self, *, by: str, at: datetime, today: date) -> None:
        self.by = by
        self.at = at
        self.today = today
        self.grid_ids: dict[str, int] = dict(db.session.execute(select(Grid.code, Grid.id)).all())

    def grids(self, differences: Sequence[GridDifference]) -> None:
        """Make and change grids, and the communities and subdistricts they lie in."""
        communities = self._communities([difference.line for difference in differences])
        history: list[Values] = []
        for line, state, changes in differences:
            values = {name: getattr(line, name) for name in ("code", "name", "households", "population", "scope")}
            values["community_id"] = communities[line.subdistrict, line.community]
            if state is None:
                self.grid_ids[line.code] = _made(Grid.id, values)
            else:
                db.session.execute(update(Grid).where(Grid.id == state.id).values(values))
            history += [self._change("grid", line.code, *change) for change in changes]
        _insert(RegisterChange, history)

    def _communities(self, lines: Sequence[GridLine]) -> dict[tuple[str, str], int]:
        """Ids of communities by the names of subdistrict and community; missing ones are made."""
        subdistricts = dict(db.session.execute(select(Subdistrict.name, Subdistrict.id)).all())
        rows = db.session.execute(select(Community.subdistrict_id, Community.name, Community.id))
        known = {(subdistrict_id, name): community_id for subdistrict_id, name, community_id in rows}
        ids = {}
        for line in lines:
            if line.subdistrict not in subdistricts:
                subdistricts[line.subdistrict] = _made(Subdistrict.id, {"name": line.subdistrict})
            place = subdistricts[line.subdistrict], line.community
            if place not in known:
                known[place] = _made(Community.id, {"subdistrict_id": place[0], "name": place[1]})
            ids[line.subdistrict, line.community] = known[place]
        return ids

    def buildings(self, differences: Sequence[BuildingDifference]) -> None:
        """Make, change and move buildings; `grids` must have been written before."""
        ids = self._added([difference.line for difference in differences if difference.state is None])
        assignments = _Holdings(Assignment, Assignment.grid_id)
        facts: list[Values] = []
        units: dict[int, int] = {}
        history: list[Values] = []
        for line, state, changes, move, held_by in differences:
            if move:
                building_id = state.id if state else ids[line.code]
                assignments.change(move, self.grid_ids[line.grid_code], building_id=building_id)
            if state is None:
                continue
            if move:
                history.append(self._change("building", line.code, "grid", held_by, line.grid_code))
            if changes:
                now = dict(zip(BUILDING_FACTS, state.facts, strict=True)) | {one.field: one.new for one in changes}
                facts.append({"id": state.id, **now})
                history += [self._change("building", line.code, *change) for change in changes]
            if any(change.field == "units" for change in changes):
                units[state.id] = line.units
        _update(Building, facts)
        self._resize(units)
        assignments.write()
        _insert(RegisterChange, history)

    def _added(self, lines: Sequence[BuildingLine]) -> dict[str, int]:
        """Make buildings with their entrances; gives their ids by code."""
        if not lines:
            return {}
        rows = [{"code": line.code, **{name: getattr(line, name) for name in BUILDING_FACTS}} for line in lines]
        _insert(Building, rows)
        made = select(Building.code, Building.id).where(Building.code.in_([line.code for line in lines]))
        ids: dict[str, int] = dict(db.session.execute(made).all())
        entrances = [(ids[line.code], number) for line in lines for number in range(1, line.units + 1)]
        _insert(Entrance, [{"building_id": building_id, "number": number} for building_id, number in entrances])
        return ids

    def _resize(self, units: dict[int, int]) -> None:
        """Give buildings, by id, as many entrances as they have now. Those too many end, those that return go on."""
        there: dict[int, set[int]] = {building_id: set() for building_id in units}
        rows = db.session.execute(select(Entrance).where(Entrance.building_id.in_(units)))
        for entrance in rows.scalars():
            there[entrance.building_id].add(entrance.number)
            gone = entrance.number > units[entrance.building_id]
            entrance.ended_on = (entrance.ended_on or self.today) if gone else None
        missing = [
            (one, number) for one, most in units.items() for number in range(1, most + 1) if number not in there[one]
        ]
        _insert(Entrance, [{"building_id": building_id, "number": number} for building_id, number in missing])

    def staffing(self, differences: StaffingDifferences) -> None:
        """Make people, change phones and posts; `grids` must have been written before."""
        ids = dict(differences.ids)
        for added in differences.added:
            ids[added] = _made(Person.id, {"name": added.name, "work_phone": added.phone})
        phones = differences.phones.items()
        _update(Person, [{"id": person_id, "work_phone": new.phone} for person_id, (_, new) in phones])
        history = [
            self._change("person", str(person_id), "work_phone", old.phone, new.phone)
            for person_id, (old, new) in phones
        ]
        posts = _Holdings(Post, Post.person_id)
        for grid_code, role, old, person, move in differences.posts:
            posts.change(move, ids[person] if person else None, grid_id=self.grid_ids[grid_code], role=role)
            if move.current:
                history.append(self._change("grid", grid_code, role.value, old, person and str(person)))
        posts.write()
        _insert(RegisterChange, history)

    def _change(self, subject: str, code: str, field: str, old: Fact, new: Fact) -> Values:
        return {
            "changed_on": self.today,
            "recorded_at": self.at,
            "by": self.by,
            "subject": subject,
            "code": code,
            "field": field,
            "old": written(old),
            "new": written(new),
        }


class _Holdings:
    """Rows of assignments or posts to end, hand over, drop and make; `write` does it in an order without overlaps."""

    def __init__(self, model: type[Assignment] | type[Post], holder: InstrumentedAttribute[int]) -> None:
        self.model = model
        self.holder = holder.key
        self.dropped: list[int] = []
        self.updated: list[Values] = []
        self.made: list[Values] = []

    def change(self, move: Succession, holder_id: int | None, **of: Any) -> None:
        """Let somebody else hold, or nobody (None), as `move` says."""
        if move.current and move.takes_over:
            if holder_id is None:
                self.dropped.append(move.current.id)
            else:
                self.updated.append({"id": move.current.id, self.holder: holder_id, "ends_on": move.ends_on})
            return
        if move.current:
            old = {"id": move.current.id, self.holder: move.current.holder, "ends_on": move.starts_on}
            self.updated.append(old)
        if holder_id is not None:
            self.made.append({self.holder: holder_id, "starts_on": move.starts_on, "ends_on": move.ends_on, **of})

    def write(self) -> None:
        if self.dropped:
            db.session.execute(delete(self.model).where(self.model.id.in_(self.dropped)))
        _update(self.model, self.updated)
        _insert(self.model, self.made)


def _table(model: type[Base]) -> Table:
    return model.__table__  # type: ignore[return-value]


def _made(key: InstrumentedAttribute[int], values: Values) -> int:
    """Insert one row and give its id."""
    return db.session.execute(insert(key.class_).values(values).returning(key)).scalar_one()


def _insert(model: type[Base], rows: list[Values]) -> None:
    if rows:
        db.session.execute(insert(_table(model)), rows)


def _update(model: type[Base], rows: list[Values]) -> None:
    """Give rows, named by `id`, new values; all of them have the same columns."""
    if not rows:
        return
    table = _table(model)
    # A parameter may not have the name of a column it sets.
    values: Values = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
    statement = update(table).where(table.c.id == bindparam("row_id")).values(values)
    db.session.execute(
        statement, [{"row_id" if name == "id" else f"new_{name}": value for name, value in row.items()} for row in rows]
    )

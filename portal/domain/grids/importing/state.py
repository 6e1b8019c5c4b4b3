"""The register as it stands, in the form an import compares with."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from portal.db import db
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.grids.importing.lines import Named
from portal.domain.grids.importing.successions import Held
from portal.domain.grids.models import Assignment, Building, Community, Grid, Subdistrict


class GridState(NamedTuple):
    """A grid with its place."""

    id: int
    code: str
    name: str
    households: int
    population: int
    scope: str
    community: str
    subdistrict_id: int
    subdistrict: str


def grid_states() -> dict[str, GridState]:
    """Every grid by code."""
    rows = db.session.execute(
        select(
            Grid.id, Grid.code, Grid.name, Grid.households, Grid.population, Grid.scope,
            Community.name, Subdistrict.id, Subdistrict.name,
        )
        .join(Community, Community.id == Grid.community_id)
        .join(Subdistrict, Subdistrict.id == Community.subdistrict_id)
    )  # fmt: skip
    return {row[1]: GridState(*row) for row in rows}


class BuildingState(NamedTuple):
    """A building's facts in the order of `BUILDING_FACTS`, and every grid it was ever assigned to."""

    id: int
    code: str
    facts: tuple[str | int | float | None, ...]
    assignments: list[Held]


BUILDING_FACTS = ("estate", "road", "number", "building_no", "units", "floors", "aliases", "longitude", "latitude")


def building_states(codes: Sequence[str]) -> dict[str, BuildingState]:
    """Buildings by code, as far as they are known; two queries."""
    facts = [getattr(Building, name) for name in BUILDING_FACTS]
    rows = db.session.execute(select(Building.id, Building.code, *facts).where(Building.code.in_(codes))).all()
    assignments: dict[int, list[Held]] = defaultdict(list)
    held = db.session.execute(
        select(Assignment.building_id, Assignment.id, Assignment.grid_id, Assignment.starts_on, Assignment.ends_on)
        .join(Building, Building.id == Assignment.building_id)
        .where(Building.code.in_(codes))
    )
    for building_id, row_id, grid_id, starts_on, ends_on in held:
        assignments[building_id].append(Held(row_id, grid_id, starts_on, ends_on))
    return {row[1]: BuildingState(row[0], row[1], tuple(row[2:]), assignments[row[0]]) for row in rows}


def post_histories() -> dict[tuple[int, PostRole], list[Held]]:
    """Every post there ever was, by grid and role."""
    histories: dict[tuple[int, PostRole], list[Held]] = defaultdict(list)
    rows = db.session.execute(select(Post.grid_id, Post.role, Post.id, Post.person_id, Post.starts_on, Post.ends_on))
    for grid_id, role, row_id, person_id, starts_on, ends_on in rows:
        histories[grid_id, role].append(Held(row_id, person_id, starts_on, ends_on))
    return histories


def people() -> dict[int, Named]:
    """Everybody who ever stood on a card, by id."""
    rows = db.session.execute(select(Person.id, Person.name, Person.work_phone).order_by(Person.id))
    return {person_id: Named(name, phone) for person_id, name, phone in rows}

"""Reading the register for staff: only what lies in their scope, with its history."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where, subdistricts_where
from portal.domain.contacts.models import Post
from portal.domain.errors import NotFound
from portal.domain.grids.models import Assignment, Building, Community, Grid, RegisterChange, Subdistrict
from portal.domain.grids.queries import holds_on, place_order

MOST_CHANGES = 100  # of one grid, shown on its page


class GridFigures(NamedTuple):
    """A grid and how many buildings it looks after."""

    grid: Grid
    buildings: int


def communities(user: User, today: date) -> Select[Community]:
    """The communities `user` sees a grid of."""
    seen = select(Grid.community_id).where(Grid.id.in_(grids_where(user, Permission.PLACE_VIEW, today)))
    return (
        select(Community)
        .where(Community.id.in_(seen))
        .options(joinedload(Community.subdistrict))
        .order_by(Community.subdistrict_id, Community.id)
    )


def grids_by_community(user: User, communities: Sequence[Community], today: date) -> dict[int, list[GridFigures]]:
    """The grids `user` sees of some communities, by community id."""
    counted = select(func.count()).where(Assignment.grid_id == Grid.id, holds_on(today)).scalar_subquery()
    rows = db.session.execute(
        select(Grid, counted)
        .where(Grid.community_id.in_([community.id for community in communities]))
        .where(Grid.id.in_(grids_where(user, Permission.PLACE_VIEW, today)))
        .order_by(Grid.code)
    )
    found: dict[int, list[GridFigures]] = defaultdict(list)
    for grid, buildings in rows:
        found[grid.community_id].append(GridFigures(grid, buildings))
    return found


def buildings_matching(user: User, words: str, today: date) -> Select[Assignment]:
    """Assignments of today whose building, or grid, has every one of the words in its names and numbers."""
    place = (
        Building.estate + " " + Building.road + Building.number + Building.building_no + " " + Building.aliases
        + " " + Building.code + " " + Grid.name + " " + Grid.code
    )  # fmt: skip
    return (
        select(Assignment)
        .join(Assignment.building)
        .join(Assignment.grid)
        .where(holds_on(today), Grid.id.in_(grids_where(user, Permission.PLACE_VIEW, today)))
        .where(*(place.icontains(word, autoescape=True) for word in words.split()))
        .options(joinedload(Assignment.building), joinedload(Assignment.grid))
        .order_by(Building.estate, Building.road, func.length(Building.building_no), Building.building_no, Building.id)
    )


def find_grid(user: User, code: str, today: date) -> Grid:
    """The grid, if `user` sees it; raises NotFound."""
    seen = grids_where(user, Permission.PLACE_VIEW, today)
    place = joinedload(Grid.community).joinedload(Community.subdistrict)
    grid = db.session.scalars(select(Grid).where(Grid.code == code, Grid.id.in_(seen)).options(place)).first()
    if grid is None:
        raise NotFound("没有找到这个网格，可能不在您管的范围里。")
    return grid


def find_community(user: User, permission: Permission, community_id: int, today: date) -> Community:
    """The community, if `user` holds `permission` in a grid of it; raises NotFound."""
    held = select(Grid.community_id).where(Grid.id.in_(grids_where(user, permission, today)))
    community = db.session.scalars(
        select(Community).where(Community.id == community_id, Community.id.in_(held))
    ).first()
    if community is None:
        raise NotFound("没有找到这个社区，可能不在您管的范围里。")
    return community


def find_subdistrict(user: User, permission: Permission, subdistrict_id: int) -> Subdistrict:
    """The subdistrict, if `user` holds `permission` in the whole of it; raises NotFound."""
    held = subdistricts_where(user, permission)
    found = select(Subdistrict).where(Subdistrict.id == subdistrict_id, Subdistrict.id.in_(held))
    if (subdistrict := db.session.scalars(found).first()) is None:
        raise NotFound("没有找到这个街道，可能不在您管的范围里。")
    return subdistrict


def is_in_charge_of(user: User, subdistrict: Subdistrict) -> bool:
    """May `user` change the supervision phone?"""
    return subdistrict.id in set(db.session.scalars(subdistricts_where(user, Permission.CONTACT_EDIT)))


def assignments_of(grid: Grid) -> list[Assignment]:
    """Every building the grid ever looked after, in the order people count."""
    rows = db.session.scalars(
        select(Assignment).where(Assignment.grid_id == grid.id).options(joinedload(Assignment.building))
    )
    return sorted(rows, key=lambda one: (place_order(one.building), one.starts_on))


def posts_of(grid: Grid) -> Sequence[Post]:
    """Everybody who ever held a post of the grid, the latest first."""
    return db.session.scalars(
        select(Post).where(Post.grid_id == grid.id).options(joinedload(Post.person)).order_by(Post.starts_on.desc())
    ).all()


class Told(NamedTuple):
    """A change as it is read: `place` is the building it is about, empty for the grid itself."""

    change: RegisterChange
    place: str
    old: str
    new: str


def changes_of(grid: Grid, assignments: Collection[Assignment]) -> list[Told]:
    """What changed about the grid and its buildings, the latest first, at most `MOST_CHANGES`."""
    titles = {assignment.building.code: assignment.building.title for assignment in assignments}
    changes = db.session.scalars(
        select(RegisterChange)
        .where(
            or_(
                (RegisterChange.subject == "grid") & (RegisterChange.code == grid.code),
                (RegisterChange.subject == "building") & RegisterChange.code.in_(sorted(titles)),
            )
        )
        .order_by(RegisterChange.id.desc())
        .limit(MOST_CHANGES)
    ).all()
    moves = {code for change in changes if change.field == "grid" for code in (change.old, change.new)}
    grids = {found.code: found.name for found in db.session.scalars(select(Grid).where(Grid.code.in_(moves)))}
    return [_told(change, titles, grids) for change in changes]


def _told(change: RegisterChange, titles: dict[str, str], grids: dict[str, str]) -> Told:
    place = titles.get(change.code, "") if change.subject == "building" else ""
    names = grids if change.field == "grid" else {}
    return Told(change, place, names.get(change.old, change.old), names.get(change.new, change.new))

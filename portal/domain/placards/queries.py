"""Finding placards: each with the grid that looks after its place, narrowed to what a person may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where, whole_town
from portal.domain.errors import NotFound
from portal.domain.grids.models import Assignment, Building, Community, Entrance, Grid
from portal.domain.grids.queries import holds_on
from portal.domain.placards.codes import MistypedCode, read_code
from portal.domain.placards.models import Placard, ScanCount
from portal.domain.records.models import Record

SILENT_DAYS = 90


class Condition(StrEnum):
    """What staff ask the list for."""

    LIVE = "live"
    NOT_UP = "not-up"
    NEVER_SCANNED = "never-scanned"
    SILENT = "silent"
    DAMAGED = "damaged"
    STALE = "stale"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Search:
    """Narrows the list. `text` is looked for in codes and names of places."""

    condition: Condition = Condition.LIVE
    community_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    placard_id: int | None = None
    text: str = ""


def located(day: date) -> Select[Placard, Grid]:
    """Placards with their building and entrance, and the grid that looks after the place on `day` or None."""
    held = and_(Assignment.building_id == Placard.building_id, holds_on(day))
    return (
        select(Placard, Grid)
        .outerjoin(Assignment, held)
        .outerjoin(Grid, Grid.id == func.coalesce(Placard.grid_id, Assignment.grid_id))
        .outerjoin(Grid.community)
        .outerjoin(Building, Building.id == Placard.building_id)
        .outerjoin(Entrance, Entrance.id == Placard.entrance_id)
        .options(
            contains_eager(Placard.building),
            contains_eager(Placard.entrance),
            contains_eager(Grid.community).joinedload(Community.subdistrict),
        )
    )


def visible_to(user: User, permission: Permission, day: date) -> Select[Placard, Grid]:
    """The same, where `user` holds `permission`; places without a grid are seen by staff of the whole town."""
    query = located(day)
    return query if whole_town(user, permission) else query.where(Grid.id.in_(grids_where(user, permission, day)))


def grids_visible_to(user: User, permission: Permission, day: date) -> Sequence[Grid]:
    """The grids in which `user` holds `permission`, with their communities, by community and code."""
    return db.session.scalars(
        select(Grid)
        .where(Grid.id.in_(grids_where(user, permission, day)))
        .options(joinedload(Grid.community))
        .order_by(Grid.community_id, Grid.code)
    ).all()


def find(user: User, permission: Permission, placard_id: int, day: date) -> tuple[Placard, Grid | None]:
    """One placard in the person's scope and the grid of its place. Raises NotFound."""
    row = db.session.execute(visible_to(user, permission, day).where(Placard.id == placard_id)).first()
    if row is None:
        raise NotFound("没有这块公示牌，或者它不在您负责的地方。")
    return row[0], row[1]


def by_code(code: str, day: date) -> tuple[Placard, Grid | None] | None:
    """The placard of a code, retired ones too, in one query with all its page shows of the place."""
    row = db.session.execute(located(day).options(joinedload(Placard.replaced_by)).where(Placard.code == code)).first()
    return (row[0], row[1]) if row else None


def live_by_code(code: str) -> Placard:
    """The placard of a code written in any way, unless it is retired. Raises NotFound."""
    try:
        bare = read_code(code)
    except MistypedCode as mistake:
        raise NotFound(str(mistake)) from mistake
    placard = db.session.scalar(select(Placard).where(Placard.code == bare, Placard.retired_on.is_(None)))
    if placard is None:
        raise NotFound("没有这块公示牌，或者它已经停用。请核对门口牌子上的编号。")
    return placard


def matching(
    query: Select[Placard, Grid], search: Search, day: date, stale: Collection[int] = ()
) -> Select[Placard, Grid]:
    """`query` narrowed to what was asked, in the order of walking. `stale` are the ids that must be printed again."""
    query = within(query, search).where(_condition(search.condition, day, stale))
    return in_walking_order(query)


def within(query: Select[Placard, Grid], search: Search) -> Select[Placard, Grid]:
    """`query` narrowed to the place and the text, in whatever condition the placards are."""
    for column, wanted in (
        (Grid.community_id, search.community_id),
        (Grid.id, search.grid_id),
        (Placard.building_id, search.building_id),
        (Placard.id, search.placard_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    for word in search.text.split():
        query = query.where(_mentions(word))
    return query


def ids(query: Select[Placard, Grid]) -> list[int]:
    """Placard ids of a query in its order."""
    return list(db.session.scalars(query.with_only_columns(Placard.id)))


def in_walking_order(query: Select[Placard, Grid]) -> Select[Placard, Grid]:
    """By grid; gates and boards, then estates, then roads, their buildings as the register lists them."""
    return query.order_by(
        Grid.community_id,
        Grid.code,
        Placard.building_id.is_not(None),
        Building.estate == "",
        Building.estate,
        Building.road,
        Building.id,
        Entrance.number,
        Placard.id,
    )


def figures(query: Select[Placard, Grid], day: date, stale: Collection[int]) -> dict[Condition, int]:
    """How many placards of `query` stand in each condition, in one query."""
    sums = [
        func.coalesce(func.sum(case((_condition(condition, day, stale), 1), else_=0)), 0) for condition in Condition
    ]
    row = db.session.execute(query.with_only_columns(*sums).order_by(None)).one()
    return dict(zip(Condition, row, strict=True))


def scans_by_day(placard_id: int, since: date) -> dict[date, int]:
    """Scans of a placard by day, days without any missing."""
    rows = db.session.execute(
        select(ScanCount.day, ScanCount.scans).where(ScanCount.placard_id == placard_id, ScanCount.day >= since)
    )
    return {row.day: row.scans for row in rows}


def total_scans(placard_id: int) -> int:
    return db.session.scalar(select(func.sum(ScanCount.scans)).where(ScanCount.placard_id == placard_id)) or 0


def predecessor(placard: Placard) -> Placard | None:
    """The placard that this one replaced."""
    return db.session.scalar(select(Placard).where(Placard.replaced_by_id == placard.id).order_by(Placard.id.desc()))


def acts_on(placard: Placard) -> list[tuple[Record, str]]:
    """What staff and residents did with it, oldest first, and the name of who did."""
    rows = db.session.execute(
        select(Record, func.coalesce(User.name, Record.by))
        .outerjoin(User, User.username == Record.by)
        .where(Record.subject == placard.subject)
        .order_by(Record.id)
    )
    return [(row[0], row[1]) for row in rows]


def _condition(condition: Condition, day: date, stale: Collection[int]) -> ColumnElement[bool]:
    live = Placard.retired_on.is_(None)
    up = and_(Placard.put_up_on.is_not(None), Placard.put_up_on >= func.coalesce(Placard.printed_on, Placard.put_up_on))
    match condition:
        case Condition.LIVE:
            return live
        case Condition.NOT_UP:
            # A new print on the desk is not up, although the sheet before it is.
            return and_(live, ~up)
        case Condition.NEVER_SCANNED:
            return and_(live, up, Placard.last_scanned_on.is_(None))
        case Condition.SILENT:
            return and_(live, Placard.last_scanned_on < day - timedelta(days=SILENT_DAYS))
        case Condition.DAMAGED:
            return and_(live, Placard.damage_reported_at.is_not(None))
        case Condition.STALE:
            return and_(live, among(stale))
        case Condition.RETIRED:
            return ~live


def among(ids: Collection[int]) -> ColumnElement[bool]:
    """Ids written into the statement: a town's list is longer than the parameters a database takes."""
    return (
        Placard.id.in_(bindparam("ids", list(ids), unique=True, expanding=True, literal_execute=True))
        if ids
        else false()
    )


def _mentions(word: str) -> ColumnElement[bool]:
    """The word stands in the code or in a name of the place."""
    pattern = "%" + word.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"
    code = pattern.upper().replace("-", "")
    columns = (Placard.place_name, Building.estate, Building.road, Building.number, Building.building_no, Grid.name)
    title = Building.estate + " " + Building.road + Building.number + Building.building_no
    return or_(Placard.code.like(code, escape="/"), *(name.like(pattern, escape="/") for name in (*columns, title)))

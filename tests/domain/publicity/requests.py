"""Rows of requests as the steps would leave them, put straight into the table: figures need many."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from portal.db import db
from portal.domain.grids.models import Building, Grid
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.models import Matter, MatterVersion, WorkType
from portal.domain.publicity.models import ResultPosting
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.voices import Grade, Rating
from portal.domain.service_requests.workflow import Status
from portal.domain.workdays.spans import Unit
from tests.cast import Cast

FILED = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
CHECKED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
_numbers = count(1)


def _content(public: bool) -> dict[str, object]:
    """As the shipped matter of repairs says it, but for whose business it is."""
    shipped_one = next(entry for entry in shipped().entries if entry["slug"] == "baoxiu-gonggong")
    own_columns = ("slug", "name", "category", "work_type")
    kept = {key: value for key, value in shipped_one.items() if key not in own_columns}
    return {**kept, "public_matter": public}


def matter(slug: str = "lamp", name: str = "路灯不亮", *, public: bool = True, work_type: WorkType = WorkType.GENERAL):
    """The current version of a matter, made when it is not there yet."""
    found = db.session.scalar(db.select(MatterVersion).join(Matter).where(Matter.slug == slug))
    if found is None:
        found = MatterVersion(
            matter=Matter(slug=slug),
            number=1,
            name=name,
            category="环境",
            work_type=work_type,
            content=_content(public),
            entered_at=FILED,
            entered_by="admin",
            current=True,
        )
        db.session.add(found)
        db.session.flush()
    return found


@dataclass
class Facts:
    """What a test may say about a row; the rest is as for a lamp out in Bright Garden."""

    version: MatterVersion | None = None
    grid: Grid | None = None
    building: Building | None = None
    unit: str = ""
    filed_at: datetime = FILED
    settled_at: datetime | None = None
    status: Status = Status.RESOLVED
    result: str = "灯修好了"
    confidential: bool = False
    room: str | None = None
    channel: Channel = Channel.WEB


def insert_request(cast: Cast, **facts: object) -> ServiceRequest:
    """One request, flushed. Settled when `settled_at` is given."""
    said = Facts(**facts)  # type: ignore[arg-type]
    grid, number, version = said.grid or cast.l1, next(_numbers), said.version or matter()
    unit = said.unit or f"grid:{grid.id}"
    row = ServiceRequest(
        number=f"2610{number:07}",
        code_digest="-",
        filing_token=f"inserted-{number}",
        channel=said.channel,
        filed_at=said.filed_at,
        matter_version=version,
        work_type=version.work_type,
        confidential=said.confidential,
        community_id=grid.community_id,
        grid_id=grid.id,
        building=said.building,
        room=said.room,
        level=unit.partition(":")[0],
        unit=unit,
        status=said.status if said.settled_at else Status.FILED,
        handler_id=cast.users["pan"].id if said.settled_at else None,
        result=said.result if said.settled_at else "",
        refused_where="12345" if said.status is Status.REFUSED else "",
        settled_at=said.settled_at,
    )
    db.session.add(row)
    db.session.flush()
    return row


def insert_limit(row: ServiceRequest, kind: LimitKind, *, due: datetime, met: datetime | None = None) -> Limit:
    limit = Limit(
        request=row, kind=kind, value=1, time_unit=Unit.WORKDAY, starts_at=row.filed_at, due_at=due, met_at=met
    )
    db.session.add(limit)
    db.session.flush()
    return limit


def insert_rating(row: ServiceRequest, grade: Grade, *, solved: bool, round: int = 1, counted: bool = True) -> Rating:
    at = (row.settled_at or FILED) + timedelta(days=1)
    rating = Rating(request=row, round=round, grade=grade, solved=solved, at=at, counted=counted)
    db.session.add(rating)
    db.session.flush()
    return rating


def show(row: ServiceRequest, sentence: str = "路灯换了新灯泡。") -> None:
    """Put it on the board."""
    db.session.add(ResultPosting(request=row, sentence=sentence, checked_by="officer", checked_at=CHECKED))


def october_in_lotus_road(cast: Cast) -> None:
    """Twelve lamps in L1, all mended, two of them late, eleven people content; four requests in L2."""
    for number in range(12):
        lamp = insert_request(cast, building=cast.bright1, grid=cast.l1, settled_at=FILED + timedelta(days=number % 3))
        assert lamp.settled_at is not None
        spare = timedelta(hours=-1 if number < 2 else 1)
        insert_limit(lamp, LimitKind.FINISH, due=lamp.settled_at + spare, met=lamp.settled_at)
        insert_rating(lamp, Grade.SATISFIED if number else Grade.DISSATISFIED, solved=bool(number))
        show(lamp, f"路灯第{number}盏修好了。")
    for _ in range(4):
        insert_request(cast, grid=cast.l2)

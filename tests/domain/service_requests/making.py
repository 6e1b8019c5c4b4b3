"""Requests of the tests: filed, and taken through steps by the people of the cast."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import Table, insert, select

from portal.db import db
from portal.domain.grids.models import Building
from portal.domain.grids.versions import Part, touch
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Matter, MatterVersion, ReplyTemplate
from portal.domain.matters.services import load_catalogue
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.statements import Statement, asked_by
from portal.domain.service_requests import acting as acts
from portal.domain.service_requests.acting import Acting, Timing
from portal.domain.service_requests.models import Channel, Entry, ServiceRequest
from portal.domain.service_requests.places import Place, place_of_building
from portal.domain.service_requests.steps import filing, handling, moving
from portal.domain.service_requests.steps.filing import Filed, Filing
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.working_hours import SHANGHAI, WorkingHours
from tests.cast import Cast

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
# Four kinds of work of the shipped catalogue; the first three are matters of the public.
GENERAL, COORDINATED, URGENT, APPROVAL = "huanjing-weisheng", "baoxiu-gonggong", "loudao-duiwu", "dibao"
# An approval that no public period comes before.
UNPUBLISHED = "canji-liangxiang"
PHONE = "14000001234"
_tokens = count(1)
# Invented: the first is of the standard's own example, the second of a bank that is none.
ID_NUMBER, ACCOUNT = "11010519491231002X", "6222021234567890128"
SECRETS = {
    FactKind.ID_NUMBER: ID_NUMBER,
    FactKind.BANK_ACCOUNT: ACCOUNT,
    FactKind.INCOME: "退休金一千三百五十六元",
    FactKind.DISABILITY: "肢体二级拄双拐",
    FactKind.ILLNESS: "夜里要人翻身喂药",
    FactKind.LIVING_ALONE: "独自住在顶楼",
}


def secrets_of(slug: str) -> list[Statement]:
    """A statement for every field of the matter."""
    content = content_of(version_of(slug))
    asked = [one for kind in content.fact_kinds for one in asked_by(content, kind)]
    return [Statement(one.kind, one.label, SECRETS[one.kind]) for one in asked]


def version_of(slug: str) -> MatterVersion:
    return db.session.scalars(select(Matter).where(Matter.slug == slug)).one().current


_LOADED: list[tuple[Table, list[dict[str, object]]]] = []


def load_matters() -> None:
    """The shipped catalogue, committed; on SQLite read entry by entry once, and written as it stood then ever after."""
    if not _LOADED or db.engine.dialect.name != "sqlite":
        load_catalogue(by="test", at=MONDAY)
        db.session.flush()
        _LOADED.clear()
        for model in (Matter, MatterVersion, ReplyTemplate):
            table = model.__table__
            _LOADED.append((table, [dict(row) for row in db.session.execute(select(table)).mappings()]))
    else:
        for table, rows in _LOADED:
            db.session.execute(insert(table), rows)
        touch(Part.MATTERS)
    db.session.commit()


@dataclass
class Town:
    """The cast with a clock that tests set forward; nothing reads the real one."""

    cast: Cast
    at: datetime = MONDAY
    timing: Timing = field(default_factory=lambda: Timing(Calendar(frozenset({2026})), WorkingHours()))

    def wait(self, **span: float) -> None:
        self.at += timedelta(**span)

    def staff(self, username: str, actor: Actor = Actor.HOLDER) -> Acting:
        return acts.by_staff(self.cast.users[username], actor, self.at, self.timing)

    @property
    def resident(self) -> Acting:
        return acts.by_resident(self.at, self.timing)

    @property
    def neighbour(self) -> Acting:
        return acts.by_neighbour(self.at, self.timing)

    @property
    def system(self) -> Acting:
        return acts.by_system(self.at, self.timing)

    def place(self, building: Building | None = None) -> Place:
        return place_of_building(building or self.cast.bright1, self.resident.today)

    def filing(self, slug: str = COORDINATED, **facts: object) -> Filing:
        usual: dict[str, object] = {
            "matter_version": version_of(slug),
            "answers": [{"question": "是什么事？", "answer": "3单元楼道的灯不亮了"}],
            "name": "王芳",
            "phone": PHONE,
            "confidential": False,
            "channel": Channel.WEB,
            "token": f"token-{next(_tokens)}",
        }
        place = facts.pop("place", None) or self.place()
        return Filing(**{**usual, "place": place, **facts})  # type: ignore[arg-type]

    def file(self, slug: str = COORDINATED, **facts: object) -> Filed:
        filed = filing.file_request(self.filing(slug, **facts), self.resident)
        db.session.commit()
        return filed

    def with_facts(self, slug: str = APPROVAL, **facts: object) -> ServiceRequest:
        """Filed with a sensitive fact of every kind the matter asks for: those of `SECRETS`."""
        return self.filed(slug, facts=secrets_of(slug), **facts)

    def filed(self, slug: str = COORDINATED, **facts: object) -> ServiceRequest:
        return self.file(slug, **facts).request

    def signed(self, slug: str = COORDINATED, **facts: object) -> ServiceRequest:
        """In the hands of the grid worker Pan Yi."""
        request = self.filed(slug, **facts)
        handling.sign_for(request, self.cast.users["pan"], self.staff("pan"), unrelated=True)
        return request

    def at_community(self, slug: str = COORDINATED) -> ServiceRequest:
        """Escalated by the worker and signed for by the community's officer."""
        request = self.signed(slug)
        moving.escalate(request, "要社区协调", self.staff("pan"))
        handling.sign_for(request, self.cast.users["officer"], self.staff("officer"), unrelated=True)
        return request

    def at_subdistrict(self, slug: str = APPROVAL) -> ServiceRequest:
        request = self.at_community(slug)
        moving.escalate(request, "材料齐了，报街道", self.staff("officer"))
        handling.sign_for(request, self.cast.users["street"], self.staff("street"), unrelated=True)
        return request

    def resolved(self, slug: str = COORDINATED) -> ServiceRequest:
        request = self.signed(slug)
        handling.resolve(request, "灯泡换好了，晚上亮了", self.staff("pan"))
        return request


def limits_of(request: ServiceRequest, kind: LimitKind | None = None) -> list[Limit]:
    db.session.flush()
    query = select(Limit).where(Limit.request_id == request.id).order_by(Limit.id)
    return [one for one in db.session.scalars(query) if kind in (None, one.kind)]


def the(request: ServiceRequest, kind: LimitKind) -> Limit:
    """The latest limit of a kind."""
    return limits_of(request, kind)[-1]


def last_entry(request: ServiceRequest) -> Entry:
    db.session.flush()
    query = select(Entry).where(Entry.request_id == request.id).order_by(Entry.id.desc()).limit(1)
    return db.session.scalars(query).one()

"""Everything kept about a person in one request, for that person alone (个人信息保护法 45 条): to read, and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.db import db
from portal.domain.keeping.until import Line, kept_until
from portal.domain.mandates.queries import representations_of
from portal.domain.mandates.words import ENDED, KIND, day_words
from portal.domain.masking import masked_phone
from portal.domain.messages.models import Message
from portal.domain.papers.models import PaperCheck, PaperState, RequestPaper
from portal.domain.publicity.period_models import PublicPeriod
from portal.domain.publicity.shown import LABEL as SHOWN_LABEL
from portal.domain.publicity.shown import unpacked
from portal.domain.records.models import Record
from portal.domain.records.services import record
from portal.domain.sensitive_facts.kinds import LABEL, FactKind
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.sensitive_facts.queries import facts_of, masked, readings_of
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.numbering import shown
from portal.domain.service_requests.voices import Rating, Urge
from portal.domain.service_requests.words import GRADE, STATUS
from portal.domain.visits import queries as visits
from portal.domain.visits.models import VisitState
from portal.domain.workdays.working_hours import SHANGHAI

HIDDEN = "已加密保存，这份里没有显示"
# What was done with the person's data, and is told to them; the words it is told in.
ABOUT_DATA = {
    "request.copy_given": "给了您一份资料副本",
    "request.person_corrected": "更正了您的资料",
    "request.data_deleted": "删掉了您的资料",
}
_CHANNEL = {
    Channel.PLACARD: "扫楼道公示牌",
    Channel.WEB: "网页",
    Channel.PHONE: "打电话，由工作人员登记",
    Channel.COUNTER: "当面，由工作人员登记",
    Channel.ROUND: "网格员上门登记",
}
_PAPER = {PaperState.HAVE: "有", PaperState.CANNOT: "拿不到", PaperState.NOT_APPLICABLE: "不适用", None: "没有说"}
_FOUND = {PaperCheck.FINE: "看过了，可以", PaperCheck.UNREADABLE: "看不清", PaperCheck.WRONG: "不是要的那一样"}
_VISIT = {
    VisitState.BOOKED: "约好了",
    VisitState.DONE: "来过了",
    VisitState.MISSED: "没见到您",
    VisitState.MOVED: "改了时间",
    VisitState.CANCELLED: "取消了",
}


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Copy:
    """in_full: with the sensitive facts in clear."""

    number: str
    made_at: datetime
    in_full: bool
    sections: list[Section]

    def as_json(self) -> str:
        """The same as the page, for other programs."""
        told: dict[str, Any] = asdict(self) | {"made_at": self.made_at.astimezone(SHANGHAI).isoformat()}
        return json.dumps(told, ensure_ascii=False, indent=1)


def give_copy(request: ServiceRequest, at: datetime, *, in_full: bool) -> Copy:
    """The copy, and that it was given. With facts in clear it is a reading of each of them, by the person."""
    copy = copy_of(request, at, in_full=in_full)
    if in_full:
        for fact in facts_of(request):
            reading = {"label": fact.label, "by": "resident", "who": "本人", "reason": "本人要一份自己的资料"}
            db.session.add(FactReading(fact=fact, request_id=request.id, at=at, **reading))
    detail = "连同敏感信息" if in_full else ""
    record("request.copy_given", by="resident", at=at, subject=f"request {request.number}", detail=detail)
    return copy


def copy_of(request: ServiceRequest, at: datetime, *, in_full: bool) -> Copy:
    """Without what belongs to somebody else: neighbours who follow, those who object, the agent's phone."""
    parts = (
        ("request", "这件事", _request(request)),
        ("person", "您是谁、在哪里", _person(request)),
        ("answers", "您写的情况", _answers(request)),
        ("facts", "敏感信息", _facts(request, in_full=in_full)),
        ("consents", "您的同意", _consents(request)),
        ("papers", "材料", _papers(request)),
        ("mandate", "谁替您办", _mandates(request)),
        ("visits", "上门", _visits(request, in_full=in_full)),
        ("publicity", "公示", _publicity(request)),
        ("trail", "经过", _trail(request)),
        ("voice", "您的催办和评价", _voice(request)),
        ("messages", "发给您的短信", _messages(request)),
        ("readings", "谁看过您的敏感信息", _readings(request)),
        ("handled", "资料的查阅、更正和删除", _handled(request)),
        ("kept", "这些资料留到什么时候", kept_until(request)),
    )
    sections = [Section(key, title, list(lines)) for key, title, lines in parts]
    return Copy(shown(request.number), at, in_full, [one for one in sections if one.lines])


def _request(request: ServiceRequest) -> Iterator[Line]:
    yield Line("编号", shown(request.number))
    yield Line("事项", request.matter_version.name)
    yield Line("怎么提交的", _CHANNEL[request.channel])
    yield Line("提交", _moment(request.filed_at))
    yield Line("现在", STATUS[request.status])
    if request.settled_at:
        yield Line("办结", _moment(request.settled_at))
    yield from _said(("结果", request.result), ("请去", request.refused_where))


def _person(request: ServiceRequest) -> Iterator[Line]:
    place = [request.building.title if request.building else "", request.entrance.name if request.entrance else ""]
    where = " ".join(filter(None, [request.community.name, *place, request.room, request.place_text]))
    yield from _said(("姓名", request.applicant_name), ("电话", request.applicant_phone), ("地址", where))
    if request.confidential:
        yield Line("保密", "只有经办人看得到您是谁")


def _answers(request: ServiceRequest) -> Iterator[Line]:
    for one in request.answers:
        yield Line(one.get("question", ""), one.get("answer", ""))


def _facts(request: ServiceRequest, *, in_full: bool) -> Iterator[Line]:
    query = select(SensitiveFact).where(SensitiveFact.request_id == request.id).order_by(SensitiveFact.id)
    for fact in db.session.scalars(query):
        if fact.value is None:
            yield Line(fact.label, f"{_day(fact.deleted_at)}已删掉" if fact.deleted_at else "已删掉")
        else:
            yield Line(fact.label, fact.value if in_full else masked(fact.kind, fact.value) or HIDDEN)


def _consents(request: ServiceRequest) -> Iterator[Line]:
    for one in db.session.scalars(select(Consent).where(Consent.request_id == request.id).order_by(Consent.id)):
        kinds = "、".join(LABEL[FactKind(kind)] for kind in one.kinds)
        taken_back = f"；{_moment(one.withdrawn_at)} 撤回" if one.withdrawn_at else ""
        yield Line(kinds, f"{_moment(one.at)} {one.who} 同意{taken_back}。用来：{one.purpose}")


def _papers(request: ServiceRequest) -> Iterator[Line]:
    query = select(RequestPaper).where(RequestPaper.request_id == request.id).order_by(RequestPaper.place)
    for one in db.session.scalars(query):
        promised = f"答应 {day_words(one.promised_by)}前补" if one.promised_by and not one.received_at else ""
        yield Line(one.name, "：".join(filter(None, [_PAPER[one.state], one.reason, _FOUND.get(one.found), promised])))
    pictures = select(func.count()).where(Attachment.request_id == request.id, Attachment.deleted_at.is_(None))
    for name, which in (("材料的照片", Attachment.paper != ""), ("诉求的照片", Attachment.paper == "")):
        if many := db.session.scalar(pictures.where(which, Attachment.internal.is_(False))):
            yield Line(name, f"{many} 张，在查进度的页面上看")


def _mandates(request: ServiceRequest) -> Iterator[Line]:
    for one in representations_of(request):
        mandate = one.mandate
        ended = f"；{_moment(mandate.ended_at)} {ENDED[mandate.ending]}" if mandate.ending and mandate.ended_at else ""
        said = f"，您说过：{mandate.own_wish}" if mandate.own_wish else ""
        seen = f"，见证：{mandate.witnesses}" if mandate.witnesses else ""
        name = f"{mandate.agent_name or ''}（{mandate.relation or KIND[mandate.kind]}）"
        yield Line(name, f"{_moment(mandate.given_at)} 起，到{day_words(mandate.valid_until)}{seen}{said}{ended}")


def _visits(request: ServiceRequest, *, in_full: bool) -> Iterator[Line]:
    for visit in reversed(visits.visits_of(request)):
        wish = f"；您说那天不行：{visit.wish}" if visit.wish else ""
        yield Line(_moment(visit.starts_at), f"{_VISIT[visit.state]}，来的人：{'、'.join(visit.names)}{wish}")
        for one in visit.records:
            items = json.loads(one.answers)["items"] if one.answers else []
            for item in items:
                yield Line(item.get("label", ""), str(item.get("answer", "")) if in_full else HIDDEN)


def _publicity(request: ServiceRequest) -> Iterator[Line]:
    for one in db.session.scalars(select(PublicPeriod).where(PublicPeriod.request_id == request.id)):
        fields = "；".join(f"{SHOWN_LABEL[told.field]}：{told.value}" for told in unpacked(one.shown, full_names=True))
        yield Line(f"{day_words(one.begins_on)}至{day_words(one.ends_on)}", fields)


def _trail(request: ServiceRequest) -> Iterator[Line]:
    for entry in request.entries:
        if entry.told:
            yield Line(f"{_moment(entry.at)} {entry.who}", entry.told)


def _voice(request: ServiceRequest) -> Iterator[Line]:
    for urge in db.session.scalars(select(Urge).where(Urge.request_id == request.id).order_by(Urge.id)):
        yield Line(f"{_moment(urge.at)} 催办", "；答复：".join(filter(None, [urge.words, urge.answer])))
    for one in db.session.scalars(select(Rating).where(Rating.request_id == request.id).order_by(Rating.id)):
        yield Line(f"{_moment(one.at)} 评价", "，".join(filter(None, [GRADE[one.grade], one.words])))


def _messages(request: ServiceRequest) -> Iterator[Line]:
    for one in db.session.scalars(select(Message).where(Message.service_request_id == request.id).order_by(Message.id)):
        if one.recipient and one.recipient == request.applicant_phone:
            yield Line(f"{_moment(one.created_at)} 发到 {masked_phone(one.recipient)}", one.body)


def _readings(request: ServiceRequest) -> Iterator[Line]:
    for one in reversed(readings_of(request)):
        yield Line(f"{_moment(one.at)} {one.who}", f"看了{one.label}：{one.reason}")
    for seen in reversed(visits.readings_of(request)):
        yield Line(f"{_moment(seen.at)} {seen.who}", f"看了上门的情况：{seen.reason}")


def _handled(request: ServiceRequest) -> Iterator[Line]:
    for one in handled(request):
        yield Line(_moment(one.at), "：".join(filter(None, [ABOUT_DATA[one.action], one.detail])))


def handled(request: ServiceRequest) -> list[Record]:
    """What was done with the data of this request, the first first."""
    about = select(Record).where(Record.subject == f"request {request.number}", Record.action.in_(ABOUT_DATA))
    return list(db.session.scalars(about.order_by(Record.id)))


def _said(*pairs: tuple[str, str | None]) -> Iterator[Line]:
    return (Line(name, value) for name, value in pairs if value)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _day(at: datetime) -> str:
    return day_words(at.astimezone(SHANGHAI).date())

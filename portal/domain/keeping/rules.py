"""What is kept how long: the one table the worker, the commands and the page go by.

To keep something of a feature of your own only so long, add one line to RULES: which rows are over (`of_settled` for
what hangs on a request) and what is done with them (`acts`). docs/keeping.md says the same in words; a test compares.

Grounds: 个人信息保护法 19 条 (no longer than necessary), 47 条 (deletion), 55, 56 条 and 网络数据安全管理条例 12 条
(records of processing for three years), 网络安全法 (logs for six months).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.domain.keeping import acts
from portal.domain.keeping.acts import Act
from portal.domain.mandates.models import Mandate, Representation
from portal.domain.matters.models import MatterVersion
from portal.domain.messages.models import Message, MessageState
from portal.domain.papers.keeping import KEPT as COPIES_KEPT
from portal.domain.papers.keeping import copies_over
from portal.domain.papers.models import RequestPaper
from portal.domain.publicity.period_models import Objection, PublicPeriod
from portal.domain.records.models import Record
from portal.domain.sensitive_facts.models import Consent, FactReading, SensitiveFact
from portal.domain.service_requests.attachments import Attachment, Draft
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import Status
from portal.domain.visits.models import Visit, VisitReading, VisitRecord

# Ids, and since when their time runs.
Rows = Select[int, Any]
Due = Callable[[datetime], Rows]

A_DAY, A_YEAR, THREE_YEARS = timedelta(hours=24), timedelta(days=365), timedelta(days=3 * 365 + 1)
# Who is refused may ask for review within 60 days (行政复议法 20 条): until then they may have to be looked at again.
FACTS = timedelta(days=60)


class Does(StrEnum):
    """mask: what tells who it was goes, the rest stays. keep: the portal never deletes it by itself."""

    MASK = "mask"
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fact.

    since  what the time runs from, in words; due: the rows whose time began before a moment, with when it began
    early  whether the person may have it done before, once the request is settled (个人信息保护法 47 条)
    placed whether its rows hang on a request, and so on a place
    """

    key: str
    what: str
    since: str
    kept: timedelta
    does: Does
    ground: str
    due: Due | None = None
    act: Act | None = None
    early: bool = False
    placed: bool = True


def of_settled(row: Any, request_id: Any, *where: ColumnElement[bool]) -> Due:
    """The rows of requests that were settled before a moment; of open ones none."""

    def due(before: datetime) -> Rows:
        joined = select(row, ServiceRequest.settled_at).join(ServiceRequest, ServiceRequest.id == request_id)
        return joined.where(ServiceRequest.settled_at < before, *where).order_by(ServiceRequest.settled_at, row)

    return due


def _while_needed(row: Any, request_id: Any, *where: ColumnElement[bool]) -> Due:
    """The same; of what was merged with another request not before that one."""
    into = aliased(ServiceRequest)
    settled = of_settled(row, request_id, *where)

    def due(before: datetime) -> Rows:
        goes_on = or_(into.settled_at.is_(None), into.settled_at >= before)
        merged = and_(ServiceRequest.status == Status.MERGED, into.id == ServiceRequest.merged_into_id, goes_on)
        return settled(before).where(~exists().where(merged))

    return due


def _requests(*where: ColumnElement[bool]) -> Due:
    def due(before: datetime) -> Rows:
        query = select(ServiceRequest.id, ServiceRequest.settled_at).join(ServiceRequest.matter_version)
        return query.where(ServiceRequest.settled_at < before, *where).order_by(ServiceRequest.settled_at)

    return due


def _mandates(before: datetime) -> Rows:
    """Those of which every request was settled before; one that stands behind a later one goes on."""
    under = select(Representation.request_id).where(Representation.mandate_id == Mandate.id)
    newest = select(func.max(ServiceRequest.id)).where(ServiceRequest.id.in_(under)).scalar_subquery()
    later = or_(ServiceRequest.settled_at.is_(None), ServiceRequest.settled_at >= before)
    goes_on = exists().where(ServiceRequest.id.in_(under), later).correlate(Mandate)
    named = or_(Mandate.person_name.is_not(None), Mandate.agent_phone.is_not(None), Mandate.own_wish.is_not(None))
    query = select(Mandate.id, ServiceRequest.settled_at).join(ServiceRequest, ServiceRequest.id == newest)
    return query.where(ServiceRequest.settled_at < before, ~goes_on, named).order_by(ServiceRequest.settled_at)


def _drafts(before: datetime) -> Rows:
    return select(Draft.id, Draft.changed_at).where(Draft.changed_at <= before).order_by(Draft.changed_at)


def _messages(before: datetime) -> Rows:
    undone = Message.state.in_((MessageState.WAITING, MessageState.SENDING))
    told = and_(Message.created_at < before, Message.body != "", ~undone)
    return select(Message.id, Message.created_at).where(told).order_by(Message.created_at)


def _sign_ins(before: datetime) -> Rows:
    signed_in = Record.action.in_(("sign_in.done", "sign_in.failed", "sign_in.refused"))
    return select(Record.id, Record.at).where(Record.at < before, signed_in).order_by(Record.at)


_NAMED = or_(
    ServiceRequest.name_digest.is_not(None),
    ServiceRequest.phone_digest.is_not(None),
    ServiceRequest.room.is_not(None),
)
_PRIVATE = and_(
    ServiceRequest.summary != "",
    or_(~MatterVersion.content["public_matter"].as_boolean(), ServiceRequest.confidential),
)
_VISITED = or_(
    Visit.because.is_not(None),
    Visit.wish.is_not(None),
    exists().where(VisitRecord.visit_id == Visit.id, VisitRecord.deleted_at.is_(None)).correlate(Visit),
)
_OBJECTED = or_(Objection.name.is_not(None), Objection.phone.is_not(None), Objection.words.is_not(None))
_HAS_CODE = or_(
    ServiceRequest.code_digest != "",
    exists().where(Follower.request_id == ServiceRequest.id).correlate(ServiceRequest),
)
_THERE = Attachment.deleted_at.is_(None)
_SETTLED = "办结之日"


def _objections(before: datetime) -> Rows:
    query = select(Objection.id, ServiceRequest.settled_at).join(PublicPeriod, PublicPeriod.id == Objection.period_id)
    query = query.join(ServiceRequest, ServiceRequest.id == PublicPeriod.request_id)
    return query.where(ServiceRequest.settled_at < before, _OBJECTED).order_by(ServiceRequest.settled_at)


# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("drafts", "没有提交的表单和照片", "最后一次填写", A_DAY, Does.DELETE, "没有提交，就没有留下的目的",
         _drafts, acts.throw_away_drafts, placed=False),
    Rule("copies", "证件、材料的照片", _SETTLED, COPIES_KEPT, Does.DELETE,
         "核对完就不用了；15 天内可能重办。撤回的马上删，不予受理的留 60 天",
         copies_over, acts.delete_pictures, early=True),
    Rule("facts", "身份证号、银行账号、收入、残疾、病情等敏感信息", _SETTLED, FACTS, Does.DELETE,
         "对结果不服，60 日内可以申请复议，要用来复查；以后只在审批部门的档案里",
         _while_needed(SensitiveFact.id, SensitiveFact.request_id, SensitiveFact.deleted_at.is_(None)),
         acts.delete_facts, early=True),
    Rule("visits", "上门看到的情况", _SETTLED, FACTS, Does.DELETE, "60 日内可以申请复议，要用来复查",
         _while_needed(Visit.id, Visit.request_id, _VISITED), acts.forget_visits, early=True),
    Rule("people", "本人和跟进邻居的姓名、电话、门牌号", _SETTLED, A_YEAR, Does.MASK, "一年内可能回访；以后只留姓",
         _requests(_NAMED), acts.mask_people, early=True),
    Rule("answers", "个人事项里写的情况", _SETTLED, A_YEAR, Does.DELETE, "公共事项的情况不涉及个人，留下",
         _requests(_PRIVATE), acts.delete_answers, early=True),
    Rule("photos", "诉求的照片", _SETTLED, A_YEAR, Does.DELETE, "照片里可能有人",
         of_settled(Attachment.id, Attachment.request_id, Attachment.paper == "", _THERE), acts.delete_pictures,
         early=True),
    Rule("reasons", "材料拿不到的原因", _SETTLED, A_YEAR, Does.DELETE, "随这件事一起",
         of_settled(RequestPaper.id, RequestPaper.request_id, RequestPaper.reason.is_not(None)),
         acts.clear(RequestPaper, reason=None), early=True),
    Rule("mandates", "委托里的姓名、电话、本人意愿、见证人", "委托所管的事都办结之日", A_YEAR, Does.MASK,
         "委托的种类、起止和结束方式留下，作为提供记录", _mandates, acts.mask_mandates, early=True),
    Rule("objections", "公示异议的姓名、电话、内容", _SETTLED, A_YEAR, Does.DELETE, "异议人的信息要保密，用完就删",
         _objections, acts.clear(Objection, name=None, phone=None, words=None, found=None)),
    Rule("messages", "短信的收件人和内容", "写好之日", A_YEAR, Does.MASK, "要能查清通知过没有；何时通知过，留下",
         _messages, acts.forget_messages, placed=False),
    Rule("sign_ins", "工作人员登录的记录", "登录之日", A_YEAR, Does.DELETE, "网络安全法：不少于六个月；这里留一年",
         _sign_ins, acts.remove(Record), placed=False),
    Rule("readings", "谁看过敏感信息的记录", _SETTLED, THREE_YEARS, Does.DELETE, "个人信息保护法 56 条：不少于三年",
         of_settled(FactReading.id, FactReading.request_id), acts.remove(FactReading)),
    Rule("visit_readings", "谁看过上门情况的记录", _SETTLED, THREE_YEARS, Does.DELETE, "个人信息保护法 56 条",
         of_settled(VisitReading.id, VisitReading.request_id), acts.remove(VisitReading)),
    Rule("consents", "单独同意的记录", _SETTLED, THREE_YEARS, Does.DELETE, "网络数据安全管理条例 12 条：不少于三年",
         of_settled(Consent.id, Consent.request_id), acts.forget_consents),
    Rule("public_periods", "公示的内部存档", _SETTLED, THREE_YEARS, Does.DELETE, "公开的记录不少于三年；网上到期就撤",
         of_settled(PublicPeriod.id, PublicPeriod.request_id), acts.remove_periods),
    Rule("codes", "查询码（以后不能再查）", _SETTLED, THREE_YEARS, Does.DELETE, "没有可查的个人资料了",
         _requests(_HAS_CODE), acts.forget_codes),
    Rule("records", "工作人员做过什么的留痕、办件的经过和结果", "", THREE_YEARS, Does.KEEP,
         "不少于三年，系统不自己删；留痕里不写居民的姓名和号码"),
)
# fmt: on
# Of what was merged with another request these are needed until that one is done.
WITH_THE_ONE_IT_WENT_INTO = frozenset({"copies", "facts", "visits"})
BY_KEY = {rule.key: rule for rule in RULES}

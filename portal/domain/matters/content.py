"""What a version of a matter says, typed. The version keeps plain JSON; `Content` is a view of it, read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.matters.models import Level, MatterVersion, WorkType
from portal.domain.matters.parts import (
    AnswerKind,
    Basis,
    Begins,
    Emergency,
    InPerson,
    Need,
    Paper,
    Photo,
    Proxy,
    ProxyKind,
    Publicity,
    Question,
    Said,
    Situation,
    Step,
    TimeLimit,
)
from portal.domain.matters.visit_plan import VisitPlan, read_plan
from portal.domain.sensitive_facts.kinds import FactKind, kinds_said
from portal.domain.workdays.spans import Span, Unit

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    words: tuple[str, ...]
    situations: tuple[Situation, ...]
    levels: tuple[Level, ...]
    accept_level: Level
    decide_level: Level
    department: str
    phone: str
    portal_help: str
    who_can_apply: str
    proxy: Proxy
    in_person: tuple[InPerson, ...]
    eligibility: str
    papers: tuple[Paper, ...]
    steps: tuple[Step, ...]
    respond: Span
    finish: Span
    extend_to: Span | None
    time_limit: TimeLimit
    statutory: TimeLimit | None
    recurring: Span | None
    publicity: Publicity
    result_kinds: tuple[str, ...]
    result: str
    sensitive_facts: tuple[str, ...]
    national: tuple[str, ...]
    local: tuple[str, ...]
    confirm_before_launch: bool
    emergency: Emergency | None
    alert_words: tuple[str, ...]
    questions: tuple[Question, ...]
    photo: Photo
    anonymous_allowed: bool
    public_matter: bool
    kinship_check: bool
    visit: VisitPlan
    screening: tuple[str, ...]

    def alarming(self, text: str) -> list[str]:
        """The alert words of this matter that stand in `text`: such a request does not wait its turn."""
        return [word for word in self.alert_words if word in text]

    @property
    def asks_for_whom(self) -> bool:
        """Whether a form of this matter begins with the question for whom it is.

        Somebody must be allowed to file for others, and something must be given to a person who proves who they are:
        whoever reports a broken lamp or asks for advice needs nobody's mandate.
        """
        personal = not (self.public_matter or self.anonymous_allowed) and bool(self.papers)
        return personal and self.proxy.allowed is not Said.NO and bool(self.proxy.kinds)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Those whose answers stand with the request, for whoever works on it."""
        return tuple(question for question in self.questions if question.sensitive is None)

    def sensitive_questions(self, kind: FactKind) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.sensitive is kind)

    @property
    def fact_kinds(self) -> tuple[FactKind, ...]:
        """The sensitive facts it asks for, each under its own consent: what its questions ask; and of an approval that
        names any, what it names and who the person is."""
        asked = {question.sensitive for question in self.questions}
        if self.statutory is not None and self.sensitive_facts:
            asked |= kinds_said(self.sensitive_facts) | {FactKind.ID_NUMBER}
        return tuple(kind for kind in FactKind if kind in asked)

    @property
    def papers_to_bring(self) -> list[Paper]:
        """What the applicant has to bring, without what only an agent needs and what the government has already."""
        return [paper for paper in self.papers if not paper.shared and paper.need is not Need.IF_PROXY]

    @property
    def papers_on_file(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.shared and paper.need is not Need.IF_PROXY]

    @property
    def papers_of_agents(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.need is Need.IF_PROXY]


@dataclass(frozen=True, slots=True)
class WorkTypeLimits:
    """The limits of a kind of work where a matter names none.

    `respond` is the first contact, `finish` the end; of an approval the community answers within `finish` whether the
    papers are complete and where it goes on, and what the law allows runs beside it (`Content.statutory`).
    """

    respond: Span
    finish: Span
    extend_to: Span | None


DEFAULT_LIMITS = {
    WorkType.GENERAL: WorkTypeLimits(Span(1, Unit.WORKDAY), Span(3, Unit.WORKDAY), None),
    WorkType.COORDINATED: WorkTypeLimits(Span(1, Unit.WORKDAY), Span(5, Unit.WORKDAY), Span(10, Unit.WORKDAY)),
    WorkType.URGENT: WorkTypeLimits(Span(30, Unit.MINUTE), Span(24, Unit.HOUR), None),
    WorkType.APPROVAL: WorkTypeLimits(Span(1, Unit.WORKDAY), Span(2, Unit.WORKDAY), None),
}

# 一次性告知: within this time the whole list of what is missing is told, once (example of 安阳市政务服务条例 42 条;
# 行政许可法 32 条 allows five working days at most).
ONE_TIME_NOTICE = Span(1, Unit.WORKDAY)


def content_of(version: MatterVersion) -> Content:
    """What `version` says."""
    return read_content(version.content, version.work_type)


def read_content(content: Json, work_type: WorkType) -> Content:
    """The typed view of an entry as it stands in catalogue.yaml; KeyError or ValueError when it does not fit."""
    usual, limit = DEFAULT_LIMITS[work_type], _time_limit(content["time_limit"])
    approval = work_type is WorkType.APPROVAL
    emergency = content.get("emergency")
    return Content(
        words=tuple(content["words"]),
        situations=tuple(Situation(one) for one in content.get("situations", ())),
        levels=tuple(Level(one) for one in content["levels"]),
        accept_level=Level(content["accept_level"]),
        decide_level=Level(content["decide_level"]),
        department=content["department"],
        phone=content.get("phone", ""),
        portal_help=content.get("portal_help", ""),
        who_can_apply=content["who_can_apply"],
        proxy=_proxy(content["proxy"]),
        in_person=tuple(InPerson(one) for one in content.get("in_person", ())),
        eligibility=content["eligibility"],
        papers=tuple(_paper(one) for one in content["papers"]),
        steps=tuple(_step(one) for one in content["steps"]),
        respond=_span(content.get("respond")) or usual.respond,
        finish=_span(content.get("finish")) or (usual.finish if approval else limit.span),
        extend_to=(None if approval else limit.extend_to) or usual.extend_to,
        time_limit=limit,
        statutory=limit if approval else None,
        recurring=_span(content.get("recurring")),
        publicity=_publicity(content["publicity"]),
        result_kinds=tuple(content["result"]["kinds"]),
        result=content["result"]["text"],
        sensitive_facts=tuple(content.get("sensitive_facts", ())),
        national=tuple(content.get("national", ())),
        local=tuple(content.get("local", ())),
        confirm_before_launch=bool(content["confirm_before_launch"]),
        emergency=Emergency(emergency["banner"], tuple(emergency["phones"])) if emergency else None,
        alert_words=tuple(content.get("alert_words", ())),
        questions=tuple(_question(one) for one in content["questions"]),
        photo=Photo(content["photo"]),
        anonymous_allowed=bool(content["anonymous_allowed"]),
        public_matter=bool(content["public_matter"]),
        kinship_check=bool(content.get("kinship_check")),
        visit=read_plan(content),
        screening=tuple(content.get("screening") or ()),
    )


def _span(said: Json | None) -> Span | None:
    return Span(int(said["value"]), Unit(said["unit"])) if said else None


def _time_limit(said: Json) -> TimeLimit:
    span = Span(int(said["value"]), Unit(said["unit"]))
    starts, note = said.get("clock_starts", ""), said.get("note", "")
    return TimeLimit(span, _span(said.get("extend_to")), Basis(said["basis"]), starts, note)


def _paper(said: Json) -> Paper:
    return Paper(
        said["name"],
        Need(said["required"]),
        bool(said.get("shared")),
        bool(said.get("sensitive")),
        bool(said.get("may_follow")),
        said.get("how", ""),
    )


def _step(said: Json) -> Step:
    limit, note, begins = _span(said.get("limit")), said.get("note", ""), said.get("begins")
    optional = bool(said.get("optional"))
    return Step(said["name"], Level(said["level"]), limit, optional, note, Begins(begins) if begins else None)


def _proxy(said: Json) -> Proxy:
    return Proxy(Said(said["allowed"]), tuple(ProxyKind(one) for one in said.get("kinds", ())), said.get("note", ""))


def _publicity(said: Json) -> Publicity:
    return Publicity(
        required=Said(said["required"]),
        span=_span(said.get("span")),
        where=said.get("where", ""),
        basis=Basis(said.get("basis", "practice")),
        fields=tuple(said.get("fields", ())),
        told=said.get("told", ""),
        note=said.get("note", ""),
        recheck=_span(said.get("recheck")),
    )


def _question(said: Json) -> Question:
    return Question(
        key=said["key"],
        label=said["label"],
        hint=said.get("hint", ""),
        kind=AnswerKind(said["kind"]),
        options=tuple(said.get("options", ())),
        required=bool(said.get("required", True)),
        sensitive=FactKind(said["sensitive"]) if said.get("sensitive") else None,
    )

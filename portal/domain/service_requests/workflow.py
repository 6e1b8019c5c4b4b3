"""The workflow of every service request, in one table: from which state which step leads where, and who may take it.

`docs/workflow.md` and `flask workflow` are printed from `TABLE`; the pages offer what it allows; `steps/taking.py` is
the only code that acts on it, and the database refuses what it does not hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.matters.models import Level, WorkType


class Status(StrEnum):
    FILED = "filed"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    RESOLVED = "resolved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    CLOSED = "closed"


SETTLED = frozenset({Status.RESOLVED, Status.REFUSED, Status.WITHDRAWN, Status.MERGED, Status.CLOSED})


class Actor(StrEnum):
    """Who takes a step.

    resident    the person concerned, or who filed it for themselves, by number and code
    agent       who speaks for the person (代办人), by number and a code of their own, while the mandate holds
    neighbour   somebody else in the building
    holder      staff of the unit that has it, or of one above that unit
    helper      staff of a unit that helps (协办), and the grid worker of the place while a unit above has it (首问负责)
    above       staff of a level above the unit that has it
    supervisor  who judges appeals and presses what is late
    system      the sweep
    """

    RESIDENT = "resident"
    AGENT = "agent"
    NEIGHBOUR = "neighbour"
    HOLDER = "holder"
    HELPER = "helper"
    ABOVE = "above"
    SUPERVISOR = "supervisor"
    SYSTEM = "system"


class Step(StrEnum):
    FILE = "file"
    SIGN_FOR = "sign_for"
    CLASSIFY = "classify"
    SETTLE = "settle"
    HAND_OVER = "hand_over"
    ESCALATE = "escalate"
    RETURN = "return"
    CONTACT = "contact"
    VISIT = "visit"
    NOTE = "note"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    DENY_EXTENSION = "deny_extension"
    ACCEPT = "accept"
    REVIEW = "review"
    RESOLVE = "resolve"
    REFUSE = "refuse"
    MERGE = "merge"
    CORRECT_PLACE = "correct_place"
    WITHDRAW = "withdraw"
    ADD_FACTS = "add_facts"
    FOLLOW = "follow"
    URGE = "urge"
    ANSWER_URGE = "answer_urge"
    RATE = "rate"
    REWORK = "rework"
    APPEAL = "appeal"
    JUDGE_APPEAL = "judge_appeal"
    REOPEN = "reopen"
    CLOSE = "close"
    NEW_CODE = "new_code"
    LAPSE = "lapse"
    SUCCESSION = "succession"
    CALENDAR = "calendar"
    GIVE_MANDATE = "give_mandate"
    END_MANDATE = "end_mandate"
    TAKE_OVER = "take_over"
    PERSON_CODE = "person_code"
    DECLARE_KINSHIP = "declare_kinship"
    PROVIDE_PAPERS = "provide_papers"
    CHECK_PAPERS = "check_papers"
    STATE_FACTS = "state_facts"
    WITHDRAW_CONSENT = "withdraw_consent"
    BOOK_VISIT = "book_visit"
    PRECHECK = "precheck"
    PASS_STATION = "pass_station"  # noqa: S105
    REFER = "refer"
    BEGIN_PUBLICITY = "begin_publicity"
    OBJECT = "object"
    RECHECK = "recheck"
    END_PUBLICITY = "end_publicity"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    before  the state it is taken in; None: there is no request yet
    after   the state it leads to
    """

    before: Status | None
    step: Step
    after: Status
    actors: frozenset[Actor]
    work_types: frozenset[WorkType]
    levels: frozenset[Level]


_OPEN = (Status.FILED, Status.IN_PROGRESS, Status.WAITING)
_ACTIVE = (Status.FILED, Status.IN_PROGRESS)
_DONE = (Status.RESOLVED, Status.CLOSED)
_ALL_WORK = frozenset(WorkType)
_ALL_LEVELS = frozenset(Level)
# 突发性 is neither put off nor paused; 审批性 is decided above the community.
_NOT_URGENT = _ALL_WORK - {WorkType.URGENT}
_APPROVAL = frozenset({WorkType.APPROVAL})
_OFFICES = _ALL_LEVELS - {Level.GRID}
_DECIDING = frozenset({Level.SUBDISTRICT, Level.DEPARTMENT})
_RES, _AGE, _NEI, _HOL, _HEL, _ABO, _SUP, _SYS = Actor


def _rows(
    before: Iterable[Status | None],
    step: Step,
    after: Status | None,
    actors: set[Actor],
    work_types: frozenset[WorkType] = _ALL_WORK,
    levels: frozenset[Level] = _ALL_LEVELS,
) -> tuple[Rule, ...]:
    """One row for each state; `after` None: it stays as it is."""
    return tuple(
        Rule(state, step, after or Status(str(state)), frozenset(actors), work_types, levels) for state in before
    )


TABLE: tuple[Rule, ...] = (
    *_rows([None], Step.FILE, Status.FILED, {_RES, _AGE, _HOL}),
    *_rows([Status.FILED], Step.SIGN_FOR, Status.IN_PROGRESS, {_HOL}),
    *_rows(_ACTIVE, Step.CLASSIFY, None, {_HOL}),
    *_rows(_ACTIVE, Step.SETTLE, Status.RESOLVED, {_HOL}, frozenset({WorkType.GENERAL})),
    *_rows(_ACTIVE, Step.HAND_OVER, Status.FILED, {_HOL}, levels=_OFFICES),
    *_rows(_ACTIVE, Step.ESCALATE, Status.FILED, {_HOL}, levels=frozenset({Level.GRID, Level.COMMUNITY})),
    *_rows(_ACTIVE, Step.RETURN, Status.FILED, {_HOL}),
    *_rows(_OPEN, Step.CONTACT, None, {_HOL, _HEL}),
    *_rows(_OPEN, Step.VISIT, None, {_HOL, _HEL}),
    *_rows((*_OPEN, *_DONE), Step.NOTE, None, {_HOL, _HEL}),
    *_rows([Status.IN_PROGRESS], Step.ASK_SUPPLEMENT, Status.WAITING, {_HOL}, _NOT_URGENT),
    *_rows([Status.WAITING], Step.SUPPLEMENT, Status.IN_PROGRESS, {_RES, _AGE, _HOL}),
    *_rows([Status.IN_PROGRESS], Step.ASK_EXTENSION, None, {_HOL}, _NOT_URGENT),
    *_rows(_OPEN, Step.GRANT_EXTENSION, None, {_ABO}, _NOT_URGENT),
    *_rows(_OPEN, Step.DENY_EXTENSION, None, {_ABO}, _NOT_URGENT),
    *_rows([Status.IN_PROGRESS], Step.ACCEPT, None, {_HOL}, _APPROVAL, _DECIDING),
    *_rows([Status.IN_PROGRESS], Step.REVIEW, None, {_HOL}, _APPROVAL, _DECIDING),
    *_rows([Status.IN_PROGRESS], Step.RESOLVE, Status.RESOLVED, {_HOL}, _ALL_WORK - _APPROVAL),
    *_rows([Status.IN_PROGRESS], Step.RESOLVE, Status.RESOLVED, {_HOL}, _APPROVAL, _DECIDING),
    *_rows(_ACTIVE, Step.REFUSE, Status.REFUSED, {_HOL}, levels=_OFFICES),
    *_rows(_ACTIVE, Step.MERGE, Status.MERGED, {_HOL}),
    *_rows(_OPEN, Step.CORRECT_PLACE, None, {_HOL}),
    # In another grid it waits to be signed for there.
    *_rows([Status.IN_PROGRESS], Step.CORRECT_PLACE, Status.FILED, {_HOL}),
    *_rows(_OPEN, Step.WITHDRAW, Status.WITHDRAWN, {_RES, _HOL}),
    *_rows(_OPEN, Step.ADD_FACTS, None, {_RES, _AGE, _HOL}),
    *_rows(_OPEN, Step.FOLLOW, None, {_NEI}),
    *_rows(_ACTIVE, Step.URGE, None, {_RES, _AGE, _ABO, _SUP}),
    *_rows((*_OPEN, Status.RESOLVED), Step.ANSWER_URGE, None, {_HOL}),
    *_rows(_DONE, Step.RATE, None, {_RES}),
    *_rows(_DONE, Step.REWORK, Status.FILED, {_SYS}),
    *_rows((*_OPEN, *_DONE), Step.APPEAL, None, {_HOL}),
    *_rows((*_OPEN, *_DONE), Step.JUDGE_APPEAL, None, {_SUP}),
    # The grade was a mistake and the matter is solved: there is nothing to rework.
    *_rows(_ACTIVE, Step.JUDGE_APPEAL, Status.CLOSED, {_SUP}),
    *_rows(_DONE, Step.REOPEN, Status.FILED, {_RES, _AGE, _HOL}),
    *_rows([Status.RESOLVED], Step.CLOSE, Status.CLOSED, {_RES, _SYS}),
    *_rows((*_OPEN, *_DONE, Status.REFUSED), Step.NEW_CODE, None, {_HOL}),
    *_rows(_OPEN, Step.LAPSE, None, {_SYS}),
    *_rows(_OPEN, Step.SUCCESSION, None, {_SYS}),
    *_rows([Status.IN_PROGRESS, Status.WAITING], Step.SUCCESSION, Status.FILED, {_SYS}),
    *_rows(_OPEN, Step.CALENDAR, None, {_SYS}),
    # The person ends it at any time; what the agent alone cannot do (撤回, 评价) has no row for them.
    *_rows(_OPEN, Step.GIVE_MANDATE, None, {_HOL, _HEL}),
    *_rows((*_OPEN, *_DONE, Status.REFUSED), Step.END_MANDATE, None, {_RES, _AGE, _HOL, _HEL, _SYS}),
    *_rows(_OPEN, Step.TAKE_OVER, None, {_RES, _HOL, _HEL}),
    *_rows((*_OPEN, *_DONE, Status.REFUSED), Step.PERSON_CODE, None, {_HOL, _HEL}),
    # Who has it in hand gives it away; of everybody else it is only put down that they have no part in it.
    *_rows(_OPEN, Step.DECLARE_KINSHIP, None, {_HOL, _HEL, _ABO, _SUP}),
    *_rows([Status.IN_PROGRESS], Step.DECLARE_KINSHIP, Status.FILED, {_HOL}),
    *_rows(_OPEN, Step.PROVIDE_PAPERS, None, {_RES, _AGE, _HOL, _HEL}),
    *_rows(_OPEN, Step.CHECK_PAPERS, None, {_HOL, _HEL}),
    *_rows(_OPEN, Step.STATE_FACTS, None, {_RES, _AGE, _HOL, _HEL}),
    # At any time (个人信息保护法 15 条): also when nothing else can be done any more.
    *_rows(Status, Step.WITHDRAW_CONSENT, None, {_RES, _HOL}),
    *_rows(_OPEN, Step.BOOK_VISIT, None, {_HOL, _HEL}),
    *_rows(_ACTIVE, Step.PRECHECK, None, {_HOL, _HEL}, _APPROVAL),
    *_rows([Status.IN_PROGRESS], Step.PASS_STATION, None, {_HOL}, _APPROVAL),
    *_rows(_ACTIVE, Step.REFER, Status.RESOLVED, {_HOL}, levels=_OFFICES),
    *_rows([Status.IN_PROGRESS], Step.BEGIN_PUBLICITY, None, {_HOL}, _APPROVAL, _OFFICES),
    *_rows(_OPEN, Step.OBJECT, None, {_NEI}, _APPROVAL),
    *_rows(_ACTIVE, Step.RECHECK, None, {_HOL}, _APPROVAL, _OFFICES),
    *_rows(_OPEN, Step.END_PUBLICITY, None, {_HOL, _SYS}, _APPROVAL),
)


def rules_for(before: Status | None, step: Step) -> list[Rule]:
    """The rows that name this step in this state."""
    return [rule for rule in TABLE if rule.before == before and rule.step == step]


def allowed(status: Status, work_type: WorkType, level: Level, actor: Actor) -> set[Step]:
    """The steps open to `actor` for a request of this kind in this state at this level."""
    return {
        rule.step
        for rule in TABLE
        if rule.before == status and actor in rule.actors and work_type in rule.work_types and level in rule.levels
    }

"""What a request has been through and what comes next, as the person who filed it sees it.

Only what residents are told is read here: an entry's internal words never leave the desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from portal.domain.matters.content import content_of
from portal.domain.matters.models import WorkType
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.stations import Passage, ahead, office_of, span_of
from portal.domain.service_requests.times import Limit
from portal.domain.service_requests.units import Unit, unit_of
from portal.domain.service_requests.workflow import SETTLED, Status, Step
from portal.domain.workdays.spans import Span


class StageKind(StrEnum):
    """The stations of the path."""

    FILED = "filed"
    SIGNED = "signed"
    PASSED_ON = "passed_on"
    CONTACTED = "contacted"
    VISITED = "visited"
    PAPERS = "papers"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    WORKED = "worked"
    OF_THE_MATTER = "of_the_matter"
    SETTLED = "settled"
    REOPENED = "reopened"
    RATED = "rated"


class StageState(StrEnum):
    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Stage:
    """One cell of the path.

    at      when it was passed, or for what goes on now since when; None for what has yet to come
    who     as entries show it; of a step of the matter that has yet to come the office that does it; empty for
            neighbours
    name    of the unit, or of the step as the matter names it; of the office somebody was sent to
    span    how long the step may take, where the matter says so
    status  how it ended, for the settled
    since   when a step of the matter that is done began
    limit   of the step of the matter that goes on now
    """

    kind: StageKind
    state: StageState
    at: datetime | None = None
    who: str = ""
    name: str = ""
    span: Span | None = None
    status: Status | None = None
    since: datetime | None = None
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A line of what happened: when, by whom, in the words the resident was told."""

    at: datetime
    who: str
    step: Step
    words: str


_PASSED = {
    Step.FILE: StageKind.FILED,
    Step.SIGN_FOR: StageKind.SIGNED,
    Step.HAND_OVER: StageKind.PASSED_ON,
    Step.ESCALATE: StageKind.PASSED_ON,
    Step.RETURN: StageKind.PASSED_ON,
    Step.CONTACT: StageKind.CONTACTED,
    Step.VISIT: StageKind.VISITED,
    Step.ASK_SUPPLEMENT: StageKind.PAPERS,
    Step.ACCEPT: StageKind.ACCEPTED,
    Step.REVIEW: StageKind.REVIEWED,
    Step.SETTLE: StageKind.SETTLED,
    Step.RESOLVE: StageKind.SETTLED,
    Step.REFER: StageKind.SETTLED,
    Step.REFUSE: StageKind.SETTLED,
    Step.WITHDRAW: StageKind.SETTLED,
    Step.MERGE: StageKind.SETTLED,
    Step.REOPEN: StageKind.REOPENED,
    Step.REWORK: StageKind.REOPENED,
    Step.RATE: StageKind.RATED,
}
SYSTEM_NAME = "系统"


def told(entries: Iterable[Entry]) -> list[Told]:
    """What happened, newest first, without what was written for staff only."""
    lines = [Told(entry.at, entry.who, entry.step, entry.told) for entry in entries if entry.told]
    return lines[::-1]


def path(request: ServiceRequest, entries: Sequence[Entry], passages: Sequence[Passage] = ()) -> list[Stage]:
    """The way of a request: what is done, where it stands now, what comes next. Exactly one stage is `now` while
    somebody has something to do, none after the end.

    passages  the steps of the matter that were begun; without them it follows from the level which lie ahead
    """
    begun = next((one for one in passages if one.ended_at is None), None)
    behind = _with_steps_done(_behind(entries), passages)
    return [*behind, *_here(request, entries, begun), *_ahead(request, begun)]


def for_neighbours(stages: Iterable[Stage]) -> list[Stage]:
    """The same path without the people on it, and without what passed between the office and the one who filed it."""
    private = {StageKind.CONTACTED, StageKind.VISITED, StageKind.PAPERS, StageKind.RATED}
    return [replace(stage, who="") for stage in stages if stage.kind not in private]


def _behind(entries: Sequence[Entry]) -> list[Stage]:
    stages: list[Stage] = []
    for entry in entries:
        kind = _PASSED.get(entry.step)
        if kind is None or (kind is StageKind.CONTACTED and stages and stages[-1].kind is kind):
            continue
        if kind is StageKind.PAPERS and entry is _last_move(entries) and entry.after is Status.WAITING:
            continue  # still waited for: this is now
        name = Unit.read(entry.to_unit).name if kind is StageKind.PASSED_ON and entry.to_unit else ""
        if kind is StageKind.SIGNED and stages and stages[-1].kind is StageKind.PASSED_ON:
            name = stages.pop().name
        if entry.step is Step.REFER:
            name = str(entry.facts.get("office", ""))
        status = entry.after if kind is StageKind.SETTLED else None
        stages.append(Stage(kind, StageState.DONE, entry.at, entry.who, name, status=status))
    return stages


def _with_steps_done(stages: list[Stage], passages: Iterable[Passage]) -> list[Stage]:
    """The steps of the matter that were done, each before what happened when it was done."""
    for one in passages:
        if one.ended_at is None or one.undone:
            continue
        who = Unit.read(one.unit).name if one.ended_by == SYSTEM_NAME else one.ended_by
        done = Stage(StageKind.OF_THE_MATTER, StageState.DONE, one.ended_at, who, one.name, since=one.begun_at)
        later = (n for n, stage in enumerate(stages) if stage.at is not None and stage.at >= one.ended_at)
        stages.insert(next(later, len(stages)), done)
    return stages


def _here(request: ServiceRequest, entries: Sequence[Entry], begun: Passage | None) -> list[Stage]:
    if begun is not None and request.status is Status.IN_PROGRESS:
        content = content_of(request.matter_version)
        station = content.steps[begun.place]
        return [
            Stage(
                StageKind.OF_THE_MATTER,
                StageState.NOW,
                begun.begun_at,
                office_of(request, station, content),
                begun.name,
                span=span_of(station, content),
                limit=begun.limit,
            )
        ]
    kind = {
        Status.FILED: StageKind.SIGNED,
        Status.IN_PROGRESS: StageKind.WORKED,
        Status.WAITING: StageKind.PAPERS,
        Status.RESOLVED: StageKind.RATED,
    }.get(request.status)
    if kind is None or (kind is StageKind.RATED and _is_rated(entries)):
        return []
    since = _last_move(entries)
    name = "" if kind in (StageKind.PAPERS, StageKind.RATED) else unit_of(request).name
    return [Stage(kind, StageState.NOW, since.at if since else None, name=name)]


def _ahead(request: ServiceRequest, begun: Passage | None) -> list[Stage]:
    if request.status in SETTLED:
        return []
    stages = [] if request.status is Status.IN_PROGRESS else [Stage(StageKind.WORKED, StageState.NEXT)]
    if request.work_type is WorkType.APPROVAL:
        content = content_of(request.matter_version)
        left = [station for _, station in ahead(request, content, begun)]
        if begun is not None and request.status is not Status.IN_PROGRESS:
            left.insert(0, content.steps[begun.place])  # it goes on once somebody has signed, or the papers are here
        stages = [
            Stage(
                StageKind.OF_THE_MATTER,
                StageState.NEXT,
                who=office_of(request, station, content),
                name=station.name,
                span=span_of(station, content),
            )
            for station in left
        ] or stages
    return [*stages, Stage(StageKind.SETTLED, StageState.NEXT), Stage(StageKind.RATED, StageState.NEXT)]


def _last_move(entries: Sequence[Entry]) -> Entry | None:
    """The entry that brought the request where it stands."""
    moved = [entry for entry in entries if entry.before is None or entry.before is not entry.after]
    return moved[-1] if moved else None


def _is_rated(entries: Sequence[Entry]) -> bool:
    """Since the last result."""
    for entry in reversed(entries):
        if entry.step is Step.RATE:
            return True
        if entry.step in (Step.RESOLVE, Step.SETTLE):
            return False
    return False

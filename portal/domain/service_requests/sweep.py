"""What time does to limits: at 50 % and 80 % the unit that has the request is reminded, past the end the limit has
lapsed, with the name of who let it pass, and the level above presses (督办).

It may be run twice, by two workers at once, or be killed at any point: what is done for one request is one
transaction, and each limit is claimed in it by an UPDATE that matches what was read.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from portal.db import db
from portal.domain.contacts.serving import serving
from portal.domain.matters.models import Level
from portal.domain.messages.services import Occasion, robots_for, tell_unit
from portal.domain.papers import promising
from portal.domain.service_requests.acting import Acting, shown_name
from portal.domain.service_requests.kinship import able, declarers
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.stations import names_of
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.times import UNTOLD, Limit, LimitKind
from portal.domain.service_requests.units import Unit, place_unit, unit_of
from portal.domain.service_requests.words import LIMIT, by_when
from portal.domain.service_requests.workflow import Status, Step

# The last second of a limit still belongs to it.
LAST_SECOND = timedelta(seconds=1)
LONGEST_NAME = 80
_UPWARDS = (Level.GRID, Level.COMMUNITY, Level.SUBDISTRICT)
_RANK = {Level.GRID: 0, Level.COMMUNITY: 1, Level.DEPARTMENT: 1, Level.SUBDISTRICT: 2}


def due_requests(at: datetime) -> list[int]:
    """Ids of the requests with a limit to be looked at, the one that waits longest first. Answered from one index."""
    query = select(Limit.request_id).where(Limit.next_look_at.is_not(None), Limit.next_look_at <= at)
    return list(db.session.scalars(query.group_by(Limit.request_id).order_by(func.min(Limit.next_look_at))))


def locked(request_id: int) -> ServiceRequest | None:
    """The request as it stands now, held for this transaction; None when another one holds it."""
    query = select(ServiceRequest).where(ServiceRequest.id == request_id).with_for_update(skip_locked=True)
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


class Sweep:
    """One run. What many requests share (names of units, who serves, which groups hear a unit) is asked once."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting
        self._names: dict[Unit, str] = {}
        self._serving: dict[int, str] = {}
        self._groups: dict[tuple[Unit, int], list[int]] = {}

    def look_at(self, request_id: int) -> int:
        """Do what is due for the limits of one request; how many limits it was due for.

        0 as well when another worker holds it. Several limits that lapse together press one level up, once.
        """
        request, at = locked(request_id), self.acting.at
        if request is None:
            return 0
        due = _due_limits(request, at)
        if request.settled_at is not None or request.status is Status.WAITING:
            for limit in due:
                limit.next_look_at = None
            return 0
        owed_by_the_person = [limit for limit in due if limit.kind is LimitKind.PROMISED_PAPERS]
        due = [limit for limit in due if limit not in owed_by_the_person]
        done = self._watch_promise(request, owed_by_the_person)
        lapsed = [limit for limit in due if at >= limit.due_at + LAST_SECOND]
        running = [limit for limit in due if limit not in lapsed and limit.reminded_most_at is None]
        most = [limit for limit in running if limit.most_at and limit.most_at <= at]
        half = [limit for limit in running if limit not in most and limit.half_at and limit.half_at <= at]
        return done + self._remind_half(request, half) + self._remind_most(request, most) + self._lapse(request, lapsed)

    def _watch_promise(self, request: ServiceRequest, limits: Sequence[Limit]) -> int:
        """Papers promised for later (容缺受理): the person owes them, so nobody of the unit is named or pressed."""
        over = [limit for limit in limits if self.acting.at >= limit.due_at + LAST_SECOND]
        soon = [limit for limit in limits if limit not in over and limit.most_at and limit.most_at <= self.acting.at]
        early = [limit for limit in limits if limit not in over and limit not in soon]
        marks: dict[str, Any] = {"reminded_half_at": self.acting.at, "next_look_at": Limit.most_at}
        done = len(self._claim(early, Limit.reminded_half_at.is_(None), marks))
        marks = {"reminded_most_at": self.acting.at, "next_look_at": Limit.due_at}
        for limit in self._claim(soon, Limit.reminded_most_at.is_(None), marks):
            promising.remind(request, limit, self.acting)
            done += 1
        marks = {"dropped_at": self.acting.at, "next_look_at": None}
        for limit in self._claim(over, Limit.lapsed_at.is_(None), marks):
            promising.let_lapse(request, limit, self.acting)
            done += 1
        return done

    def _remind_half(self, request: ServiceRequest, limits: Sequence[Limit]) -> int:
        marks = {"reminded_half_at": self.acting.at, "next_look_at": Limit.most_at}
        claimed = self._claim(limits, Limit.reminded_half_at.is_(None), marks)
        self._tell_of(request, claimed, Occasion.REMIND_HALF, [unit_of(request)])
        return len(claimed)

    def _remind_most(self, request: ServiceRequest, limits: Sequence[Limit]) -> int:
        marks = {"reminded_most_at": self.acting.at, "next_look_at": Limit.due_at}
        claimed = self._claim(limits, Limit.reminded_most_at.is_(None), marks)
        self._tell_of(request, claimed, Occasion.REMIND_MOST, [unit_of(request)])
        return len(claimed)

    def _lapse(self, request: ServiceRequest, limits: Sequence[Limit]) -> int:
        if not limits:
            return 0
        name = self._who_let_it_pass(request)
        marks = {"lapsed_at": self.acting.at, "lapsed_unit": request.unit, "lapsed_name": name, "next_look_at": None}
        claimed = self._claim(limits, Limit.lapsed_at.is_(None), marks)
        if claimed:
            self._press(request, claimed, name)
        return len(claimed)

    def _press(self, request: ServiceRequest, limits: Sequence[Limit], name: str) -> None:
        """On the record, one level up, and told to both."""
        unit, presses = unit_of(request), _next_above(request)
        overseer = place_unit(request, presses)
        named = _names(limits)
        words = "、".join(named[limit.id] for limit in limits if limit.kind not in UNTOLD)
        above = f"{self._name(overseer)}分管领导" if overseer == unit else self._name(overseer)
        told = f"“{words}”超期了，{self._name(unit)}没有按时做到，已报{above}督办。" if words else ""
        take(
            request,
            Step.LAPSE,
            self.acting,
            told=told,
            internal="；".join(f"{name} 超期：{named[limit.id]}应在{by_when(limit.due_at)}" for limit in limits) + "。",
            facts={"limits": [limit.id for limit in limits], "name": name},
            overseer_level=presses,
        )
        # Where the unit has no group of its own, what it is told reaches the one above: once is enough.
        same = self._groups_of(unit, request) == self._groups_of(overseer, request)
        self._tell_of(request, limits, Occasion.LAPSED, [unit] if same else [unit, overseer])

    def _claim(self, limits: Sequence[Limit], undone: ColumnElement[bool], marks: dict[str, Any]) -> list[Limit]:
        """Mark limits as dealt with, in one statement; those that nobody dealt with since they were read."""
        if not limits:
            return []
        claim = update(Limit).where(
            Limit.id.in_([limit.id for limit in limits]),
            Limit.next_look_at <= self.acting.at,
            Limit.met_at.is_(None),
            Limit.dropped_at.is_(None),
            undone,
        )
        statement = claim.values(**marks).returning(Limit.id).execution_options(synchronize_session=False)
        mine = set(db.session.scalars(statement))
        return [limit for limit in limits if limit.id in mine]

    def _tell_of(
        self, request: ServiceRequest, limits: Sequence[Limit], occasion: Occasion, units: Sequence[Unit]
    ) -> None:
        """Limits that end at the same moment are one message."""
        together: dict[datetime, list[Limit]] = defaultdict(list)
        for limit in limits:
            together[limit.due_at].append(limit)
        for due_at, ending in together.items():
            words = "、".join(LIMIT[limit.kind] for limit in ending)
            about = f"limit:{'+'.join(str(limit.id) for limit in ending)}"
            for unit in units:
                if self._groups_of(unit, request):
                    tell_unit(request, unit, occasion, at=self.acting.at, due_at=due_at, limit=words, about=about)

    def _who_let_it_pass(self, request: ServiceRequest) -> str:
        """The unit, and the person who signed for it; before that, whoever serves the grid on that day."""
        unit = unit_of(request)
        office = self._name(unit)
        if request.handler is not None:
            name = shown_name(request.handler)
            full = name if office in name else f"{office} {name}"
        elif unit.level is Level.GRID and (served := self._serving_today(request, unit)):
            full = f"{office} 网格员 {served}"
        else:
            full = f"{office}（没有人签收）"
        return full[:LONGEST_NAME]

    def _serving_today(self, request: ServiceRequest, unit: Unit) -> str:
        """Who should sign for it; who declared to be a near relative of the applicant let nothing pass."""
        if out := declarers(request):
            return next((user.name for user in able(unit, self.acting.today, out)), "")
        return self._serves(unit.id)

    def _name(self, unit: Unit) -> str:
        if unit not in self._names:
            self._names[unit] = unit.name
        return self._names[unit]

    def _serves(self, grid_id: int) -> str:
        if grid_id not in self._serving:
            person = serving(grid_id, self.acting.today).worker.person
            self._serving[grid_id] = person.name if person else ""
        return self._serving[grid_id]

    def _groups_of(self, unit: Unit, request: ServiceRequest) -> list[int]:
        """Ids of the robots and mail boxes that hear what `unit` is told."""
        key = unit, request.community_id
        if key not in self._groups:
            self._groups[key] = [robot.id for robot in robots_for(unit, request)]
        return self._groups[key]


def _names(limits: Sequence[Limit]) -> dict[int, str]:
    """What each limit is called; of a step of the matter the step."""
    steps = names_of(limits)
    return {limit.id: f"{steps[limit.id]}" if limit.id in steps else LIMIT[limit.kind] for limit in limits}


def _due_limits(request: ServiceRequest, at: datetime) -> list[Limit]:
    query = select(Limit).where(Limit.request_id == request.id, Limit.next_look_at <= at).order_by(Limit.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _next_above(request: ServiceRequest) -> Level:
    """One level above the unit that has it, or above the one that pressed before; the subdistrict at most."""
    ranks = [_RANK[level] for level in (request.level, request.overseer_level) if level is not None]
    return _UPWARDS[min(max(ranks) + 1, len(_UPWARDS) - 1)]

"""On whom a request waited, and for how many days: the office, or the person who filed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from portal.domain.service_requests.workflow import SETTLED, Status
from portal.domain.workdays.working_hours import SHANGHAI


class Move(Protocol):
    """What an entry tells about time: from `at` on the request stands in `after`."""

    @property
    def at(self) -> datetime: ...
    @property
    def after(self) -> Status: ...


@dataclass(frozen=True, slots=True)
class Waited:
    """Days, counted as limits count them: the day on which something begins is not one of them (民法典 201 条).

    office     from filing on, while it was with the units
    applicant  while papers were asked for: these days are not part of the limit
    """

    office: int
    applicant: int


def waited(moves: Sequence[Move], until: datetime) -> Waited:
    """Add up the days of each state up to `until`; what lies after a result, before it was reopened, is nobody's.

    `moves` are in order. The two sums together are the days on which the request was open.
    """
    office = applicant = 0
    ends = [move.at for move in moves[1:]] + [until]
    for move, end in zip(moves, ends, strict=True):
        days = max(0, (_day(end) - _day(move.at)).days)
        if move.after is Status.WAITING:
            applicant += days
        elif move.after not in SETTLED:
            office += days
    return Waited(office, applicant)


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()

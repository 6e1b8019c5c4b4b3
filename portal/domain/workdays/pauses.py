"""When the clock stands: from asking for papers to receiving them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.domain.errors import DomainError
from portal.domain.workdays.working_hours import SHANGHAI


@dataclass(frozen=True, slots=True)
class Pause:
    """Papers were asked for at `begins` and came at `ends`; None: they are still waited for. Both aware."""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class Standstill:
    """Every pause of a request, on the town's clock, in order; those that overlap are one."""

    pauses: tuple[tuple[datetime, datetime], ...]

    @classmethod
    def of(cls, pauses: Iterable[Pause]) -> "Standstill":
        """Raises DomainError for a pause that has not ended, or ends before it begins."""
        merged: list[tuple[datetime, datetime]] = []
        for begins, ends in sorted(map(_closed, pauses)):
            if merged and begins <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
            else:
                merged.append((begins, ends))
        return cls(tuple(merged))

    def takes_out(self, day: date) -> bool:
        """Whether a day does not count: those after the day of asking, up to and including the day of receiving."""
        return any(begins.date() < day <= ends.date() for begins, ends in self.pauses)

    def running(self, begins: datetime, ends: datetime) -> Iterable[tuple[datetime, datetime]]:
        """The parts of a stretch of time in which the clock runs."""
        for stops, resumes in self.pauses:
            if resumes <= begins:
                continue
            if stops >= ends:
                break
            if stops > begins:
                yield begins, stops
            begins = resumes
        if begins < ends:
            yield begins, ends

    def days_out(self, after: date, last: date) -> list[tuple[date, date]]:
        """First and last day taken out by each pause within (`after`, `last`]."""
        spans = [
            (max(begins.date(), after) + timedelta(days=1), min(ends.date(), last)) for begins, ends in self.pauses
        ]
        return [(first, end) for first, end in spans if first <= end]


def _closed(pause: Pause) -> tuple[datetime, datetime]:
    if pause.ends is None:
        raise DomainError("材料还没有补齐，现在不计时；补齐以后再算到期时间。")
    if pause.ends < pause.begins:
        raise DomainError("暂停的结束时间早于开始时间，请检查。")
    return pause.begins.astimezone(SHANGHAI), pause.ends.astimezone(SHANGHAI)

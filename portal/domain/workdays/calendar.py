"""Which days are worked: the plain week, and what the official notices change in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.domain.workdays.models import DayKind

# Days off in every year with a fixed date (全国年节及纪念日放假办法, as of 2025, 第二条). The others follow the moon,
# and which weekends are worked instead is known from the year's notice only.
FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆节", (10, 2): "国庆节", (10, 3): "国庆节"}


@dataclass(frozen=True)
class Calendar:
    """Days by what is known about them.

    years   those whose official notice has been entered
    off     weekdays off, with the holiday's name
    worked  weekend days worked (调休), with the holiday's name
    """

    years: frozenset[int] = frozenset()
    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)

    @classmethod
    def of(cls, years: Iterable[int], days: Iterable[tuple[date, DayKind, str]]) -> "Calendar":
        """From the years known and their (day, kind, name)."""
        off: dict[date, str] = {}
        worked: dict[date, str] = {}
        for day, kind, name in days:
            (off if kind is DayKind.HOLIDAY else worked)[day] = name
        return cls(frozenset(years), off, worked)

    def knows(self, day: date) -> bool:
        """Whether the notice of that year has been entered."""
        return day.year in self.years

    def is_worked(self, day: date) -> bool:
        """Whether it is a working day; in a year not known by the plain week and the fixed holidays."""
        if not self.knows(day):
            return day.weekday() < 5 and (day.month, day.day) not in FIXED
        return day in self.worked if day.weekday() >= 5 else day not in self.off

    def holiday(self, day: date) -> str:
        """The name of the holiday a weekday is off for; empty for a plain day."""
        if day.weekday() >= 5:
            return ""
        return self.off.get(day, "") if self.knows(day) else FIXED.get((day.month, day.day), "")

"""How long a limit is: a whole number and the unit it is counted in."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import DomainError


class Unit(StrEnum):
    """What a limit is counted in. A value without one says nothing.

    workday         工作日: weekdays that are not off, and weekend days that are worked
    day             自然日: every day
    hour, minute    from the moment itself, nights and holidays included
    workhour        工作时: only inside working hours of working days
    calendar_month  to the day of the same number
    """

    WORKDAY = "workday"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    WORKHOUR = "workhour"
    CALENDAR_MONTH = "calendar_month"


DAY_UNITS = frozenset({Unit.WORKDAY, Unit.DAY, Unit.CALENDAR_MONTH})

# About twenty years in each unit: more is a slip of the finger, not a limit.
_MOST = {
    Unit.WORKDAY: 5_000,
    Unit.DAY: 7_300,
    Unit.HOUR: 175_200,
    Unit.MINUTE: 10_512_000,
    Unit.WORKHOUR: 35_000,
    Unit.CALENDAR_MONTH: 240,
}
_WORDS = {
    Unit.WORKDAY: "个工作日",
    Unit.DAY: "天",
    Unit.HOUR: "小时",
    Unit.MINUTE: "分钟",
    Unit.WORKHOUR: "个工作小时",
    Unit.CALENDAR_MONTH: "个月",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time such as 5 working days."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.value <= _MOST[self.unit]:
            raise DomainError(f"期限的数字要在 1 到 {_MOST[self.unit]} 之间，现在是 {self.value}。")

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read "5 workday". Raises DomainError when it is something else."""
        found = re.fullmatch(r"([0-9]{1,9})\s+([a-z_]+)", text.strip())
        if found is None or found[2] not in set(Unit):
            units = "、".join(Unit)
            raise DomainError(f"没看懂期限“{text.strip()[:30]}”。请写成数字加单位，例如 5 workday；单位有 {units}。")
        return cls(int(found[1]), Unit(found[2]))

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"

    @property
    def words(self) -> str:
        """As people say it: 5 个工作日."""
        return f"{self.value} {_WORDS[self.unit]}"

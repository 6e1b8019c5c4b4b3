"""When people are at work on a working day, on the town's clock."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The stretches of a day in which work is done, in order, apart from one another."""

    stretches: tuple[tuple[time, time], ...] = ((time(9), time(12)), (time(13, 30), time(17, 30)))

    @classmethod
    def parse(cls, text: str) -> "WorkingHours":
        """Read "09:00-12:00,13:30-17:30". Raises ValueError when it is something else."""
        stretches = []
        for part in text.split(","):
            found = re.fullmatch(r"\s*(\d\d:\d\d)-(\d\d:\d\d)\s*", part, re.ASCII)
            if found is None:
                raise ValueError("must look like 09:00-12:00,13:30-17:30")
            stretches.append((time.fromisoformat(found[1]), time.fromisoformat(found[2])))
        moments = [moment for stretch in stretches for moment in stretch]
        if any(later <= earlier for earlier, later in pairwise(moments)):
            raise ValueError("must run forward through the day, like 09:00-12:00,13:30-17:30")
        return cls(tuple(stretches))

    def __str__(self) -> str:
        return ",".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in self.stretches)

    def of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The stretches of one day as moments, whether or not it is worked."""
        return [
            (datetime.combine(day, opens, SHANGHAI), datetime.combine(day, closes, SHANGHAI))
            for opens, closes in self.stretches
        ]

    @property
    def length(self) -> timedelta:
        """How long a working day is."""
        return sum((closes - opens for opens, closes in self.of(date.min)), timedelta())

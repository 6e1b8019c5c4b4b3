"""When residents are left in peace."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.domain.workdays.working_hours import SHANGHAI


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `begins` to `ends` on the town's clock, over midnight as a rule; never, when both are the same."""

    begins: time = time(21)
    ends: time = time(8)

    @classmethod
    def parse(cls, text: str) -> "QuietHours":
        """Read "21:00-08:00". Raises ValueError when it is something else."""
        found = re.fullmatch(r"\s*(\d\d:\d\d)-(\d\d:\d\d)\s*", text, re.ASCII)
        if found is None:
            raise ValueError("must look like 21:00-08:00; 00:00-00:00 for never")
        return cls(time.fromisoformat(found[1]), time.fromisoformat(found[2]))

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def until(self, at: datetime) -> datetime | None:
        """The end of the quiet in which `at` lies; None when it lies in none."""
        local = at.astimezone(SHANGHAI)
        now = local.time()
        late, early = now >= self.begins, now < self.ends
        if not (late and early if self.begins <= self.ends else late or early):
            return None
        day = local.date() if now < self.ends else local.date() + timedelta(days=1)
        return datetime.combine(day, self.ends, SHANGHAI)

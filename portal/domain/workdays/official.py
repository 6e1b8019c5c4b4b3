"""The years whose official calendar is shipped (State Council notices on public holidays)."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.domain.workdays.models import DayKind

FILE = Path(__file__).with_name("official_days.csv")


@dataclass(frozen=True, slots=True)
class OfficialDay:
    day: date
    kind: DayKind
    name: str


def official_days() -> list[OfficialDay]:
    """Weekdays off and weekend days worked, of every year in the shipped file."""
    with FILE.open(encoding="utf-8", newline="") as rows:
        return [
            OfficialDay(date.fromisoformat(row["day"]), DayKind(row["kind"]), row["name"])
            for row in csv.DictReader(rows)
        ]

"""Who follows whom in time: buildings change grids, posts change hands, and no day is held twice."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Held(NamedTuple):
    """A row that holds from a day on, until the day before `ends_on`. `holder` is a grid or a person."""

    id: int
    holder: int
    starts_on: date
    ends_on: date | None


class Succession(NamedTuple):
    """What to do so that somebody else holds: end or take over the row `current`, and hold for these days."""

    current: Held | None
    starts_on: date
    ends_on: date | None

    @property
    def takes_over(self) -> bool:
        """The row in force began on the same day: it changes hands, for a row of no days cannot be."""
        return self.current is not None and self.current.starts_on == self.starts_on


def holding(history: Sequence[Held], day: date) -> Held | None:
    """The row that holds on `day`."""
    return next((row for row in history if row.starts_on <= day and (row.ends_on is None or row.ends_on > day)), None)


def succession(history: Sequence[Held], *, today: date, since: date) -> Succession:
    """The days a new holder gets who is to hold `today`, at the earliest from `since` (not after `today`).

    Nobody's past days are taken away, and rows already entered for later days stay.
    """
    current = holding(history, today)
    if current:
        return Succession(current, max(since, current.starts_on), current.ends_on)
    ended = [row.ends_on for row in history if row.ends_on and row.ends_on <= today]
    later = [row.starts_on for row in history if row.starts_on > today]
    return Succession(None, max([since, *ended]), min(later, default=None))

"""Entering the official calendar of a year: what it would change first, then exactly that, on the record."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.errors import Stale
from portal.domain.records.services import record
from portal.domain.workdays.models import CalendarDay, CalendarYear, DayKind
from portal.domain.workdays.official import OfficialDay
from portal.domain.workdays.year_file import BadLine, read_days

# 全国年节及纪念日放假办法 as of 2025, 第二条: days off in a year. Make-up days only move weekends.
DAYS_OFF_BY_LAW = 13


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that becomes different; None where it was, or will be, a plain day."""

    day: date
    before: OfficialDay | None
    after: OfficialDay | None


@dataclass(frozen=True)
class YearReport:
    """What a file says about a year, and what entering it would change.

    entered  the source on file when the year is known already, else None
    bad      lines that cannot be used: with one of them nothing is entered
    doubts   sentences to look at before saying yes
    digest   names exactly this change: what was agreed to can be told from what would happen now
    """

    year: int
    source: str
    entered: str | None
    days: tuple[OfficialDay, ...]
    bad: tuple[BadLine, ...]
    changes: tuple[DayChange, ...]
    doubts: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """Whether entering it would change anything."""
        return not self.bad and (self.entered is None or bool(self.changes) or self.entered != self.source)

    @property
    def digest(self) -> str:
        return sha256(repr((self.year, self.source, self.entered, self.changes)).encode()).hexdigest()


def examine_year(year: int, source: str, text: str) -> YearReport:
    """What the file `text` would change. Nothing is written."""
    days, bad = read_days(text, year)
    known = db.session.get(CalendarYear, year)
    before = {row.day: row for row in _days_on_file(year)}
    after = {row.day: row for row in days}
    changes = [
        DayChange(day, before.get(day), after.get(day))
        for day in sorted(before.keys() | after.keys())
        if before.get(day) != after.get(day)
    ]
    doubts = () if bad else _doubts(year, days)
    return YearReport(
        year, source, known.source if known else None, tuple(days), tuple(bad), tuple(changes), tuple(doubts)
    )


def enter_year(report: YearReport, *, agreed: str, by: str, at: datetime) -> None:
    """Put the year on file as the report says. Raises Stale when that is not what was agreed to any more."""
    if report.digest != agreed or not report.is_new:
        raise Stale("这一年的放假安排刚才有变动，或者没有要改的地方。请重新检查一次再录入。")
    known = db.session.get(CalendarYear, report.year, with_for_update=True, populate_existing=True)
    if (known.source if known else None) != report.entered:
        raise Stale("刚才有别人录入了这一年。请重新检查一次。")
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.add(CalendarYear(year=report.year, source=report.source))
        except IntegrityError:
            raise Stale("刚才有别人录入了这一年。请重新检查一次。") from None
    else:
        known.source = report.source
    db.session.execute(delete(CalendarDay).where(CalendarDay.day.in_([change.day for change in report.changes])))
    db.session.add_all(
        CalendarDay(day=row.day, kind=row.kind, name=row.name)
        for row in (change.after for change in report.changes)
        if row is not None
    )
    lines = [f"来源：{report.source}", *map(told, report.changes)]
    action = "calendar.entered" if report.entered is None else "calendar.replaced"
    record(action, by=by, at=at, subject=f"calendar {report.year}", detail="\n".join(lines))


def told(change: DayChange) -> str:
    """One change in words, for the record: 2027-02-08 上班 → 放假（春节）."""
    return f"{change.day}：{_words(change.before)} → {_words(change.after)}"


def _words(row: OfficialDay | None) -> str:
    if row is None:
        return "平常"
    return f"{'放假' if row.kind is DayKind.HOLIDAY else '上班'}（{row.name}）"


def _days_on_file(year: int) -> list[OfficialDay]:
    rows = db.session.execute(
        select(CalendarDay.day, CalendarDay.kind, CalendarDay.name).where(
            CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
        )
    )
    return [OfficialDay(day, kind, name) for day, kind, name in rows]


def _doubts(year: int, days: list[OfficialDay]) -> list[str]:
    off = sum(row.kind is DayKind.HOLIDAY for row in days)
    worked = len(days) - off
    if year >= 2025 and off - worked != DAYS_OFF_BY_LAW:
        return [
            f"放假 {off} 天、调休上班 {worked} 天，相差 {off - worked} 天；按规定全年放假 {DAYS_OFF_BY_LAW} 天"
            "（赶上周末的另外补休）。请对照通知再看一遍。"
        ]
    return []

"""Days in sentences of rules, and how far ahead they make sense."""

from datetime import date, timedelta

from portal.domain.errors import DomainError

FURTHEST = timedelta(days=366)  # beyond it a date is a slip of the keyboard


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def spoken_span(first: date, last: date) -> str:
    return spoken(first) if first == last else f"{spoken(first)}到{spoken(last)}"


def check_near(day: date, today: date) -> None:
    """Raise DomainError for a day more than a year away, before or after."""
    if abs(day - today) > FURTHEST:
        raise DomainError(f"日期 {spoken(day)} 离今天超过一年，请核对。")

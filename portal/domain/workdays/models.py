"""The official calendar: days that differ from the plain week."""

from datetime import date
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, choice


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    WORKDAY = "workday"


class CalendarYear(Base):
    """A year whose official notice has been entered. A year without a row is not known."""

    __tablename__ = "calendar_years"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(120))


class CalendarDay(Base):
    """A weekday off, or a weekend day worked."""

    __tablename__ = "calendar_days"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(choice(DayKind))
    name: Mapped[str] = mapped_column(String(40), default="")

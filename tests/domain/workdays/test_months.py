"""A year to look at."""

from datetime import date

from portal.domain.workdays.months import holidays_of, months_of
from tests.domain.workdays.towns_time import CALENDAR


def test_a_holiday_is_told_with_the_weekends_beside_it():
    spring = next(holiday for holiday in holidays_of(2026, CALENDAR) if holiday.name == "春节")
    assert spring.off == ((date(2026, 2, 15), date(2026, 2, 23)),)
    assert spring.worked == (date(2026, 2, 14), date(2026, 2, 28))


def test_the_holidays_stand_in_the_order_of_the_year():
    names = [holiday.name for holiday in holidays_of(2026, CALENDAR)]
    assert names == ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]


def test_a_month_begins_on_its_weekday_and_marks_what_differs():
    february = months_of(2026, CALENDAR)[1]
    assert february.weeks[0] == (*(None,) * 6, february.weeks[0][6])
    days = {cell.day.day: cell for week in february.weeks for cell in week if cell}
    assert len(days) == 28
    assert (days[14].worked, days[14].off) == ("春节", False)
    assert (days[16].holiday, days[16].off) == ("春节", True)
    assert (days[15].holiday, days[15].off) == ("", True)  # a Sunday
    assert all(len(week) == 7 for month in months_of(2024, CALENDAR) for week in month.weeks)

"""When a limit ends: one table for each rule, the rule quoted above it (民法典 200–204 条)."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.errors import DomainError
from portal.domain.workdays.periods import Pause, Span, Unit, WorkingHours, due, moment_of_share
from tests.domain.workdays.towns_time import CALENDAR, HOURS, at, end_of, ends

# 201 条一款: 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。
RECEIPT = [
    ("1 workday", "2026-11-23T00:00", "2026-11-24"),
    ("1 workday", "2026-11-23T23:59", "2026-11-24"),  # at night: received on that day
    ("1 workday", "2026-11-24T00:00", "2026-11-25"),
    ("3 workday", "2026-11-20T16:30", "2026-11-25"),  # Friday
    ("3 workday", "2026-11-21T10:00", "2026-11-25"),  # Saturday and Sunday: as on Friday, Monday is the first day
    ("3 workday", "2026-11-22T23:00", "2026-11-25"),
    ("1 day", "2026-11-23T00:00", "2026-11-24"),
    ("7 day", "2026-11-23T23:59", "2026-11-30"),
    ("15 day", "2026-11-02T09:00", "2026-11-17"),
]
# 203 条一款: 期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。
OFF = [
    ("1 day", "2026-11-20T09:00", "2026-11-23"),  # ends on a Saturday
    ("2 day", "2026-11-20T09:00", "2026-11-23"),  # on a Sunday
    ("7 day", "2026-09-24T09:00", "2026-10-08"),  # 1 October
    ("7 day", "2026-02-07T09:00", "2026-02-14"),  # Saturday, worked: not a day off
    ("7 day", "2026-02-08T09:00", "2026-02-24"),  # Sunday before Spring Festival
    ("1 calendar_month", "2026-09-01T09:00", "2026-10-08"),
    ("7 day", "2026-01-25T09:00", "2026-02-02"),
]
# 202 条: 到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。
MONTHS = [
    ("1 calendar_month", "2026-10-20T09:00", "2026-11-20"),
    ("1 calendar_month", "2026-03-31T09:00", "2026-04-30"),
    ("1 calendar_month", "2026-01-31T09:00", "2026-02-28"),  # a Saturday that is worked
    ("1 calendar_month", "2024-01-31T09:00", "2024-02-29"),
    ("12 calendar_month", "2024-02-29T09:00", "2025-02-28"),
    ("2 calendar_month", "2025-11-30T09:00", "2026-01-30"),
    ("3 calendar_month", "2025-11-30T09:00", "2026-02-28"),
]
# Working days are those of the official notices, make-up days (调休) among them.
WORKDAYS = [
    ("1 workday", "2026-02-13T16:30", "2026-02-14"),  # Saturday, worked
    ("2 workday", "2026-02-13T16:30", "2026-02-24"),
    ("5 workday", "2026-02-13T16:30", "2026-02-27"),
    ("6 workday", "2026-02-13T16:30", "2026-02-28"),  # Saturday, worked
    ("7 workday", "2026-02-13T16:30", "2026-03-02"),
    ("1 workday", "2026-02-18T12:00", "2026-02-24"),  # filed within the holiday
    ("5 workday", "2026-09-30T09:00", "2026-10-13"),  # National Day; Saturday 10 October worked
    ("1 workday", "2026-09-30T09:00", "2026-10-08"),
    ("1 workday", "2025-12-31T18:00", "2026-01-04"),  # over the year end; Sunday 4 January worked
    ("30 workday", "2026-02-13T16:30", "2026-04-02"),
]


@pytest.mark.parametrize(("limit", "begins", "last"), RECEIPT + OFF + MONTHS + WORKDAYS)
def test_a_limit_in_days_ends_with_its_last_day(limit, begins, last):
    """203 条二款: 期间的最后一日的截止时间为二十四时."""
    found = ends(limit, begins)
    assert found.due_at == end_of(last)
    assert found.due_at.isoformat().endswith("T23:59:59+08:00")
    assert not found.provisional


# 201 条二款: 按照小时计算期间的，自法律规定或者当事人约定的时间开始计算。
@pytest.mark.parametrize(
    ("limit", "begins", "moment"),
    [
        ("30 minute", "2026-02-17T03:10", "2026-02-17T03:40"),  # the night of Spring Festival
        ("30 minute", "2026-12-31T23:45", "2027-01-01T00:15"),  # needs no calendar of the next year
        ("24 hour", "2026-02-16T22:00", "2026-02-17T22:00"),
        ("2 hour", "2026-11-23T16:30:15", "2026-11-23T18:30:15"),
    ],
)
def test_hours_and_minutes_run_from_the_moment_itself(limit, begins, moment):
    found = ends(limit, begins)
    assert found.due_at == at(moment)
    assert not found.provisional


@pytest.mark.parametrize(
    ("limit", "begins", "moment"),
    [
        ("2 workhour", "2026-11-23T09:00", "2026-11-23T11:00"),
        ("3 workhour", "2026-11-23T09:00", "2026-11-23T12:00"),  # at closing, not at the next opening
        ("4 workhour", "2026-11-23T09:00", "2026-11-23T14:30"),  # noon does not count
        ("7 workhour", "2026-11-23T09:00", "2026-11-23T17:30"),
        ("4 workhour", "2026-11-23T16:30", "2026-11-24T12:00"),
        ("1 workhour", "2026-11-23T12:10", "2026-11-23T14:30"),
        ("1 workhour", "2026-11-23T20:00", "2026-11-24T10:00"),  # at night: from the next opening
        ("1 workhour", "2026-11-20T17:30", "2026-11-23T10:00"),  # at closing on a Friday
        ("4 workhour", "2026-02-13T16:30", "2026-02-14T12:00"),  # Saturday, worked
        ("1 workhour", "2026-02-18T10:00", "2026-02-24T10:00"),
    ],
)
def test_working_hours_count_only_while_people_work(limit, begins, moment):
    assert ends(limit, begins).due_at == at(moment)


def test_working_hours_are_a_setting():
    hours = WorkingHours.parse("08:30-11:30,14:00-18:00")
    found = due(Span(4, Unit.WORKHOUR), at("2026-11-23T07:00"), calendar=CALENDAR, hours=hours)
    assert found.due_at == at("2026-11-23T15:00")


@pytest.mark.parametrize(
    ("limit", "begins", "pauses", "last"),
    [
        # the days after the one of asking, up to and including the one of receiving
        ("5 workday", "2026-11-23T09:00", ["2026-11-24T10:00..2026-11-26T15:00"], "2026-12-02"),
        ("5 workday", "2026-11-23T09:00", ["2026-11-24T10:00..2026-11-24T15:00"], "2026-11-30"),  # the same day
        ("5 workday", "2026-11-23T09:00", ["2026-11-24T23:59..2026-11-25T00:00"], "2026-12-01"),
        ("5 workday", "2026-11-23T09:00", ["2026-11-28T10:00..2026-11-29T15:00"], "2026-11-30"),  # on a weekend
        ("5 workday", "2026-11-23T09:00", ["2026-12-02T10:00..2026-12-09T15:00"], "2026-11-30"),  # after the end
        ("5 workday", "2026-11-23T09:00", ["2026-11-23T10:00..2026-11-30T15:00"], "2026-12-07"),  # from the first day
        ("5 day", "2026-11-23T09:00", ["2026-11-24T10:00..2026-11-26T15:00"], "2026-11-30"),
        ("3 day", "2026-11-23T09:00", ["2026-11-24T10:00..2026-11-25T15:00"], "2026-11-27"),
        ("1 calendar_month", "2026-10-20T09:00", ["2026-10-21T09:00..2026-10-24T09:00"], "2026-11-23"),
        # two that overlap count once, two apart add up
        (
            "5 workday",
            "2026-11-23T09:00",
            ["2026-11-24T10:00..2026-11-26T15:00", "2026-11-25T10:00..2026-11-27T15:00"],
            "2026-12-03",
        ),
        (
            "5 workday",
            "2026-11-23T09:00",
            ["2026-11-24T10:00..2026-11-25T15:00", "2026-11-26T10:00..2026-11-27T15:00"],
            "2026-12-02",
        ),
        # a last day off does not give way to a day on which the clock stands
        ("5 day", "2026-11-23T09:00", ["2026-11-28T10:00..2026-12-02T15:00"], "2026-12-03"),
    ],
)
def test_a_pause_takes_whole_days_out_of_a_limit_in_days(limit, begins, pauses, last):
    assert ends(limit, begins, *pauses).due_at == end_of(last)


@pytest.mark.parametrize(
    ("limit", "begins", "pause", "moment"),
    [
        ("24 hour", "2026-11-23T09:00", "2026-11-23T10:00..2026-11-23T11:30", "2026-11-24T10:30"),
        ("30 minute", "2026-11-23T09:00", "2026-11-23T09:30..2026-11-23T12:00", "2026-11-23T09:30"),  # at the end
        ("30 minute", "2026-11-23T09:00", "2026-11-23T09:29..2026-11-23T12:00", "2026-11-23T12:01"),
        ("4 workhour", "2026-11-23T09:00", "2026-11-23T11:00..2026-11-23T14:00", "2026-11-23T16:00"),
        ("4 workhour", "2026-11-23T09:00", "2026-11-23T18:00..2026-11-24T08:00", "2026-11-23T14:30"),
        ("7 workhour", "2026-11-23T10:00", "2026-11-23T18:00..2026-11-24T08:00", "2026-11-24T10:00"),  # no work in it
    ],
)
def test_a_pause_takes_exactly_its_span_out_of_hours(limit, begins, pause, moment):
    assert ends(limit, begins, pause).due_at == at(moment)


@pytest.mark.parametrize(
    ("limit", "extension", "begins", "last"),
    [
        ("5 workday", "3 workday", "2026-02-13T16:30", "2026-03-03"),
        ("15 day", "15 day", "2026-11-02T09:00", "2026-12-02"),
        ("5 day", "5 day", "2026-11-23T09:00", "2026-12-07"),  # on from Monday 30 November, the last day of the limit
        ("1 calendar_month", "5 workday", "2026-10-20T09:00", "2026-11-27"),
    ],
)
def test_an_extension_is_counted_on_from_the_last_day(limit, extension, begins, last):
    assert ends(limit, begins, extension=extension).due_at == end_of(last)


def test_an_extension_in_hours_goes_on_from_the_moment():
    assert ends("24 hour", "2026-11-23T09:00", extension="12 hour").due_at == at("2026-11-24T21:00")


class TestBeyondTheLastKnownYear:
    """The calendar is shipped through 2026."""

    def test_the_last_day_of_a_known_year_is_certain(self):
        assert not ends("1 workday", "2026-12-30T09:00").provisional

    @pytest.mark.parametrize(
        ("limit", "begins", "last"),
        [
            ("2 workday", "2026-12-30T09:00", "2027-01-04"),  # 1 January is off in any year
            ("5 workday", "2027-09-30T09:00", "2027-10-08"),  # Friday 1 October; which weekends are worked is not known
            ("3 day", "2026-12-30T09:00", "2027-01-04"),
            ("1 calendar_month", "2026-12-05T09:00", "2027-01-05"),
        ],
    )
    def test_days_of_an_unknown_year_are_provisional(self, limit, begins, last):
        found = ends(limit, begins)
        assert found.due_at == end_of(last)
        assert found.provisional
        assert any("2027年" in line and "暂定" in line for line in found.because)

    def test_working_hours_are_provisional_as_well(self):
        found = ends("1 workhour", "2026-12-31T17:00")
        assert (found.due_at, found.provisional) == (at("2027-01-04T09:30"), True)

    def test_an_extension_may_make_it_provisional(self):
        assert not ends("5 workday", "2026-12-20T09:00").provisional
        assert ends("5 workday", "2026-12-20T09:00", extension="5 workday").provisional

    def test_a_year_not_entered_before_the_first_is_not_known_either(self):
        assert ends("1 workday", "2021-06-01T09:00").provisional


class TestWhy:
    def test_each_step_names_its_rule(self):
        lines = "\n".join(ends("5 day", "2026-09-28T20:00", extension="3 workday").because)
        for words in ("201条", "203条", "下班以后", "国庆节", "延期 3 个工作日", "24 点"):
            assert words in lines

    def test_a_pause_is_told_by_its_days(self):
        lines = ends("5 workday", "2026-11-23T09:00", "2026-11-24T10:00..2026-11-26T15:00").because
        asked, days = "11月24日（周二）通知补材料", "11月25日（周三）至 11月26日（周四）这 2 天不算"
        assert any(line.startswith(asked) and days in line for line in lines)

    def test_a_pause_that_changes_nothing_is_not_told(self):
        assert not any(
            "材料" in line
            for line in ends("1 workday", "2026-11-23T09:00", "2026-11-23T10:00..2026-11-23T12:00").because
        )

    def test_a_month_without_that_day_is_told(self):
        assert any("算到月末 2月28日" in line for line in ends("1 calendar_month", "2026-01-31T09:00").because)

    def test_a_long_limit_is_not_listed_day_by_day(self):
        lines = ends("30 workday", "2026-02-13T16:30").because
        assert all(line.count("月") < 12 for line in lines)
        assert any("2月28日（周六，春节调休上班）" in line for line in lines)


def test_a_moment_from_another_zone_is_a_day_in_town():
    """17:00 in London is the next day in Shanghai."""
    found = due(Span(1, Unit.WORKDAY), datetime(2026, 11, 23, 17, tzinfo=UTC), calendar=CALENDAR, hours=HOURS)
    assert found.due_at == end_of("2026-11-25")


def test_an_open_pause_has_no_due_moment():
    with pytest.raises(DomainError, match="不计时"):
        due(
            Span(1, Unit.WORKDAY),
            at("2026-11-23T09:00"),
            calendar=CALENDAR,
            hours=HOURS,
            pauses=[Pause(at("2026-11-23T10:00"), None)],
        )


@pytest.mark.parametrize(
    ("begins", "pause"),
    [
        ("1999-12-31T09:00", "2026-11-24T10:00..2026-11-26T15:00"),
        ("2026-11-23T09:00", "2026-11-24T10:00..9999-12-31T23:00"),
        ("2026-11-23T09:00", "2026-11-26T10:00..2026-11-24T15:00"),
    ],
)
def test_impossible_times_are_refused(begins, pause):
    with pytest.raises(DomainError):
        ends("5 workday", begins, pause)


@pytest.mark.parametrize(
    "text", ["", "5", "workday", "5 weeks", "-1 day", "0 day", "1.5 hour", "5workday", "9999999 day", "٣ day"]
)
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(DomainError):
        Span.parse(text)


def test_a_limit_reads_back_as_it_was_written():
    assert str(Span.parse(" 5   workday ")) == "5 workday"
    assert Span(5, Unit.WORKDAY).words == "5 个工作日"


@pytest.mark.parametrize("text", ["", "9-12", "09:00-12:00,11:00-17:00", "12:00-09:00", "09:00-09:00", "09:00-25:00"])
def test_wrong_working_hours_are_refused(text):
    with pytest.raises(ValueError, match=r"must|hour"):
        WorkingHours.parse(text)


class TestMomentOfShare:
    """50 % and 80 % of a limit, where the sweep reminds."""

    @pytest.mark.parametrize(
        ("limit", "begins", "half", "most"),
        [
            ("24 hour", "2026-11-23T09:00", "2026-11-23T21:00", "2026-11-24T04:12"),
            ("30 minute", "2026-11-23T09:00", "2026-11-23T09:15", "2026-11-23T09:24"),
            # a counted day passes within its seven working hours
            ("1 workday", "2026-11-20T09:00", "2026-11-23T14:00", "2026-11-23T16:06"),
            ("5 workday", "2026-02-13T16:30", "2026-02-25T14:00", "2026-02-26T17:30"),
            ("2 day", "2026-11-23T09:00", "2026-11-24T17:30", "2026-11-25T14:42"),
            ("4 workhour", "2026-11-23T16:30", "2026-11-24T10:00", "2026-11-24T11:12"),
        ],
    )
    def test_it_is_measured_in_the_unit_of_the_limit(self, limit, begins, half, most):
        for share, moment in ((0.5, half), (0.8, most)):
            found = moment_of_share(Span.parse(limit), at(begins), share, calendar=CALENDAR, hours=HOURS)
            assert abs(found - at(moment)) < timedelta(seconds=1)

    def test_a_pause_is_no_use_of_the_limit(self):
        waited = Pause(at("2026-11-24T10:00"), at("2026-11-26T15:00"))
        found = moment_of_share(
            Span(2, Unit.WORKDAY), at("2026-11-23T09:00"), 0.5, calendar=CALENDAR, hours=HOURS, pauses=[waited]
        )
        assert found == at("2026-11-24T17:30")

    def test_an_extension_puts_it_off(self):
        found = moment_of_share(
            Span(5, Unit.WORKDAY),
            at("2026-11-23T09:00"),
            0.8,
            calendar=CALENDAR,
            hours=HOURS,
            extension=Span(5, Unit.WORKDAY),
        )
        assert found == at("2026-12-03T17:30")


def test_the_worked_example_of_the_documentation():
    """docs/deadlines.md counts it by hand, day by day."""
    found = ends("10 workday", "2026-02-12T20:15", "2026-02-24T10:00..2026-02-26T15:40")
    assert found.due_at == end_of("2026-03-06")
    assert not found.provisional
    without = ends("10 workday", "2026-02-12T20:15")
    assert without.due_at == end_of("2026-03-04")

"""What holds for every limit, calendar day and pause."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.periods import DAY_UNITS, Pause, Span, Unit, due, moment_of_share
from tests.domain.workdays.towns_time import CALENDAR, HOURS, at

FIRST = at("2025-06-01T00:00")
LENGTHS = {Unit.MINUTE: 5_000, Unit.HOUR: 200, Unit.WORKHOUR: 60, Unit.CALENDAR_MONTH: 6}

moments = st.integers(0, 600 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
spans = st.sampled_from(list(Unit)).flatmap(
    lambda unit: st.integers(1, LENGTHS.get(unit, 45)).map(lambda value: Span(value, unit))
)
day_spans = spans.filter(lambda span: span.unit in DAY_UNITS)
lengths = st.integers(0, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
calendars = st.sampled_from([CALENDAR, Calendar()])  # the shipped one, and one that knows nothing


@st.composite
def pauses_after(draw, begins, most=3):
    """Pauses of a request that begins then; they may overlap."""
    made = []
    for _ in range(draw(st.integers(0, most))):
        asked = begins + draw(lengths)
        made.append(Pause(asked, asked + draw(lengths)))
    return made


def end(span, begins, calendar=CALENDAR, **more):
    return due(span, begins, calendar=calendar, hours=HOURS, **more).due_at


@given(st.data(), spans, moments, lengths, calendars, st.none() | spans)
@settings(max_examples=300)
def test_a_later_filing_is_never_due_earlier(data, span, begins, later, calendar, extension):
    pauses = data.draw(pauses_after(begins + later))
    more = {"calendar": calendar, "pauses": pauses, "extension": extension}
    assert end(span, begins, **more) <= end(span, begins + later, **more)


@given(st.data(), spans, moments, calendars, st.none() | spans)
@settings(max_examples=300)
def test_a_pause_never_shortens(data, span, begins, calendar, extension):
    pauses = data.draw(pauses_after(begins))
    more = data.draw(pauses_after(begins, 1))
    without = end(span, begins, calendar, pauses=pauses, extension=extension)
    assert end(span, begins, calendar, pauses=pauses + more, extension=extension) >= without


@given(st.data(), spans, moments, spans)
def test_an_extension_never_shortens(data, span, begins, extension):
    pauses = data.draw(pauses_after(begins))
    assert end(span, begins, pauses=pauses, extension=extension) > end(span, begins, pauses=pauses)


@given(st.data(), spans, moments)
def test_a_longer_limit_is_never_due_earlier(data, span, begins):
    pauses = data.draw(pauses_after(begins))
    longer = Span(span.value + 1, span.unit)
    assert end(longer, begins, pauses=pauses) >= end(span, begins, pauses=pauses)


@given(st.data(), spans, moments)
def test_the_order_of_pauses_and_saying_one_twice_change_nothing(data, span, begins):
    pauses = data.draw(pauses_after(begins))
    assert end(span, begins, pauses=[*reversed(pauses), *pauses]) == end(span, begins, pauses=pauses)


@given(st.data(), spans, moments)
def test_it_is_due_after_it_begins_and_never_while_the_clock_stands(data, span, begins):
    pauses = data.draw(pauses_after(begins))
    found = end(span, begins, pauses=pauses)
    assert found > begins
    if span.unit not in DAY_UNITS:
        assert not any(pause.begins < found <= pause.ends and pause.begins != pause.ends for pause in pauses)
    else:
        assert not any(pause.begins.date() < found.date() <= pause.ends.date() for pause in pauses)


@given(st.data(), day_spans, moments, calendars)
def test_limits_in_days_end_at_the_end_of_a_working_day(data, span, begins, calendar):
    found = end(span, begins, calendar, pauses=data.draw(pauses_after(begins)))
    assert found.isoformat().endswith("T23:59:59+08:00")
    assert calendar.is_worked(found.date())


@given(st.data(), st.integers(1, 45), moments, calendars)
def test_counted_back_a_limit_has_exactly_its_working_days(data, n, begins, calendar):
    pauses = data.draw(pauses_after(begins))
    last = end(Span(n, Unit.WORKDAY), begins, calendar, pauses=pauses).date()
    days = [begins.date() + timedelta(days=i) for i in range(1, (last - begins.date()).days + 1)]
    out = {day for day in days for pause in pauses if pause.begins.date() < day <= pause.ends.date()}
    assert sum(calendar.is_worked(day) and day not in out for day in days) == n


@given(st.integers(1, 200), moments, st.lists(st.tuples(st.integers(1, 60), st.integers(1, 3000)), max_size=4))
def test_pauses_apart_from_one_another_add_up_in_hours(n, begins, gaps):
    """Each within what is left of the limit: the end moves by exactly the sum."""
    pauses, moment, running = [], begins, timedelta()
    for gap, length in gaps:
        moment, running = moment + timedelta(minutes=gap), running + timedelta(minutes=gap)
        if running >= timedelta(hours=n):
            break
        pauses.append(Pause(moment, moment + timedelta(minutes=length)))
        moment = pauses[-1].ends
    waited = sum((pause.ends - pause.begins for pause in pauses), timedelta())
    assert end(Span(n, Unit.HOUR), begins, pauses=pauses) == begins + timedelta(hours=n) + waited


@given(st.integers(1, 40), moments)
def test_working_hours_counted_back_are_exactly_the_limit(n, begins):
    found = end(Span(n, Unit.WORKHOUR), begins)
    day, worked = begins.date(), timedelta()
    while day <= found.date():
        if CALENDAR.is_worked(day):
            for opens, closes in HOURS.of(day):
                worked += max(timedelta(), min(closes, found) - max(opens, begins))
        day += timedelta(days=1)
    assert worked == timedelta(hours=n)


@given(st.data(), spans, moments, st.none() | spans)
def test_shares_come_in_order_before_the_end(data, span, begins, extension):
    more = {"calendar": CALENDAR, "hours": HOURS, "pauses": data.draw(pauses_after(begins)), "extension": extension}
    half, most = (moment_of_share(span, begins, share, **more) for share in (0.5, 0.8))
    assert begins <= half <= most <= due(span, begins, **more).due_at


@given(st.data(), spans, moments, calendars, st.none() | spans)
def test_it_is_always_explained(data, span, begins, calendar, extension):
    pauses = data.draw(pauses_after(begins))
    found = due(span, begins, calendar=calendar, hours=HOURS, pauses=pauses, extension=extension)
    assert len(found.because) >= 2
    assert all(line.endswith("。") and "None" not in line for line in found.because)
    assert found.provisional == any("暂定" in line for line in found.because)

"""How a due moment came about, in lines a resident understands; each names its rule."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.counting import DAY, Counted, Counting, same_day
from portal.domain.workdays.spans import DAY_UNITS, Unit
from portal.domain.workdays.working_hours import WorkingHours

WEEKDAYS = "一二三四五六日"
LISTED = 10  # more days are not listed one by one


def explain(base: Counted, further: Counted | None, counting: Counting) -> tuple[str, ...]:
    """Every step of the counting; `further` is the extension."""
    last = further or base
    lines = [*_beginning(base, counting)]
    if base.span.unit in DAY_UNITS:
        lines += _days_out(base, last, counting)
    else:
        lines += _time_out(base, last, counting)
    lines += _counted(base, counting.calendar)
    if further is not None:
        lines += [f"延期 {further.span.words}，接着原来的到期时间往后算。", *_counted(further, counting.calendar)]
    if last.span.unit in DAY_UNITS:
        lines.append(f"最后一天算到 24 点，也就是 {full(last.ends.date())}23:59:59（民法典第203条）。")
    for year in sorted(base.guessed | (further.guessed if further else frozenset())):
        lines.append(
            f"{year}年的放假安排还没有录入，先按周一至周五上班、元旦等日期固定的假日放假来算，所以是暂定的；录入以后会重新计算并记录。"
        )
    return tuple(lines)


def _beginning(base: Counted, counting: Counting) -> Iterable[str]:
    unit, begins = base.span.unit, base.begins
    if unit in DAY_UNITS:
        yield f"{moment(begins)}收到。收到当天不算，从第二天 {short(begins.date() + DAY)}起算（民法典第201条）。"
        if not _at_work(begins, counting):
            yield "下班以后和休息日提交的，也算提交那天收到。"
    elif unit is Unit.WORKHOUR:
        yield f"{moment(begins)}收到。只算工作日的工作时间（{_hours(counting.hours)}），夜里和节假日不算。"
        if base.stretches[0].begins != begins:
            yield f"从下一次上班的 {moment(base.stretches[0].begins)}开始计时。"
    else:
        yield f"{moment(begins)}开始计时。按小时和分钟算的，从这一刻算起，夜里和节假日也算（民法典第201条）。"


def _counted(part: Counted, calendar: Calendar) -> Iterable[str]:
    span, received = part.span, part.begins.date()
    if span.unit not in DAY_UNITS:
        yield f"{span.words}，到 {moment(part.ends)}为止。"
        return
    last = part.days[-1]
    if span.unit is Unit.WORKDAY:
        yield from _workdays(part, calendar)
        return
    reached = part.postponed or last
    if span.unit is Unit.DAY:
        yield f"{span.words}，节假日和周末也算，到 {short(reached)}。"
    else:
        aim = same_day(received, span.value)
        if aim.day == received.day:
            yield f"{span.words}后的同一天是 {short(aim)}（民法典第202条）。"
        else:
            yield f"{span.words}后没有 {received.day} 日，算到月末 {short(aim)}（民法典第202条）。"
        if aim != reached:
            yield f"加上等材料的天数，到 {short(reached)}。"
    if part.postponed:
        name = calendar.holiday(reached)
        why = f"是{name}放假" if name else "休息"
        yield f"{short(reached)}{why}，顺延到下一个工作日 {short(last)}（民法典第203条）。"


def _workdays(part: Counted, calendar: Calendar) -> Iterable[str]:
    days = part.days
    worked = [day for day in days if day.weekday() >= 5]
    if len(days) <= LISTED:
        yield f"数 {part.span.words}：{'、'.join(_listed(day, calendar) for day in days)}。"
    else:
        yield f"数 {part.span.words}，从 {short(days[0])}数到 {short(days[-1])}。"
        if worked:
            yield f"其中 {'、'.join(_listed(day, calendar) for day in worked)}，也算工作日。"
    between = [part.begins.date() + n * DAY for n in range(1, (days[-1] - part.begins.date()).days)]
    off = [day for day in between if not calendar.is_worked(day)]
    holidays = [run for run in _runs(off) if any(map(calendar.holiday, run))]
    if holidays:
        yield f"放假的日子不算：{'、'.join(_run(run, calendar) for run in holidays)}。"
    if len(off) > sum(map(len, holidays)):
        yield "周末不算。"


def _days_out(base: Counted, last: Counted, counting: Counting) -> Iterable[str]:
    """A pause takes out the days after the day of asking, up to and including the day of receiving."""
    for first, end in counting.standstill.days_out(base.begins.date(), last.ends.date()):
        n = (end - first).days + 1
        stretch = short(first) if first == end else f"{short(first)}至 {short(end)}"
        yield f"{short(first - DAY)}通知补材料，{short(end)}收到补齐的材料：{stretch}这 {n} 天不算。"


def _time_out(base: Counted, last: Counted, counting: Counting) -> Iterable[str]:
    for stops, resumes in counting.standstill.pauses:
        if resumes > base.begins and stops < last.ends:
            yield f"{moment(stops)}至 {moment(resumes)}等补材料，这段时间不算。"


def _runs(days: Iterable[date]) -> list[list[date]]:
    """Days grouped into those that follow one another."""
    groups = groupby(enumerate(days), key=lambda pair: pair[1] - timedelta(days=pair[0]))
    return [[day for _, day in group] for _, group in groups]


def _run(days: list[date], calendar: Calendar) -> str:
    names = dict.fromkeys(name for name in map(calendar.holiday, days) if name)
    stretch = short(days[0]) if len(days) == 1 else f"{short(days[0])}至 {short(days[-1])}"
    return f"{stretch}（{'、'.join(names)}{'连周末' if any(day.weekday() >= 5 for day in days) else ''}）"


def _listed(day: date, calendar: Calendar) -> str:
    if day.weekday() < 5:
        return f"{day.month}月{day.day}日"
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}，{calendar.worked.get(day, '')}调休上班）"


def _at_work(at: datetime, counting: Counting) -> bool:
    worked = counting.calendar.is_worked(at.date())
    return worked and any(opens <= at <= closes for opens, closes in counting.hours.of(at.date()))


def _hours(hours: WorkingHours) -> str:
    return "、".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours.stretches)


def short(day: date) -> str:
    """2月13日（周五）."""
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def full(day: date) -> str:
    """2026年2月13日（周五）."""
    return f"{day.year}年{short(day)}"


def moment(at: datetime) -> str:
    """2026年2月13日（周五）16:30."""
    return f"{full(at.date())}{at:%H:%M}"

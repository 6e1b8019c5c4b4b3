"""What the page of a request says to whoever filed it: plain words for states, stages and dates."""

from datetime import datetime, time

from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock
from portal.domain.service_requests.story import Stage, StageKind, StageState
from portal.domain.service_requests.voices import Grade
from portal.domain.service_requests.waits import Waited
from portal.domain.service_requests.workflow import Status
from portal.domain.visits.models import Visit
from portal.domain.workdays.spans import Span, Unit

_LAST_SECOND = time(23, 59, 59)


def status_words(status: Status) -> str:
    return {
        Status.FILED: _("已收到"),
        Status.IN_PROGRESS: _("正在办"),
        Status.WAITING: _("等您补材料"),
        Status.RESOLVED: _("办好了"),
        Status.REFUSED: _("这里办不了"),
        Status.WITHDRAWN: _("您已撤回"),
        Status.MERGED: _("和另一件一起办"),
        Status.CLOSED: _("已经结束"),
    }[status]


def status_words_for_neighbours(status: Status) -> str:
    return {Status.WAITING: _("正在办"), Status.WITHDRAWN: _("已撤回")}.get(status) or status_words(status)


def stage_title(stage: Stage) -> str:
    """One cell of the path in a few words."""
    done = stage.state is StageState.DONE
    if stage.kind is StageKind.SETTLED and stage.name:
        return _("转到%(office)s办", office=stage.name)
    if stage.kind is StageKind.SETTLED:
        return status_words(stage.status) if stage.status else _("办好，告诉您结果")
    if stage.kind is StageKind.OF_THE_MATTER:
        return stage.name
    if stage.kind is StageKind.SIGNED and done:
        return _("%(unit)s签收了", unit=stage.name) if stage.name else _("签收了")
    if stage.kind is StageKind.SIGNED:
        return _("等%(unit)s签收", unit=stage.name)
    if stage.kind is StageKind.PASSED_ON:
        return _("转给%(unit)s办", unit=stage.name) if stage.name else _("转给别的单位办")
    if stage.kind is StageKind.WORKED:
        return _("%(unit)s正在办", unit=stage.name) if stage.name else _("办理")
    if stage.kind is StageKind.PAPERS:
        return _("请您补过材料") if done else _("等您补材料")
    if stage.kind is StageKind.RATED:
        return _("您评价了") if done else _("请您评价")
    return {
        StageKind.FILED: _("已提交"),
        StageKind.CONTACTED: _("联系过您"),
        StageKind.VISITED: _("到现场看过"),
        StageKind.ACCEPTED: _("正式受理了"),
        StageKind.REVIEWED: _("审核过了"),
        StageKind.REOPENED: _("重新办"),
    }[stage.kind]


def stage_detail(stage: Stage, due_at: datetime | None) -> str:
    """The quiet line below: when and by whom, or how long it may take. `due_at`: when the result is promised."""
    if stage.state is StageState.DONE and stage.at:
        when = _("%(begins)s到%(ends)s", begins=near(stage.since), ends=near(stage.at)) if stage.since else ""
        return " · ".join(filter(None, (when or moment(stage.at), stage.who)))
    if stage.state is StageState.NOW and stage.at:
        if stage.kind is StageKind.PAPERS:
            return _("从%(day)s起，等材料的日子不算在期限里", day=near(stage.at))
        last = _("最晚%(day)s", day=by(stage.limit.due_at)) if stage.limit else _span_of(stage)
        return " · ".join(filter(None, (_("从%(day)s起", day=near(stage.at)), stage.who, last)))
    if stage.kind is StageKind.SETTLED and due_at:
        return _("最晚%(day)s", day=by(due_at))
    return " · ".join(filter(None, (stage.who, _span_of(stage))))


def _span_of(stage: Stage) -> str:
    """How long a step may take; a public period lasts exactly as long as it says."""
    if stage.span is None:
        return ""
    return _("%(span)s以内", span=span_words(stage.span)) if "公示" not in stage.name else span_words(stage.span)


def state_words(state: StageState) -> str:
    """For those who do not see the cells."""
    return {StageState.DONE: _("已完成"), StageState.NOW: _("现在"), StageState.NEXT: _("接下来")}[state]


def span_words(span: Span) -> str:
    """`5 个工作日`."""
    n = span.value
    return {
        Unit.WORKDAY: _("%(n)s 个工作日", n=n),
        Unit.DAY: _("%(n)s 天", n=n),
        Unit.HOUR: _("%(n)s 小时", n=n),
        Unit.MINUTE: _("%(n)s 分钟", n=n),
        Unit.WORKHOUR: _("%(n)s 个工作小时", n=n),
        Unit.CALENDAR_MONTH: _("%(n)s 个月", n=n),
    }[span.unit]


def near(value: datetime) -> str:
    """`11月23日`, on the town's clock."""
    day = clock.local(value).date()
    return format_date(day, _("M月d日") if day.year == clock.today().year else _("y年M月d日"))


def moment(value: datetime) -> str:
    """`11月23日 14:02`."""
    return f"{near(value)} {clock.local(value):%H:%M}"


def by(value: datetime) -> str:
    """A due moment: the day alone where the day counts to its end, `11月26日（周四）`; else with the hour."""
    local = clock.local(value)
    day = _("%(day)s（%(weekday)s）", day=near(value), weekday=format_date(local.date(), "EEE"))
    return day if local.time().replace(microsecond=0) == _LAST_SECOND else f"{day} {local:%H:%M}"


def late_by(due_at: datetime, now: datetime) -> str:
    """How long it is late: `2 天`; within the first day in hours."""
    days = (clock.local(now).date() - clock.local(due_at).date()).days
    if days >= 1:
        return _("%(n)s 天", n=days)
    return _("%(n)s 小时", n=max(1, int((now - due_at).total_seconds() // 3600)))


def waited_words(waited: Waited) -> str:
    """On whom the days were spent."""
    if not waited.office and not waited.applicant:
        return _("今天提交的。")
    office = _("在我们这里 %(n)s 天", n=waited.office)
    if not waited.applicant:
        return _("%(office)s。", office=office)
    return _("%(office)s，等您补材料 %(n)s 天（不算在期限里）。", office=office, n=waited.applicant)


def grade_words() -> dict[Grade, str]:
    return {
        Grade.VERY_SATISFIED: _("非常满意"),
        Grade.SATISFIED: _("满意"),
        Grade.BASICALLY_SATISFIED: _("基本满意"),
        Grade.DISSATISFIED: _("不满意"),
        Grade.VERY_DISSATISFIED: _("非常不满意"),
    }


def visit_time(visit: Visit) -> str:
    """11月24日周二 9:30 到 10:30."""
    starts, ends = clock.local(visit.starts_at), clock.local(visit.ends_at)
    day = f"{format_date(starts.date(), _('M月d日'))} {format_date(starts.date(), 'EEE')}"
    return _(
        "%(day)s %(begins)s 到 %(ends)s",
        day=day,
        begins=f"{starts.hour}:{starts:%M}",
        ends=f"{ends.hour}:{ends:%M}",
    )

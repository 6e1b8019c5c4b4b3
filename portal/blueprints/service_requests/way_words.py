"""The two clocks and the steps of a matter in words an old person understands; for the person and for the desk."""

from datetime import datetime

from flask_babel import gettext as _

from portal.blueprints.service_requests.track_words import (
    by,
    late_by,
    moment,
    near,
    span_words,
    stage_detail,
    stage_title,
    state_words,
)
from portal.domain.matters.parts import Basis
from portal.domain.service_requests.kinship import Kin
from portal.domain.service_requests.two_clocks import Clock, ClockKind, ClockState

# What the path on the desk asks for.
__all__ = ["stage_detail", "stage_title", "state_words"]


def clock_title(clock: Clock) -> str:
    return _("社区答复") if clock.kind is ClockKind.ANSWER else _("法定办理")


def clock_for_what(clock: Clock) -> str:
    """What it is about, in a line."""
    if clock.kind is ClockKind.ANSWER:
        return _("我们答应的：材料齐不齐，接下来去哪里办。")
    return _("规定给%(who)s的时间：审核、公示、决定。", who=_who_accepts(clock))


def clock_tag(clock: Clock, now: datetime) -> tuple[str, str]:
    """The colour and the word of its state."""
    if clock.state is ClockState.LATE and clock.due_at:
        return "late", _("超期 %(span)s", span=late_by(clock.due_at, now))
    return {
        ClockState.AHEAD: ("plain", _("还没开始")),
        ClockState.RUNNING: ("", _("正在计时")),
        ClockState.PAUSED: ("soon", _("停着")),
        ClockState.LATE: ("late", _("超期")),
        ClockState.KEPT: ("done", _("按时做到")),
        ClockState.KEPT_LATE: ("soon", _("晚了")),
        ClockState.OVER: ("plain", _("不再计时")),
    }[clock.state]


def clock_sentence(clock: Clock) -> str:
    """The one thing to know."""
    answer = clock.kind is ClockKind.ANSWER
    if clock.due_at is None:
        if clock.state is ClockState.OVER:
            return _("没有走到受理这一步。")
        span = span_words(clock.span)
        return _("%(who)s受理后开始算，一般 %(span)s", who=_who_accepts(clock), span=span)
    due, ended = by(clock.due_at), near(clock.ended_at) if clock.ended_at else ""
    if clock.state is ClockState.PAUSED and clock.paused_since:
        return _("在等材料，从%(day)s起停着，材料齐了接着算", day=near(clock.paused_since))
    if clock.state is ClockState.LATE:
        return _("应当在%(day)s前答复", day=due) if answer else _("应当在%(day)s前办完", day=due)
    if clock.state is ClockState.KEPT:
        return _("%(day)s已经答复", day=ended) if answer else _("%(day)s办完了", day=ended)
    if clock.state is ClockState.KEPT_LATE:
        sentence = _("%(day)s才答复，应当在%(due)s前") if answer else _("%(day)s才办完，应当在%(due)s前")
        return sentence % {"day": ended, "due": due}
    if clock.state is ClockState.OVER:
        return _("这件已经结束，不用再等")
    return _("最晚%(day)s答复", day=due) if answer else _("最晚%(day)s办完", day=due)


def clock_facts(clock: Clock) -> list[tuple[str, str]]:
    """Since when, how long, who says so; each with its label."""
    facts = []
    if clock.since:
        facts.append((_("从什么时候算"), moment(clock.since)))
    span = span_words(clock.span)
    if clock.extra:
        span = _("%(span)s，延长了 %(extra)s", span=span, extra=span_words(clock.extra))
    elif clock.longest and clock.state in (ClockState.AHEAD, ClockState.RUNNING):
        span = _("%(span)s，特殊情况最长 %(longest)s", span=span, longest=span_words(clock.longest))
    facts.append((_("多长"), span))
    facts.append((_("谁定的"), basis_words(clock.basis)))
    if clock.decided_by:
        facts.append((_("受不受理"), _("%(who)s最晚%(day)s告诉您", who=_who_accepts(clock), day=by(clock.decided_by))))
    if clock.state is ClockState.LATE and clock.lapsed_name:
        facts.append((_("谁没按时"), clock.lapsed_name))
    return facts


def basis_words(basis: Basis | None) -> str:
    """Who set a limit; None for what this portal promises by itself."""
    if basis is None:
        return _("我们自己答应的")
    return {
        Basis.NATIONAL: _("国家规定"),
        Basis.LOCAL: _("本地规定，以街道答复为准"),
        Basis.PRACTICE: _("一般做法，以街道答复为准"),
    }[basis]


def kin_names() -> dict[Kin, str]:
    """What the applicant is to who declared it."""
    return {
        Kin.SPOUSE: _("配偶"),
        Kin.PARENT: _("父亲或母亲"),
        Kin.CHILD: _("子女"),
        Kin.SIBLING: _("兄弟姐妹"),
        Kin.GRANDPARENT: _("祖父母、外祖父母"),
        Kin.GRANDCHILD: _("孙子女、外孙子女"),
    }


def _who_accepts(clock: Clock) -> str:
    return _("部门") if clock.by_department else _("街道")

"""How pages name what is public, how a period ended, and what a re-check found."""

from datetime import date, datetime

from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock
from portal.domain.publicity.objections import shown_number
from portal.domain.publicity.period_desk import PeriodShelf
from portal.domain.publicity.period_models import Outcome, PeriodEnding

__all__ = ["day", "ending_names", "outcome_names", "outcome_words", "shelf_names", "shown_number"]


def ending_names() -> dict[PeriodEnding, str]:
    return {
        PeriodEnding.NO_OBJECTION: _("期满，没有异议"),
        PeriodEnding.ANSWERED: _("期满，异议都不成立"),
        PeriodEnding.OPEN: _("期满，异议还在复核"),
        PeriodEnding.FOUNDED: _("异议成立"),
        PeriodEnding.TAKEN_DOWN: _("提前撤下"),
        PeriodEnding.STOPPED: _("申请先结束了"),
    }


def outcome_names() -> dict[Outcome, str]:
    """For staff, to choose from."""
    return {
        Outcome.UNFOUNDED: _("不成立，结果不变"),
        Outcome.RESURVEY: _("成立，重新调查，再公示一次"),
        Outcome.APPRAISAL: _("成立，民主评议，再公示一次"),
        Outcome.NOT_ENTITLED: _("成立，不符合条件，退回或不予受理"),
    }


def outcome_words(outcome: Outcome) -> str:
    """For who objected."""
    return {
        Outcome.UNFOUNDED: _("核实过了，您反映的情况不成立，结果不变。"),
        Outcome.RESURVEY: _("您反映的情况成立，要重新调查。"),
        Outcome.APPRAISAL: _("您反映的情况成立，由社区组织民主评议。"),
        Outcome.NOT_ENTITLED: _("您反映的情况成立，会按规定处理。"),
    }[outcome]


def shelf_names() -> dict[PeriodShelf, str]:
    return {
        PeriodShelf.RUNNING: _("正在公示"),
        PeriodShelf.OBJECTED: _("有异议要复核"),
        PeriodShelf.OVER: _("已经结束"),
    }


def day(one: date | datetime) -> str:
    """11月30日（周一）; of a moment its day in the town."""
    one = clock.local(one).date() if isinstance(one, datetime) else one
    return f"{format_date(one, _('M月d日'))}{_('（%(day)s）', day=format_date(one, 'EEE'))}"

"""How the results board names its figures, its shelves, and what a sentence must not hold."""

from collections.abc import Iterable
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain.publicity.board import Result
from portal.domain.publicity.candidates import Shelf
from portal.domain.publicity.figures import Measure, Share
from portal.domain.publicity.sentences import Concern

RATES = (Measure.IN_TIME, Measure.RESPONSE, Measure.SOLVED, Measure.SATISFIED)


def measure_names() -> dict[Measure, str]:
    return {
        Measure.RECEIVED: _("收到"),
        Measure.SETTLED: _("办结"),
        Measure.IN_TIME: _("按期办结率"),
        Measure.RESPONSE: _("响应率"),
        Measure.SOLVED: _("解决率"),
        Measure.SATISFIED: _("满意率"),
    }


def share_sentence(measure: Measure, share: Share) -> str:
    """Numerator and denominator in words."""
    numbers = {"part": share.part, "whole": share.whole}
    if not share.whole:
        return {
            Measure.IN_TIME: _("这个月没有到期的。"),
            Measure.RESPONSE: _("这个月没有该联系的。"),
        }.get(measure, _("这个月没有人评价。"))
    return {
        Measure.IN_TIME: _("到期 %(whole)s 件，按时办结 %(part)s 件", **numbers),
        Measure.RESPONSE: _("该联系 %(whole)s 件，按时联系 %(part)s 件", **numbers),
        Measure.SOLVED: _("居民评价 %(whole)s 次，说解决了的 %(part)s 次", **numbers),
        Measure.SATISFIED: _("居民评价 %(whole)s 次，满意的 %(part)s 次", **numbers),
    }[measure]


def month_name(month: date) -> str:
    """2026年10月."""
    return format_date(month, _("y年M月"))


def days_taken(result: Result) -> str:
    """当天办完, 用了 3 天."""
    return _("用了 %(n)s 天", n=result.days) if result.days else _("当天办完")


def shelf_names() -> dict[Shelf, str]:
    return {Shelf.WAITING: _("待核对"), Shelf.SHOWN: _("已公开"), Shelf.KEPT_OFF: _("不公开")}


def act_names() -> dict[str, str]:
    return {
        "result.published": _("公开了"),
        "result.withdrawn": _("撤下了"),
        "result.kept_off": _("定为不公开"),
    }


def in_words(concerns: Iterable[Concern]) -> str:
    """楼号、单元或门牌、车牌."""
    names = {
        Concern.NUMBER: _("电话或证件号"),
        Concern.APPLICANT: _("反映人的名字或电话"),
        Concern.DOOR: _("楼号、单元或门牌"),
        Concern.PERSON: _("人名或称呼"),
        Concern.PLATE: _("车牌"),
    }
    return _("、").join(names[concern] for concern in concerns)

"""Placards in words: where they hang, how they stand, what happened to them."""

from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from portal import clock
from portal.domain.placards.models import Placard, PlaceKind, RetiredBecause
from portal.domain.placards.queries import Condition
from portal.domain.placards.sheets import SheetFormat
from portal.domain.records.models import Record


def kind_names() -> dict[str, str]:
    return {
        PlaceKind.BUILDING: _("每栋楼一块"),
        PlaceKind.ENTRANCE: _("每个单元门一块"),
        PlaceKind.ESTATE_GATE: _("小区大门"),
        PlaceKind.NOTICE_BOARD: _("宣传栏"),
    }


def sheet_format_names() -> dict[str, str]:
    return {
        SheetFormat.A4: _("A4 公示牌，贴楼道"),
        SheetFormat.A5: _("A5 公示牌，地方小时用"),
        SheetFormat.CARDS: _("联系卡，一张纸十张，投信箱"),
    }


def condition_names() -> dict[Condition, str]:
    return {
        Condition.LIVE: _("在用"),
        Condition.STALE: _("要重印"),
        Condition.NOT_UP: _("还没贴"),
        Condition.DAMAGED: _("报了破损"),
        Condition.NEVER_SCANNED: _("贴了没人扫"),
        Condition.SILENT: _("90 天没人扫"),
        Condition.RETIRED: _("已停用"),
    }


def retired_words(because: RetiredBecause) -> str:
    return {
        RetiredBecause.LOST: _("丢失"),
        RetiredBecause.REPLACED: _("换了新的"),
        RetiredBecause.REMOVED: _("取下停用"),
    }[because]


class Event(NamedTuple):
    """One line in the life of a placard. `by` is empty for what nobody in particular did."""

    on: date
    sentence: str
    by: str = ""


def life_of(placard: Placard, acts: list[tuple[Record, str]], previous: Placard | None) -> list[Event]:
    """What happened to a placard, oldest first."""
    made = _("做好，接替 %(code)s", code=previous.code) if previous else _("做好，有了编号和核对词")
    events = [Event(clock.local(placard.made_at).date(), made)]
    if placard.printed_on:
        events.append(Event(placard.printed_on, _("印制，第 %(n)s 版", n=placard.design_version)))
    told = {
        "placard.put_up": _("贴到墙上"),
        "placard.damage_reported": _("报告破损"),
        "placard.damage_cleared": _("破损处理好了"),
        "placard.lost": _("登记丢失，停用"),
        "placard.removed": _("取下，停用"),
        "placard.replaced": _("换成新的，停用"),
    }
    if placard.put_up_on and not any(record.action == "placard.put_up" for record, _by in acts):
        events.append(Event(placard.put_up_on, told["placard.put_up"]))
    events += [Event(_day(record), told[record.action], by) for record, by in acts if record.action in told]
    if placard.last_scanned_on:
        events.append(Event(placard.last_scanned_on, _("最近一次被扫")))
    return sorted(events, key=lambda event: event.on)


def _day(record: Record) -> date:
    """The day it happened; sheets are entered as put up some time after."""
    return date.fromisoformat(record.detail) if record.action == "placard.put_up" else clock.local(record.at).date()

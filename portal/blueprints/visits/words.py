"""How a visit reads on the page of staff."""

from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.visits.models import AskedHow, AskedWhom, Visit, VisitState


def state_names() -> dict[VisitState, str]:
    return {
        VisitState.BOOKED: _("约好了"),
        VisitState.DONE: _("去过了"),
        VisitState.MISSED: _("没见到"),
        VisitState.MOVED: _("改了时间"),
        VisitState.CANCELLED: _("取消了"),
    }


def asked(visit: Visit) -> str:
    """How the time was agreed: 打电话问过本人."""
    whom = {AskedWhom.PERSON: _("本人"), AskedWhom.AGENT: _("代办人"), AskedWhom.FAMILY: _("家里人")}[visit.asked_whom]
    how = {
        AskedHow.PHONE: _("打电话问过%(whom)s", whom=whom),
        AskedHow.IN_PERSON: _("当面问过%(whom)s", whom=whom),
        AskedHow.IN_WRITING: _("看了%(whom)s的留言", whom=whom),
    }
    return how[visit.asked_how]


def hours(visit: Visit) -> str:
    """9:30–10:30."""
    return f"{_clock(visit.starts_at)}–{_clock(visit.ends_at)}"


def day(visit: Visit) -> str:
    """今天, 明天, 11月27日周五."""
    on, today = clock.local(visit.starts_at).date(), clock.local(clock.now()).date()
    near = {0: _("今天"), 1: _("明天")}.get((on - today).days)
    return near or f"{format_date(on, _('M月d日'))} {format_date(on, 'EEE')}"


def directions(found: ServiceRequest, *, with_room: bool) -> list[str]:
    """The way in steps, from the street to the door, without a map; the room only for who may know it."""
    building = found.building
    if building is None:
        return [found.place_text or (found.grid.name if found.grid else found.community.name)]
    street = f"{building.road or ''}{building.number or ''}"
    way = [street, building.estate or "", building.building_no or "", found.entrance.name if found.entrance else ""]
    way += [found.room or ""] if with_room else []
    way += [found.place_text]
    return [step for step in way if step] or [building.title]


def _clock(at: datetime) -> str:
    local = clock.local(at)
    return f"{local.hour}:{local:%M}"

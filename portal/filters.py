"""How values look on pages. Layout is for templates, wording of values is here."""

from datetime import date, datetime

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from portal import clock
from portal.domain.accounts.roles import Role
from portal.domain.contacts.names import initial_svg
from portal.domain.contacts.phones import spaced
from portal.domain.masking import masked_name, masked_phone
from portal.domain.service_requests.numbering import shown


def phone(number: str) -> str:
    """`14000000101` as `140 0000 0101`, with groups as people read them aloud."""
    return spaced(number)


def day(value: date | None) -> str:
    """`11月27日`, with the year only when it is not this one."""
    if value is None:
        return _("还没有")
    return format_date(value, _("M月d日") if value.year == clock.today().year else _("y年M月d日"))


def full_day(value: date) -> str:
    """The day with its year and weekday: `2026年11月23日星期一`."""
    return format_date(value, "full")


def weekday(value: date) -> str:
    """As over the column of a calendar: `一`, `M`."""
    return format_date(value, "EEEEE")


def month_name(value: date) -> str:
    """`2月`."""
    return format_date(value, "LLLL")


def moment(value: datetime | None) -> str:
    """Day and time on the town's clock."""
    if value is None:
        return _("还没有")
    local = clock.local(value)
    return f"{day(local.date())} {local:%H:%M}"


def initial(name: str) -> Markup:
    """The drawn square that stands for a person without a photo; the mark for an empty name."""
    return Markup(initial_svg(name))  # noqa: S704 (the drawing escapes the name)


def role(held: Role) -> str:
    """A staff role in words."""
    return {
        Role.ADMINISTRATOR: _("系统管理员"),
        Role.SUBDISTRICT_LEADER: _("街道分管领导"),
        Role.SUBDISTRICT_OFFICER: _("街道工作人员"),
        Role.COMMUNITY_OFFICER: _("社区工作人员"),
        Role.DEPARTMENT_OFFICER: _("部门工作人员"),
        Role.GRID_WORKER: _("网格员"),
        Role.SUPERVISOR: _("督查员"),
    }[held]


def register_filters(app: Flask) -> None:
    app.jinja_env.filters.update(masked_name=masked_name, masked_phone=masked_phone, request_number=shown)
    app.jinja_env.filters.update(
        phone=phone,
        day=day,
        moment=moment,
        full_day=full_day,
        month_name=month_name,
        weekday=weekday,
        initial=initial,
        role=role,
    )

"""What the style guide shows its components with; the people are invented."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired

from portal.domain import qr
from portal.domain.contacts.cards import DEFAULT_DUTIES, DEFAULT_HOURS, Away, Card, Contact
from portal.domain.contacts.models import AbsenceReason
from portal.domain.workdays.calendar import Calendar
from portal.domain.workdays.months import months_of
from portal.forms import LineField, choices
from portal.paging import Page

SAMPLE_CALENDAR = Calendar(
    frozenset({2026}), {date(2026, 2, day): "春节" for day in (16, 17, 18)}, {date(2026, 2, 14): "春节"}
)


class SampleForm(FlaskForm):
    """One field of each kind."""

    class Meta:
        csrf = False

    name = LineField(_l("姓名"), [DataRequired(_l("请填写姓名。"))])
    phone = LineField(_l("工作电话"))
    place = SelectField(_l("地方"), choices=choices({"1": _l("莲叶路社区"), "2": _l("枫林社区")}))
    reason = RadioField(
        _l("为什么"),
        choices=choices({"leave": _l("休假"), "training": _l("培训")}),
        validators=[DataRequired(_l("请选择为什么。"))],
    )
    note = TextAreaField(_l("说明"))
    agreed = BooleanField(_l("已经告诉代班的人"))


def samples() -> dict[str, Any]:
    wrong = SampleForm(MultiDict({"wrong-phone": "14000000102", "wrong-place": "1"}), prefix="wrong-")
    wrong.validate()
    cover = Contact("李二", "14000000102", "", DEFAULT_HOURS, DEFAULT_DUTIES)
    return {
        "form": SampleForm(None, prefix="new-"),
        "wrong": wrong,
        "card": Card(
            grid_code="990001001",
            grid_name="莲叶路社区第1网格",
            community_name="莲叶路社区",
            community_phone="14000000001",
            supervision_name="水镇街道",
            supervision_phone="14000000900",
            worker=cover,
            away=Away("潘一", AbsenceReason.LEAVE, date(2026, 11, 27), "李二"),
            lead=None,
            lead_away=None,
        ),
        "list_page": Page([], 2, 5, 240),
        "month": months_of(2026, SAMPLE_CALENDAR)[1],
        "code": Markup(qr.svg("HTTPS://LINGE.EXAMPLE/Q/7KQ4M2XD", title=_("公示牌的二维码"))),  # noqa: S704 (our own drawing)
    }

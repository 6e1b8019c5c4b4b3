"""The filters of the record."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from portal.blueprints.backoffice.record_words import action_names
from portal.forms import DayField, choices

_FIRST, _LAST = date(2000, 1, 1), date(2199, 12, 31)


class RecordFilter(FlaskForm):
    """Who, what and on which day; each may be left open."""

    class Meta:
        csrf = False

    by = SelectField(_l("谁"), [Optional()])
    action = SelectField(_l("做了什么"), [Optional()])
    day = DayField(_l("哪一天"), [Optional()])

    def __init__(self, authors: dict[str, str], formdata: Any) -> None:
        super().__init__(formdata)
        self.by.choices = choices({"": _("所有人"), **authors})
        self.action.choices = choices({"": _("所有事"), **action_names()})

    def validate_day(self, field: DayField) -> None:
        if field.data and not _FIRST <= field.data <= _LAST:
            raise ValidationError(_("请填写 2000 年以后的日子，例如 2026-11-23。"))

"""The filters of the record."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import Select
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from portal import clock
from portal.blueprints.backoffice.record_words import action_names
from portal.domain.records import queries
from portal.domain.records.models import Record
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

    def narrowed(self, rows: Select[Record]) -> Select[Record]:
        """The rows that were asked for; all of them when the question makes no sense."""
        if not self.validate():
            return rows
        begins, ends = clock.bounds(self.day.data) if self.day.data else (None, None)
        return queries.narrowed(rows, by=self.by.data or "", action=self.action.data or "", begins=begins, ends=ends)

    def validate_day(self, field: DayField) -> None:
        if field.data and not _FIRST <= field.data <= _LAST:
            raise ValidationError(_("请填写 2000 年以后的日子，例如 2026-11-23。"))

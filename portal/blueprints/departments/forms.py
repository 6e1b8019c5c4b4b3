"""Forms for departments."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.departments.models import Department
from portal.domain.departments.services import Facts
from portal.domain.grids import directory
from portal.forms import DayField, LineField, LinesField, RuledForm, choices

_TELEPHONE = {"inputmode": "tel", "autocomplete": "off"}


class DepartmentForm(RuledForm):
    """A department's facts; `department` is None for a new one."""

    name = LineField(
        _l("名称"), [DataRequired(_l("请填写部门的名称。")), Length(max=60, message=_l("名称最多 60 个字。"))]
    )
    phone = LineField(_l("电话"), [Length(max=40, message=_l("电话太长，请核对。"))], render_kw=_TELEPHONE)
    duties = LinesField(_l("管什么"), [Length(max=200, message=_l("写得太长了，请写短一些。"))])
    subdistrict = SelectField(_l("管哪里"))

    def __init__(self, department: Department | None = None, **facts: Any) -> None:
        super().__init__(obj=department, **facts)
        if department is not None and not self.is_submitted():
            self.subdistrict.data = str(department.subdistrict_id or "")
        streets = {str(one.id): one.name for one in directory.subdistricts()}
        self.subdistrict.choices = choices({"": _("全镇"), **streets})

    @property
    def facts(self) -> Facts:
        where = self.subdistrict.data
        return Facts(self.name.data, self.phone.data or "", self.duties.data or "", int(where) if where else None)

    def validate_phone(self, field: LineField) -> None:
        try:
            entered_phone(field.data or "")
        except PhoneRefused as refusal:
            raise ValidationError(str(refusal)) from None


class ClosureForm(RuledForm):
    """From which day nothing more is handed to it."""

    on = DayField(_l("从哪天起撤销"), [InputRequired(_l("请选日期。"))])

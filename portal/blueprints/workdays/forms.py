"""Forms of the official calendar: the file of a year, and the yes to what it changes."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, IntegerField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from portal.domain.errors import DomainError
from portal.domain.workdays.year_file import read_text
from portal.forms import LineField

MOST_BYTES = 50_000  # a year has some thirty lines
FIRST_YEAR, LAST_YEAR = 2008, 2199


class _YearForm(FlaskForm):
    """Which year, and where its calendar was published."""

    year = IntegerField(
        _l("年份"),
        [
            InputRequired(_l("请填写年份，例如 2027。")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _l("请填写四位数的年份，例如 2027。")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    source = LineField(
        _l("来源"),
        [
            DataRequired(_l("请写明来源，例如通知的名称和文号。")),
            Length(max=120, message=_l("来源太长，请控制在 120 个字以内。")),
        ],
        render_kw={"autocomplete": "off"},
    )


class YearFileForm(_YearForm):
    """A year's file; `text` is what it says once it has been validated."""

    file = FileField(_l("CSV 文件"), [FileRequired(_l("请选 CSV 文件。"))])
    text = ""

    def validate_file(self, field: Any) -> None:
        """Read it, or say why it cannot be read."""
        content = field.data.stream.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(_("文件太大。一年的放假安排只有几十行，请检查是不是选错了文件。"))
        try:
            self.text = read_text(content)
        except DomainError as refusal:
            raise ValidationError(str(refusal)) from refusal


class AgreementForm(_YearForm):
    """Yes to the changes of one report: what was read comes back with it."""

    text = HiddenField(validators=[DataRequired(), Length(max=MOST_BYTES)])
    digest = HiddenField(validators=[Length(min=64, max=64)])

"""Forms of the register: its two files, and the phones of a community and a subdistrict."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import Length, ValidationError

from portal.domain.grids.importing.files import not_a_table
from portal.forms import LineField, RuledForm

MOST_MEGABYTES = 10


def is_a_table(_form: Any, field: FileField) -> None:
    """Refuse by its first bytes what cannot be a CSV file, and what is too large to be read while one waits."""
    stream = field.data.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(512)
    stream.seek(0)
    if size > MOST_MEGABYTES * 1024 * 1024:
        raise ValidationError(_("文件超过 %(most)s MB。请分几次导入，或请管理员用命令行导入。", most=MOST_MEGABYTES))
    if sentence := not_a_table(head) or ("" if head else _("文件是空的。")):
        raise ValidationError(sentence)


class ImportForm(FlaskForm):
    """The two files of a town."""

    grids = FileField(_l("网格表 grids.csv"), [FileRequired(_l("请选网格表。")), is_a_table])
    buildings = FileField(_l("楼栋表 buildings.csv"), [FileRequired(_l("请选楼栋表。")), is_a_table])


class AgreementForm(FlaskForm):
    """Yes to the changes of one report."""

    digest = HiddenField(validators=[Length(min=64, max=64)])


class PlacePhoneForm(RuledForm):
    """The phone of an office; empty: none is shown."""

    phone = LineField(
        _l("电话"),
        [Length(max=40, message=_l("电话太长，请核对。"))],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )

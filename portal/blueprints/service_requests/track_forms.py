"""What somebody fills in who follows a request."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from portal.blueprints.service_requests.filing_forms import called_number
from portal.blueprints.service_requests.track_words import grade_words
from portal.domain.service_requests.photos import MOST_PHOTOS
from portal.forms import LineField, LinesField, RuledForm, choices

LONGEST_WORDS = 1000
_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
_ACCEPTED = {"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"}


class OpenForm(RuledForm):
    """Number and code. Whatever is wrong with them gets one sentence, so nothing is said of each alone."""

    number = LineField(
        _l("办件编号"),
        [DataRequired(_l("请写办件编号。"))],
        render_kw=_PLAIN | {"inputmode": "text", "maxlength": 40},
    )
    code = LineField(
        _l("查询码"),
        [DataRequired(_l("请写查询码。"))],
        render_kw=_PLAIN | {"autocapitalize": "characters", "maxlength": 40},
    )
    shared = BooleanField(_l("这是公用的手机"))


class ActForm(RuledForm):
    """`revision` is that of the request as shown: the same form sent twice is one act."""

    revision = HiddenField()

    @property
    def shown(self) -> int:
        """0 when it makes no sense, which no request ever had."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _words(label: Any, *, needed: str = "") -> LinesField:
    longest = Length(max=LONGEST_WORDS, message=_l("最多 %(n)s 个字。", n=LONGEST_WORDS))
    return LinesField(label, [DataRequired(needed), longest] if needed else [longest], render_kw={"rows": 4})


class _WithPhotos(ActForm):
    photos = MultipleFileField(_l("照片"), render_kw=_ACCEPTED)

    def validate_photos(self, field: MultipleFileField) -> None:
        if len(self.files) > MOST_PHOTOS:
            raise ValidationError(_("一次最多传 %(n)s 张照片，请少选几张。", n=MOST_PHOTOS))

    @property
    def files(self) -> Sequence[FileStorage]:
        """What was chosen; a browser sends an empty file for none."""
        return [file for file in self.photos.data or () if isinstance(file, FileStorage) and file.filename]


class FactsForm(_WithPhotos):
    words = _words(_l("要补充什么"))

    def validate_words(self, field: LinesField) -> None:
        if not field.data and not self.files:
            raise ValidationError(_("请写几句，或者选一张照片。"))


class WithdrawalForm(ActForm):
    words = _words(_l("为什么不用办了"))


class MandateEndForm(ActForm):
    words = _words(_l("想说明的话"))


class TakeOverForm(ActForm):
    """Where the person is reached from now on; `has_phone`: they left a number already."""

    reach = RadioField(_l("以后怎么联系您"), validators=[InputRequired(_l("请选以后怎么联系您。"))])
    phone = LineField(_l("您的电话"), render_kw={"inputmode": "tel", "autocomplete": "tel", "maxlength": 30})

    def __init__(self, *, has_phone: bool, **facts: Any) -> None:
        super().__init__(**facts)
        known = {"known": _("打登记过的电话")} if has_phone else {}
        self.reach.choices = choices(known | {"phone": _("打这个电话"), "visit": _("没有电话，请上门找我")})

    def validate_phone(self, field: LineField) -> None:
        if self.reach.data != "phone":
            return
        if not field.data:
            raise ValidationError(_("请写您的电话。没有的话请选上门找您。"))
        field.data = called_number(field.data)

    @property
    def dialled(self) -> str | None:
        """The number typed, where that is what was chosen."""
        return self.phone.data if self.reach.data == "phone" else None


class UrgingForm(ActForm):
    words = _words(_l("想对办的人说什么"))


class ReopeningForm(ActForm):
    words = _words(_l("哪里没有解决"), needed=_l("请写哪里没有解决，办的人好接着办。"))


class RatingForm(ActForm):
    solved = RadioField(_l("事情解决了吗"), validators=[InputRequired(_l("请选解决了没有。"))])
    grade = RadioField(_l("办得怎么样"), validators=[InputRequired(_l("请选一个评价。"))])
    words = _words(_l("还想说什么"))

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.solved.choices = choices({"yes": _("解决了"), "no": _("没有解决")})
        self.grade.choices = choices({grade.value: word for grade, word in grade_words().items()})

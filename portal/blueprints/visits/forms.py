"""What is filled in at the kitchen table: the checklist of the matter, what the person reads, what stays inside."""

import re
import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, HiddenField, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from portal.domain.matters.parts import AnswerKind
from portal.domain.matters.visit_plan import NO, YES, CheckItem, VisitPlan
from portal.domain.service_requests.photos import MOST_PHOTOS
from portal.domain.service_requests.steps.said import LONGEST
from portal.domain.visits.models import Visit
from portal.domain.visits.recording import LONGEST_ANSWER, Outcome
from portal.domain.visits.words import name_words
from portal.forms import LineField, LinesField, RuledForm, choices

_TOO_LONG = Length(max=LONGEST, message=_l("写得太长了，请不超过 %(n)s 字。", n=LONGEST))
_ANSWER = Length(max=LONGEST_ANSWER, message=_l("最多 %(n)s 个字。", n=LONGEST_ANSWER))
_TOKEN = re.compile(r"[0-9a-f]{32}")


class RecordForm(RuledForm):
    """`token` is that of the form: sent twice it is one record. `revision` is that of the visit it was filled on."""

    token = HiddenField()
    revision = HiddenField()
    met = RadioField(_l("见到人了吗"), validators=[InputRequired(_l("请选见到了没有。"))])
    names = LineField(_l("实际去的人，用顿号隔开"), [DataRequired(_l("请写谁去了。")), Length(max=100)])
    told = LinesField(_l("给本人看的话"), [_TOO_LONG])
    internal = LinesField(_l("内部记录，本人看不到"), [_TOO_LONG])
    why = LinesField(_l("没见到的话，怎么回事"), [_TOO_LONG])
    photos = MultipleFileField(_l("照片"), render_kw={"accept": "image/*"})
    photos_shown = BooleanField(_l("照片本人查询时也能看到"))

    checks: dict[str, CheckItem]

    @classmethod
    def of(cls, visit: Visit, plan: VisitPlan) -> "RecordForm":
        """The form for this visit: `check_eat` for the line with the key `eat`."""
        fields = {f"check_{item.key}": _field(item) for item in plan.checklist}
        made = type("RecordForm", (cls,), fields)()
        made.checks = {f"check_{item.key}": item for item in plan.checklist}
        made.met.choices = choices({YES: _("见到了"), NO: _("没见到")})
        if not made.is_submitted():
            made.token.data, made.revision.data = secrets.token_hex(16), str(visit.revision)
            made.names.data = name_words(visit.names)
        return made

    def validate_photos(self, field: MultipleFileField) -> None:
        if len(self.files) > MOST_PHOTOS:
            raise ValidationError(_("一次最多传 %(n)s 张照片，请少选几张。", n=MOST_PHOTOS))

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators)
        wanted = {YES: (self.told, _("请写一句给本人看的话。")), NO: (self.why, _("请写怎么没见到。"))}
        field, sentence = wanted.get(self.met.data, (None, ""))
        if field is not None and not field.data:
            field.errors = [sentence]
            right = False
        return right

    @property
    def checklist(self) -> list[Field]:
        return [self[name] for name in self.checks]

    @property
    def files(self) -> Sequence[FileStorage]:
        """What was chosen; a browser sends an empty file for none."""
        return [file for file in self.photos.data or () if isinstance(file, FileStorage) and file.filename]

    @property
    def outcome(self) -> Outcome:
        seen, token = self.revision.data or "", self.token.data or ""
        return Outcome(
            token=token if _TOKEN.fullmatch(token) else secrets.token_hex(16),
            seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else 0,
            met=self.met.data == YES,
            names=re.split(r"[、，,;；]+", self.names.data or ""),
            told=self.told.data or "",
            internal=self.internal.data or "",
            why=self.why.data or "",
            answers={item.key: self[name].data or "" for name, item in self.checks.items()},
        )


class CancelForm(RuledForm):
    revision = HiddenField()
    why = LineField(
        _l("为什么取消（本人看不到）"),
        [DataRequired(_l("请写为什么取消。")), Length(max=200, message=_l("最多 200 个字。"))],
    )

    @property
    def seen(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


class ReadingForm(RuledForm):
    reason = LineField(
        _l("为什么要看"),
        [DataRequired(_l("请写为什么要看，本人会看到。")), Length(max=100, message=_l("最多 100 个字。"))],
    )


def _field(item: CheckItem) -> Field:
    """Nothing of a checklist is compulsory: what was not asked at the table is left open."""
    if item.kind is AnswerKind.YES_NO:
        return RadioField(item.label, choices=choices({YES: _("是"), NO: _("否"), "": _("没问")}), default="")
    if item.kind is AnswerKind.CHOICE:
        offered = {option: option for option in item.options} | {"": _("没问")}
        return RadioField(item.label, choices=choices(offered), default="")
    if item.kind is AnswerKind.LINES:
        return LinesField(item.label, [_ANSWER], render_kw={"rows": 2})
    number = {"inputmode": "numeric"} if item.kind is AnswerKind.NUMBER else {}
    return LineField(item.label, [_ANSWER], render_kw=number)

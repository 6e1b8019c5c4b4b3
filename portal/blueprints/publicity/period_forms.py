"""An objection, the number and code that open its answer, a re-check, and a notice taken down."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.blueprints.publicity.period_words import outcome_names
from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.publicity.objections import LONGEST, LONGEST_NAME, SHORTEST
from portal.domain.publicity.period_models import Outcome
from portal.domain.service_requests.steps.said import LONGEST as LONGEST_WORDS
from portal.forms import LineField, LinesField, RuledForm, choices

_TOO_LONG = _l("写得太长了，请不超过 %(n)s 字。", n=LONGEST_WORDS)


class ObjectionForm(RuledForm):
    """`token` makes the same form sent twice one objection."""

    token = HiddenField(validators=[DataRequired(_l("这一页太旧了，请刷新后再写。")), Length(min=20, max=64)])
    words = LinesField(
        _l("您觉得哪里不对"),
        [
            DataRequired(_l("请写一下哪里不对。")),
            Length(
                min=SHORTEST, max=LONGEST, message=_l("请写 %(least)s 到 %(most)s 个字。", least=SHORTEST, most=LONGEST)
            ),
        ],
        render_kw={"rows": "5"},
    )
    name = LineField(_l("您的名字"), [Length(max=LONGEST_NAME, message=_l("名字太长了。"))])
    phone = LineField(_l("您的电话"), [Length(max=30)], render_kw={"type": "tel", "inputmode": "tel"})

    def validate_phone(self, field: LineField) -> None:
        try:
            entered_phone(field.data or "")
        except PhoneRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class AnswerForm(RuledForm):
    number = LineField(
        _l("异议编号"), [DataRequired(_l("请填异议编号。")), Length(max=30)], render_kw={"inputmode": "numeric"}
    )
    code = LineField(
        _l("查询码"),
        [DataRequired(_l("请填查询码。")), Length(max=30)],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class RecheckForm(RuledForm):
    outcome = RadioField(_l("复核下来"), validators=[InputRequired(_l("请选复核的结果。"))])
    found = LinesField(
        _l("核实到了什么"), [DataRequired(_l("请写核实到了什么。")), Length(max=LONGEST_WORDS, message=_TOO_LONG)]
    )
    answer = LinesField(
        _l("给提意见的人的答复"), [DataRequired(_l("请写答复。")), Length(max=LONGEST_WORDS, message=_TOO_LONG)]
    )

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.outcome.choices = choices({one.value: name for one, name in outcome_names().items()})

    @property
    def chosen(self) -> Outcome:
        return Outcome(self.outcome.data)

    def validate_answer(self, field: LinesField) -> None:
        if field.data and field.data.strip() == (self.found.data or "").strip():
            raise ValidationError(_("核实到的留在内部，答复是给对方看的，请分开写。"))


class TakeDownForm(RuledForm):
    words = LinesField(
        _l("为什么撤下"), [DataRequired(_l("请写为什么撤下。")), Length(max=LONGEST_WORDS, message=_TOO_LONG)]
    )

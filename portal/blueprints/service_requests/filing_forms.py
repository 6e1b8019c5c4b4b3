"""What is asked when something is reported. The questions come from the matter; staff who file for somebody use the
same form."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.matters.content import Content
from portal.domain.matters.parts import AnswerKind, Question
from portal.domain.sensitive_facts.free_text import NumberInText, refuse_numbers
from portal.domain.service_requests.draft_places import LONGEST_TEXT, DraftPlace
from portal.forms import LineField, LinesField, RuledForm, choices

MOST_ON_A_PAGE = 3
LONGEST_LINE, LONGEST_LINES = 100, 1000
_NUMBER = re.compile(r"(\d{1,9})(?:\.\d{1,2})?\D{0,4}")


def question_pages(content: Content) -> list[tuple[Question, ...]]:
    """The matter's questions in a few small pages of about the same length; none for a matter that asks nothing."""
    asked = content.open_questions
    pages = -(-len(asked) // MOST_ON_A_PAGE)
    ends = [round(len(asked) * page / pages) for page in range(pages + 1)] if pages else []
    return [asked[start:end] for start, end in pairwise(ends)]


def questions_form(
    content: Content, questions: Sequence[Question] | None = None, answers: Mapping[str, str] | None = None
) -> "QuestionsForm":
    """A form with a field for each question of a matter, or for those of one page; `answers` by key stand in it."""
    asked = tuple(content.open_questions if questions is None else questions)
    fields = {_name(question): _field(question) for question in asked}
    form_class = type("QuestionsForm", (QuestionsForm,), fields)
    form: QuestionsForm = form_class(data={_name(one): (answers or {}).get(one.key, "") for one in asked})
    form.questions = asked
    return form


class QuestionsForm(RuledForm):
    """Made by `questions_form`."""

    questions: tuple[Question, ...]

    @property
    def asked(self) -> list[tuple[Question, Any]]:
        """Each question with its field, in order."""
        return [(question, self[_name(question)]) for question in self.questions]

    @property
    def by_key(self) -> dict[str, str]:
        """What was answered, by the key of the question."""
        return {question.key: str(field.data or "") for question, field in self.asked}

    @property
    def answers(self) -> list[dict[str, str]]:
        return in_words(self.questions, self.by_key)


def in_words(questions: Sequence[Question], by_key: Mapping[str, str]) -> list[dict[str, str]]:
    """Questions and answers as a request keeps them; what was left empty is left out."""
    return [{"question": one.label, "answer": by_key[one.key]} for one in questions if by_key.get(one.key)]


def hint_of(question: Question) -> str:
    """What stands below a question."""
    if question.hint or question.kind is not AnswerKind.WHEN:
        return question.hint
    return _("大概就行，比如：今天早上、上个月")


def _name(question: Question) -> str:
    return f"answer_{question.key}"


def _field(question: Question) -> Any:
    label, needed = question.label, question.required
    if question.kind in (AnswerKind.CHOICE, AnswerKind.YES_NO):
        options = question.options or _yes_and_no(label)
        checks = [InputRequired(_l("“%(asked)s”请选一个。", asked=label))] if needed else [Optional()]
        return RadioField(
            label, checks, filters=[_without_blanks], choices=choices(dict(zip(options, options, strict=True)))
        )
    longest = LONGEST_LINES if question.kind is AnswerKind.LINES else LONGEST_LINE
    checks = [DataRequired(_l("请写“%(asked)s”。", asked=label)) if needed else Optional()]
    checks += [Length(max=longest, message=_l("最多 %(n)s 个字。", n=longest)), _no_private_number]
    if question.kind is AnswerKind.NUMBER:
        return LineField(label, [*checks, _number], render_kw={"inputmode": "numeric"})
    return (LinesField if question.kind is AnswerKind.LINES else LineField)(label, checks)


def _without_blanks(said: str | None) -> str:
    """Blanks count as nothing chosen, for the check and for what is kept."""
    return (said or "").strip()


def _whose(said: str | None) -> str:
    return _without_blanks(said) or "self"


def _yes_and_no(label: str) -> tuple[str, str]:
    return ("有", "没有") if "有没有" in label else ("是", "不是")


def _no_private_number(_form: Any, field: LineField) -> None:
    """Said beside the field; the rule itself asks again when it is filed."""
    try:
        refuse_numbers(field.data or "")
    except NumberInText as refusal:
        raise ValidationError(str(refusal)) from refusal


def _number(_form: Any, field: LineField) -> None:
    """Digits in any width, with or without a unit behind: ３, 3口人, 约 2000 元."""
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", field.data or "")).lstrip("约大概")
    if not _NUMBER.fullmatch(plain):
        raise ValidationError(_("请写数字，比如 3。"))


class SearchForm(RuledForm):
    words = LineField(
        _l("小区和楼号，或路名和门牌号"),
        [DataRequired(_l("请写在哪里。")), Length(max=200, message=_l("最多 200 个字。"))],
    )


class ChoiceForm(RuledForm):
    place = RadioField(_l("是哪一处"), validate_choice=False, validators=[InputRequired(_l("请选一处。"))])


class DetailsForm(RuledForm):
    """What the building, or the grid, alone does not tell. `place` names it as `draft_places.at_key` reads."""

    place = HiddenField()
    entrance = RadioField(_l("几单元"), validators=[Optional()], filters=[_without_blanks])
    room = LineField(_l("房号"), [Length(max=20, message=_l("最多 20 个字。"))])
    text = LineField(_l("具体在哪里"), [Length(max=LONGEST_TEXT, message=_l("最多 100 个字。"))])

    def __init__(self, at: DraftPlace, **facts: Any) -> None:
        super().__init__(**facts)
        entrances = [one for one in at.building.entrances if one.ended_on is None] if at.building else []
        self.entrance.choices = choices(
            {str(one.number): one.name for one in entrances} | {"": _("不清楚，或不分单元")}
        )
        self.asks_entrance, self.asks_room = len(entrances) > 1, at.building is not None
        if not self.asks_room:
            self.text.flags.required = True

    def validate_text(self, field: LineField) -> None:
        if not self.asks_room and not field.data:
            raise ValidationError(_("请写具体在哪里。"))


class OutsideForm(RuledForm):
    """What is in no building: words, and the community it lies in."""

    text = LineField(
        _l("具体在哪里"),
        [DataRequired(_l("请写具体在哪里。")), Length(max=LONGEST_TEXT, message=_l("最多 100 个字。"))],
    )
    community = SelectField(_l("哪个社区"), validators=[InputRequired(_l("请选一个社区。"))])

    def __init__(self, communities: Mapping[str, str], **facts: Any) -> None:
        super().__init__(**facts)
        self.community.choices = [*([("", _("请选"))] if len(communities) > 1 else []), *communities.items()]


class WhoForm(RuledForm):
    """Who reports it. Nothing that is not needed: no identity number."""

    anonymous = BooleanField(_l("匿名，不留姓名和电话"))
    name = LineField(_l("姓名"), [Length(max=30, message=_l("姓名最多 30 个字。")), _no_private_number])
    phone = LineField(_l("电话"), [Length(max=30, message=_l("电话最多 30 个字。"))], render_kw={"inputmode": "tel"})
    phone_owner = RadioField(_l("电话是谁的"), validators=[Optional()], filters=[_whose], default="self")
    confidential = BooleanField(_l("保密：只让办这件事的人看到我的姓名和电话"))

    def __init__(self, *, may_be_anonymous: bool, **facts: Any) -> None:
        super().__init__(**facts)
        self.phone_owner.choices = choices(phone_owners())
        self.name.flags.required = self.phone.flags.required = True
        self.may_be_anonymous = may_be_anonymous
        if not may_be_anonymous:
            self.anonymous.data = self.confidential.data = False

    def validate_name(self, field: LineField) -> None:
        if not self.anonymous.data and not field.data:
            raise ValidationError(_("请写您的姓名。"))

    def validate_phone(self, field: LineField) -> None:
        if self.anonymous.data:
            return
        if not field.data:
            raise ValidationError(_("请写电话，办的人好找您。"))
        field.data = called_number(field.data)


class FollowForm(RuledForm):
    """Following what a neighbour reported."""

    request = RadioField(_l("是哪一件"), validate_choice=False, validators=[InputRequired(_l("请选一件。"))])
    phone = LineField(_l("手机号"), [Length(max=30, message=_l("电话最多 30 个字。"))], render_kw={"inputmode": "tel"})

    def validate_phone(self, field: LineField) -> None:
        try:
            field.data = entered_phone(field.data or "")
        except PhoneRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class SendForm(RuledForm):
    """The last button. `token` is that of the draft as shown: an older page does not send a newer form."""

    token = HiddenField()
    shared = BooleanField(_l("这是公用的手机"))


def called_number(typed: str) -> str:
    """A number under which somebody can be reached, as it is kept. Raises ValidationError."""
    try:
        number = entered_phone(typed)
    except PhoneRefused as refusal:
        raise ValidationError(str(refusal)) from refusal
    if len(number) < 10:
        raise ValidationError(_("请写能找到您的手机或座机。"))
    return number


def phone_owners() -> dict[str, str]:
    """Whose phone it is: many old people leave the number of a child (本人、子女、邻居)."""
    return {"self": _("本人"), "family": _("家人"), "neighbour": _("邻居")}

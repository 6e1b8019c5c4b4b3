"""Sensitive facts as they are asked for: each kind with its purpose, a tick that is never set beforehand, its fields.

The same fields stand on a page of the form, on the page of who follows a request, and on the desk.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField
from wtforms.validators import Length, Optional

from portal import clock
from portal.blueprints.service_requests.step_form import StepForm, Ticks
from portal.blueprints.service_requests.track_forms import ActForm
from portal.domain.errors import DomainError
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.matters.parts import AnswerKind
from portal.domain.sensitive_facts.consents import ConsentWords, consent_words
from portal.domain.sensitive_facts.kinds import LABEL, LONGEST_WORDS, FactKind
from portal.domain.sensitive_facts.queries import consents_of, shown_facts
from portal.domain.sensitive_facts.statements import Asked, Statement, asked_by, clean
from portal.domain.service_requests.models import ServiceRequest
from portal.forms import LineField, LinesField, RuledForm, choices

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}
_KEYS = {FactKind.ID_NUMBER: {"inputmode": "text", "maxlength": 40}, FactKind.BANK_ACCOUNT: {"inputmode": "numeric"}}


class AsksFacts:
    """The part of a form that asks for the facts of a matter; made by `with_facts`.

    kept  what is there already, by the name of the field, masked
    """

    version: MatterVersion
    kept: Mapping[str, str]

    @property
    def asked(self) -> list[tuple[FactKind, list[Asked]]]:
        content = content_of(self.version)
        return [(kind, asked_by(content, kind)) for kind in content.fact_kinds]

    @property
    def sections(self) -> list[tuple[str, ConsentWords, Any, list[tuple[Asked, Any, str]]]]:
        """For each kind its name, the words agreed to, the tick, and each field with what is there already."""
        return [
            (
                LABEL[kind],
                consent_words(kind, self.version),
                self._at(_tick(kind)),
                [(one, self._at(_field_name(one)), self.kept.get(one.name, "")) for one in fields],
            )
            for kind, fields in self.asked
        ]

    @property
    def ticked(self) -> set[FactKind]:
        return {kind for kind, _fields in self.asked if self._at(_tick(kind)).data}

    @property
    def typed(self) -> dict[str, str]:
        """What was written, cleaned, by the name of the field; only under a tick."""
        return {
            one.name: clean(Statement(kind, one.label, self._value(one)), clock.today())
            for kind, fields in self.asked
            for one in fields
            if self._value(one) and kind in self.ticked
        }

    @property
    def statements(self) -> list[Statement]:
        typed = self.typed
        return [
            Statement(kind, one.label, typed[one.name])
            for kind, fields in self.asked
            for one in fields
            if one.name in typed
        ]

    def facts_are_right(self) -> bool:
        """Whether every value can be, and stands under a tick; else the sentences stand with the fields."""
        right = True
        for kind, fields in self.asked:
            written = [one for one in fields if self._value(one)]
            for one in written:
                try:
                    clean(Statement(kind, one.label, self._value(one)), clock.today())
                except DomainError as refusal:
                    self._at(_field_name(one)).errors = [str(refusal)]
                    right = False
            if written and not self._at(_tick(kind)).data:
                self._at(_tick(kind)).errors = [_("填了这一项，请先打勾同意。不同意就空着，一样办。")]
                right = False
        return right

    def _value(self, one: Asked) -> str:
        return str(self._at(_field_name(one)).data or "").strip()

    def _at(self, name: str) -> Any:
        return self[name]  # type: ignore[index]


class FactsPageForm(AsksFacts, RuledForm):
    """A page of the form that is filled in."""

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) & self.facts_are_right()


class OwnFactsForm(AsksFacts, ActForm):
    """Whoever follows a request states or corrects something."""

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators) & self.facts_are_right()
        if right and not self.typed:
            self.form_errors.append(_("一项也没有写。要改哪一项，请在那一项里写。"))
            return False
        return right


class StatedFactsForm(AsksFacts, StepForm):
    """Staff write down what the person says, after the words were read out to them."""

    template = "service_requests/staff/_ask_facts.html"

    @classmethod
    def of(cls, request: ServiceRequest) -> "StatedFactsForm":
        words = _("念给本人听过了，本人同意")
        return with_facts(cls, request.matter_version, words, kept_of(request), request=request)

    def validate(self, extra_validators: Any = None) -> bool:
        right = super().validate(extra_validators) & self.facts_are_right()
        if right and not self.typed:
            self.form_errors.append(_("一项也没有写。请至少写一项，或者先不办。"))
            return False
        return right


class ConsentWithdrawalForm(StepForm):
    """Staff take a consent back for the person."""

    kinds = Ticks(validators=[])
    words = LinesField(validators=[])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        self.kinds.label.text, self.words.label.text = _("撤回哪几项"), _("本人怎么说的")
        held = dict.fromkeys(FactKind(one.kinds[0]) for one in consents_of(request))
        self.kinds.choices = choices({kind.value: LABEL[kind] for kind in held})
        self.words.flags.required = True

    @property
    def chosen(self) -> list[FactKind]:
        return [FactKind(kind) for kind in self.kinds.data or ()]


def with_facts(form: Any, version: MatterVersion, tick: str, kept: Mapping[str, str], **facts: Any) -> Any:
    """A form of this class with a tick and the fields for every kind of fact the matter asks for."""
    content = content_of(version)
    fields: dict[str, Any] = {"version": version, "kept": kept}
    for kind in content.fact_kinds:
        fields[_tick(kind)] = BooleanField(tick)
        fields |= {_field_name(one): _field(one) for one in asked_by(content, kind)}
    return type(form.__name__, (form,), fields)(**facts)


def kept_of(request: ServiceRequest) -> dict[str, str]:
    """What is on file, masked, by the name of the field that asks for it."""
    on_file = {(one.kind, one.label): one.masked or _("写了，不显示") for one in shown_facts(request)}
    content = content_of(request.matter_version)
    asked = [one for kind in content.fact_kinds for one in asked_by(content, kind)]
    return {one.name: on_file[one.kind, one.label] for one in asked if (one.kind, one.label) in on_file}


def _tick(kind: FactKind) -> str:
    return f"tick_{kind.value}"


def _field_name(one: Asked) -> str:
    return f"fact_{one.name}".replace("-", "_")


def _field(one: Asked) -> Any:
    kind = one.question.kind if one.question else None
    options = one.options or (("是", "不是") if kind is AnswerKind.YES_NO else ())
    if options:
        labels = choices(dict(zip(options, options, strict=True)))
        return RadioField(one.label, [Optional()], choices=labels, filters=[lambda said: (said or "").strip()])
    longest = Length(max=LONGEST_WORDS, message=_("最多 %(n)s 个字。", n=LONGEST_WORDS))
    keys = _KEYS.get(one.kind, {"inputmode": "numeric"} if kind is AnswerKind.NUMBER else {})
    field = LinesField if kind is AnswerKind.LINES or (one.kind is FactKind.ILLNESS and kind is None) else LineField
    return field(one.label, [longest], render_kw=_PLAIN | keys)

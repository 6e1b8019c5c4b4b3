"""The forms of the steps about a mandate: staff write down what the person said, or what lies before them on paper."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, DateField, RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from portal import clock
from portal.blueprints.service_requests import speaking_words
from portal.blueprints.service_requests.filing_forms import called_number
from portal.blueprints.service_requests.step_form import StepForm, needed
from portal.domain.mandates import ending, fitting, giving
from portal.domain.mandates.draft_entry import USUAL_MONTHS, after_months, helps_as
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.giving import LONGEST_WISH
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Told,
)
from portal.domain.matters.content import content_of
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.offers import agent_with_code
from portal.domain.service_requests.steps import codes
from portal.forms import LineField, LinesField, choices

_NAME = [Length(max=40, message=_l("最多 40 个字。"))]
_PRIVATE = {"autocomplete": "off"}


class GiveMandateForm(StepForm):
    """Everything a mandate says. Who speaks as worker or for the committee is whoever fills it in."""

    kind = RadioField(_l("谁代办"), validators=[InputRequired(_l("请选谁代办。"))])
    relation = LineField(_l("是本人的什么人"), _NAME, render_kw=_PRIVATE)
    agent_name = LineField(_l("代办人姓名（工作人员代办的不用写）"), _NAME, render_kw=_PRIVATE)
    agent_phone = LineField(_l("代办人电话"), render_kw={**_PRIVATE, "inputmode": "tel", "maxlength": 30})
    age = RadioField(_l("本人多大年纪"), default=PersonAge.ADULT.value, validators=[InputRequired(_l("请选一样。"))])
    limited = BooleanField(_l("本人不能完全自己拿主意（要监护人）"))
    basis = RadioField(_l("凭什么"), validators=[InputRequired(_l("请选凭什么。"))])
    first_witness = LineField(_l("口头同意的：第一位见证人"), _NAME, render_kw=_PRIVATE)
    second_witness = LineField(_l("第二位见证人"), _NAME, render_kw=_PRIVATE)
    scope = RadioField(_l("办哪些"), default=MandateScope.MATTER.value, validators=[InputRequired(_l("请选办哪些。"))])
    valid_until = DateField(_l("到哪一天为止（最长一年）"), [InputRequired(_l("请选到哪一天为止。"))])
    consent = RadioField(_l("本人怎么同意的"), validators=[InputRequired(_l("请选本人怎么同意的。"))])
    own_wish = LinesField(
        _l("怎么知道本人愿意"), [Length(max=LONGEST_WISH, message=_l("最多 %(n)s 个字。", n=LONGEST_WISH))]
    )
    told = RadioField(_l("进展告诉谁"), default=Told.BOTH.value, validators=[InputRequired(_l("请选进展告诉谁。"))])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        content, names = content_of(request.matter_version), speaking_words.kind_names()
        adults = fitting.kinds_for(content, PersonAge.ADULT, limited=False)
        known = {*adults, *fitting.kinds_for(content, PersonAge.ADULT, limited=True)}
        own = set(helps_as(current_user))
        self.kind.choices = choices(
            {kind: names[kind] for kind in names if kind in known and (kind in own or kind not in fitting.OF_STAFF)}
        )
        self.age.choices = choices(speaking_words.age_names())
        self.basis.choices = choices(speaking_words.basis_names())
        whole = _("“%(category)s”一类的事都可以", category=request.matter_version.category)
        self.scope.choices = choices({MandateScope.MATTER: _("只办这一件"), MandateScope.CATEGORY: whole})
        self.consent.choices = choices(speaking_words.consent_names())
        self.told.choices = choices(speaking_words.told_names())
        if not self.is_submitted():
            self.valid_until.data = after_months(clock.today(), USUAL_MONTHS)

    def validate_agent_phone(self, field: LineField) -> None:
        if field.data:
            field.data = called_number(field.data)

    @property
    def entry(self) -> MandateEntry:
        kind, until = AgentKind(self.kind.data), self.valid_until.data
        assert isinstance(until, date)  # noqa: S101 (the form was validated)
        oral = self.basis.data == MandateBasis.ORAL
        return MandateEntry(
            kind=kind,
            relation=self.relation.data or "",
            basis=MandateBasis(self.basis.data),
            scope=MandateScope(self.scope.data),
            valid_until=until,
            agent_name=self.agent_name.data or "",
            agent_phone=self.agent_phone.data or "",
            age=PersonAge(self.age.data),
            limited=bool(self.limited.data),
            consent=PersonConsent(self.consent.data),
            own_wish=self.own_wish.data or "",
            told=Told(self.told.data),
            witnesses=(self.first_witness.data or "", self.second_witness.data or "") if oral else None,
            agent_user_id=current_user.id if kind in fitting.OF_STAFF else None,
        )


class EndMandateForm(StepForm):
    words = LinesField(_l("本人怎么说的（代办人看不到）"), needed(_l("请写本人是怎么说的。")))


class TakeOverDeedForm(StepForm):
    phone = LineField(
        _l("本人的电话（没有就不写，以后上门联系）"), render_kw={**_PRIVATE, "inputmode": "tel", "maxlength": 30}
    )
    words = LinesField(_l("本人怎么说的"), needed(_l("请写本人是怎么说的。")))

    def validate_phone(self, field: LineField) -> None:
        if field.data:
            field.data = called_number(field.data)


class PersonCodeForm(StepForm):
    words = LinesField(_l("怎么交到本人手里"), needed(_l("请写怎么交到本人手里，例如“上门当面交给本人”。")))


class NewCodeForm(StepForm):
    """`whose`: where both the person and who speaks for them have one."""

    whose = RadioField(_l("给谁换"))
    words = LinesField(_l("怎么核实是本人的"), needed(_l("请写怎么核实是本人的。")))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        agent = agent_with_code(request) is not None
        self.of_agent = agent and not request.applicant_phone
        self.both = agent and bool(request.applicant_phone)
        self.whose.choices = choices({"person": _("本人"), "agent": _("代办人")})
        if not self.both:
            del self.whose
        if self.both or self.of_agent:
            self.words.label.text = _("怎么核实的")

    def validate_whose(self, field: RadioField) -> None:
        if field.data not in ("person", "agent"):
            raise ValidationError(_("请选给谁换。"))
        self.of_agent = field.data == "agent"


def give(request: ServiceRequest, form: GiveMandateForm, acting: Acting) -> str:
    """The code to be read to the agent; empty for members of staff."""
    return giving.give(request, form.entry, acting)[1]


def end_mandate(request: ServiceRequest, form: EndMandateForm, acting: Acting) -> Mandate:
    return ending.end_mandate(request, form.words.data, acting)


def take_over(request: ServiceRequest, form: TakeOverDeedForm, acting: Acting) -> Mandate:
    return ending.take_over(request, form.phone.data, form.words.data, acting)


def person_code(request: ServiceRequest, form: PersonCodeForm, acting: Acting) -> str:
    """For the slip."""
    return codes.person_code(request, form.words.data, acting)


def new_code(request: ServiceRequest, form: NewCodeForm, acting: Acting) -> str:
    renew = codes.new_agent_code if form.of_agent else codes.new_code
    return renew(request, form.words.data, acting)

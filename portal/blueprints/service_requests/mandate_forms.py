"""The pages of a mandate, one thing on each: who speaks, for whom, on what basis, how far, agreed how, who is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from portal import clock
from portal.blueprints.service_requests import mandate_words as words
from portal.blueprints.service_requests.filing_forms import called_number
from portal.domain.mandates.draft_entry import (
    MONTHS,
    USUAL_MONTHS,
    after_months,
    bases_for,
    kinds_offered,
    unable_may_be_said,
)
from portal.domain.mandates.giving import LONGEST_WISH
from portal.domain.mandates.models import MandateBasis, PersonAge, PersonConsent
from portal.domain.matters.content import Content
from portal.forms import LineField, LinesField, RuledForm, choices

LONGEST_RELATION, LONGEST_NAME = 40, 30
Said = dict[str, Any]


class WhomForm(RuledForm):
    whom = RadioField(_l("给谁办"), validators=[InputRequired(_l("请选给谁办。"))])

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.whom.choices = choices({"self": _("给我自己"), "other": _("替别人")})


class MandateForm(RuledForm):
    """One page. `content` is the matter's, `said` what the pages before hold; `answers` is what this one adds."""

    def __init__(self, content: Content, category: str, said: Mapping[str, Any], **facts: Any) -> None:
        super().__init__(**facts)
        self.content, self.category, self.known = content, category, said
        self.choose()

    def choose(self) -> None:
        """Set what can be chosen."""

    @staticmethod
    def shown(said: Mapping[str, Any]) -> Said:
        """What stands in the fields."""
        return dict(said)

    @property
    def answers(self) -> Said:
        raise NotImplementedError

    def kept(self, fields: Mapping[str, Any]) -> Said:
        """What the draft keeps of it, by field."""
        return {"mandate": fields.get("mandate", {}) | self.answers}


class AgentForm(MandateForm):
    kind = RadioField(_l("您是他的什么人"), validators=[InputRequired(_l("请选您是他的什么人。"))])
    relation = LineField(
        _l("怎么称呼"),
        [
            InputRequired(_l("请写您是他的什么人，比如：女儿。")),
            Length(max=LONGEST_RELATION, message=_l("最多 40 个字。")),
        ],
    )

    def choose(self) -> None:
        names = words.kind_names()
        self.kind.choices = choices({kind: names[kind] for kind in kinds_offered(self.content)})

    @property
    def answers(self) -> Said:
        return {"kind": self.kind.data, "relation": self.relation.data}


class PersonForm(MandateForm):
    """Whom it is for: from here on the bar says so on every page."""

    person_name = LineField(
        _l("他的姓名"),
        [InputRequired(_l("请写他的姓名。")), Length(max=LONGEST_NAME, message=_l("姓名最多 30 个字。"))],
        render_kw={"autocomplete": "off"},
    )
    age = RadioField(_l("他多大年纪"), validators=[InputRequired(_l("请选他多大年纪。"))])
    decides = RadioField(_l("他自己能拿主意吗"), validators=[Optional()])

    def choose(self) -> None:
        self.age.choices = choices(words.age_names())
        self.decides.choices = choices(
            {"yes": _("能。眼睛、耳朵、腿脚不好也算能"), "no": _("不能，或者有的事弄不明白")}
        )

    @staticmethod
    def shown(said: Mapping[str, Any]) -> Said:
        decides = ("no" if said.get("limited") else "yes") if "age" in said else None
        return {"age": said.get("age"), "decides": decides}

    def validate_age(self, _field: RadioField) -> None:
        if self.age.data == PersonAge.ADULT and not self.decides.data:
            self.decides.errors = [_("请选他自己能不能拿主意。")]
            raise ValidationError(_("成年人还要选：他自己能不能拿主意。"))

    @property
    def answers(self) -> Said:
        return {"age": self.age.data, "limited": self.decides.data == "no"}

    def kept(self, fields: Mapping[str, Any]) -> Said:
        named = {"name": self.person_name.data}
        who = {"who": fields["who"] | named} if fields.get("who") else {}
        return super().kept(fields) | {"known_person": fields.get("known_person", {}) | named} | who


class BasisForm(MandateForm):
    basis = RadioField(_l("凭什么替他办"), validators=[InputRequired(_l("请选一样。"))])
    first_witness = LineField(_l("第一位作证的人"), [Length(max=LONGEST_NAME, message=_l("姓名最多 30 个字。"))])
    second_witness = LineField(_l("第二位作证的人"), [Length(max=LONGEST_NAME, message=_l("姓名最多 30 个字。"))])

    def choose(self) -> None:
        names = words.basis_names()
        self.basis.choices = choices({basis: names[basis] for basis in bases_for(self.known)})
        self.may_be_oral = MandateBasis.ORAL in bases_for(self.known)

    @staticmethod
    def shown(said: Mapping[str, Any]) -> Said:
        first, second = said.get("witnesses") or ("", "")
        return {"basis": said.get("basis"), "first_witness": first, "second_witness": second}

    def validate(self, extra_validators: Any = None) -> bool:
        """Names typed before another basis was chosen say nothing any more."""
        if self.basis.data and self.basis.data != MandateBasis.ORAL:
            self.first_witness.data = self.second_witness.data = ""
        return super().validate(extra_validators)

    def validate_first_witness(self, field: LineField) -> None:
        self._named(field)

    def validate_second_witness(self, field: LineField) -> None:
        self._named(field)
        if field.data and field.data == self.first_witness.data:
            raise ValidationError(_("两位作证的人要是不同的人。"))

    def _named(self, field: LineField) -> None:
        if self.basis.data == MandateBasis.ORAL and not field.data:
            raise ValidationError(_("口头同意要写两位作证的人。"))

    @property
    def answers(self) -> Said:
        oral = self.basis.data == MandateBasis.ORAL
        both = [self.first_witness.data, self.second_witness.data]
        return {"basis": self.basis.data, "witnesses": both if oral else None}


class ScopeForm(MandateForm):
    scope = RadioField(_l("替他办哪些事"), validators=[InputRequired(_l("请选替他办哪些事。"))])
    months = RadioField(_l("办到什么时候"), validators=[InputRequired(_l("请选办到什么时候。"))])

    def choose(self) -> None:
        self.days: dict[int, date] = {n: after_months(clock.today(), n) for n in MONTHS}
        self.scope.choices = choices(words.scope_names(self.category))
        self.months.choices = choices(words.month_names(self.days))

    @staticmethod
    def shown(said: Mapping[str, Any]) -> Said:
        return {"scope": said.get("scope", "matter"), "months": str(said.get("months", USUAL_MONTHS))}

    @property
    def answers(self) -> Said:
        months = int(self.months.data)
        return {"scope": self.scope.data, "months": months, "valid_until": self.days[months].isoformat()}


class ConsentForm(MandateForm):
    consent = RadioField(_l("他怎么同意的"), validators=[InputRequired(_l("请选他怎么同意的。"))])
    own_wish = LinesField(
        _l("您怎么知道他愿意"), [Length(max=LONGEST_WISH, message=_l("最多 %(n)s 个字。", n=LONGEST_WISH))]
    )

    def choose(self) -> None:
        names = words.consent_names()
        if not unable_may_be_said(self.known):
            names.pop(PersonConsent.UNABLE)
            self.own_wish.flags.required = self.known.get("age") != PersonAge.CHILD
        self.consent.choices = choices(names)

    def validate_own_wish(self, field: LinesField) -> None:
        silent = self.consent.data == PersonConsent.UNABLE or self.known.get("age") == PersonAge.CHILD
        if not silent and not field.data:
            raise ValidationError(_("请写您怎么知道他愿意，比如：昨天在家里当面说的。"))

    @property
    def answers(self) -> Said:
        return {"consent": self.consent.data, "own_wish": self.own_wish.data}


class ToldForm(MandateForm):
    told = RadioField(_l("进展告诉谁"), validators=[InputRequired(_l("请选进展告诉谁。"))])

    def choose(self) -> None:
        self.told.choices = choices(words.told_names())

    @staticmethod
    def shown(said: Mapping[str, Any]) -> Said:
        return {"told": said.get("told", "both")}

    @property
    def answers(self) -> Said:
        return {"told": self.told.data}


FORMS: dict[str, type[MandateForm]] = {
    "agent": AgentForm,
    "person": PersonForm,
    "basis": BasisForm,
    "scope": ScopeForm,
    "consent": ConsentForm,
    "told": ToldForm,
}


class PeopleForm(RuledForm):
    """The person concerned, and who speaks for them. `asks_agent` is off where the agent is known by their account."""

    person_name = LineField(
        _l("他的姓名"),
        [InputRequired(_l("请写他的姓名。")), Length(max=LONGEST_NAME, message=_l("姓名最多 30 个字。"))],
        render_kw={"autocomplete": "off"},
    )
    person_phone = LineField(
        _l("他的电话"),
        [Length(max=30, message=_l("电话最多 30 个字。"))],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    name = LineField(_l("您的姓名"), [Length(max=LONGEST_NAME, message=_l("姓名最多 30 个字。"))])
    phone = LineField(
        _l("您的电话"), [Length(max=30, message=_l("电话最多 30 个字。"))], render_kw={"inputmode": "tel"}
    )
    confidential = BooleanField(_l("保密：只让办这件事的人看到姓名和电话"))

    def __init__(self, *, asks_agent: bool, told: str = "", **facts: Any) -> None:
        super().__init__(**facts)
        self.asks_agent, self.told = asks_agent, told
        self.name.flags.required = self.phone.flags.required = asks_agent

    def validate_person_phone(self, field: LineField) -> None:
        if field.data:
            field.data = called_number(field.data)
        elif self.told == "person":
            raise ValidationError(_("进展只告诉他，就要写他的电话。他没有电话的，请改成也告诉您。"))

    def validate_name(self, field: LineField) -> None:
        if self.asks_agent and not field.data:
            raise ValidationError(_("请写您的姓名。"))

    def validate_phone(self, field: LineField) -> None:
        if self.asks_agent and not field.data:
            raise ValidationError(_("请写您的电话，办的人好找您。"))
        if self.asks_agent:
            field.data = called_number(field.data)

"""Making a preliminary decision public: only what the matter names is asked for."""

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.blueprints.service_requests.step_form import StepForm
from portal.domain.publicity import gate, periods
from portal.domain.publicity.period_rules import LONGEST_PERIOD, consent_needed
from portal.domain.publicity.periods import PeriodEntry
from portal.domain.publicity.shown import CHOICES, GIVEN, LONGEST, ShownField
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.workdays.spans import Span
from portal.forms import LineField, choices

_LONGEST_LINE = Length(max=LONGEST, message=_l("最多 %(n)s 个字。", n=LONGEST))
_FIELDS = tuple(field for field in ShownField if field not in GIVEN)


class PublicityForm(StepForm):
    """The names of the fields are those of `ShownField`; what the matter does not name is not there."""

    of_age = RadioField(_l("本人满 18 周岁了吗"), [InputRequired(_l("请先核实本人满没满 18 周岁。"))])
    household = LineField(_l("家里几口人"), [Optional(), _LONGEST_LINE], render_kw={"inputmode": "numeric"})
    amount = LineField(_l("拟每月给多少元"), [Optional(), _LONGEST_LINE], render_kw={"inputmode": "numeric"})
    care = RadioField(_l("拟怎么供养"), [Optional()], validate_choice=False)
    finding = RadioField(_l("结论"), [Optional()], validate_choice=False)
    age_band = RadioField(_l("年龄段"), [Optional()], validate_choice=False)
    tier = RadioField(_l("补贴档次"), [Optional()], validate_choice=False)
    group = LineField(_l("类别，用笼统的说法，如“就业困难人员”"), [Optional(), _LONGEST_LINE])
    housing = RadioField(_l("住房情况"), [Optional()], validate_choice=False)
    hangs_at = LineField(_l("还贴在哪里，如“社区公示栏”"), [Optional(), _LONGEST_LINE])
    days = IntegerField(
        _l("公示多少天"),
        [Optional(), NumberRange(1, LONGEST_PERIOD, _l("请填 1 到 %(n)s 的整数。", n=LONGEST_PERIOD))],
        render_kw={"inputmode": "numeric"},
    )
    longer_because = LineField(_l("比规定的长，为什么"), [Optional(), Length(max=200, message=_l("最多 200 个字。"))])
    consented = BooleanField(_l("本人单独同意公示这些（没有规定一定要公示的，要本人同意）"))
    informed = BooleanField(_l("已经告诉本人：公示什么、公示到哪天、在哪里看"))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        self.of_age.choices = choices({"yes": _l("满了"), "no": _l("没满，按规定不公示，接着往下办")})
        self.rule, allowed = gate.rule_of(request), gate.fields_of(request)
        for field in _FIELDS:
            if field not in allowed:
                del self[field.value]
                continue
            self[field.value].flags.required = True  # unless the person is a minor: then nothing is asked for
            if field in CHOICES:
                self[field.value].choices = choices({one: one for one in CHOICES[field]})
        if not consent_needed(self.rule):
            del self.consented
        if self.rule.span and not self.is_submitted():
            self.days.data, self.hangs_at.data = self.rule.span.value, self.rule.where[:LONGEST]

    @property
    def values(self) -> Mapping[ShownField, str]:
        return {field: self[field.value].data or "" for field in _FIELDS if field.value in self}

    @property
    def entry(self) -> PeriodEntry:
        rule = self.rule.span
        return PeriodEntry(
            values=self.values,
            hangs_at=self.hangs_at.data or "",
            span=Span(self.days.data, rule.unit) if rule and self.days.data else None,
            longer_because=self.longer_because.data or "",
            of_age=self.of_age.data == "yes",
            informed=bool(self.informed.data),
            consented="consented" in self and bool(self.consented.data),
        )


def begin_publicity(request: ServiceRequest, form: PublicityForm, acting: Acting) -> Entry:
    """The names of grown-ups for the days of the matter; minors are left out and the request goes on."""
    if form.of_age.data == "no":
        return periods.waive_for_minor(request, acting)
    return periods.begin(request, form.entry, acting, full_names=current_app.config["PUBLIC_NAMES"] == "full")

"""Sensitive facts on the desk: masked; one is shown in clear for a reason, once, and the person sees who looked."""

from dataclasses import dataclass
from typing import Any

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import InputRequired, Length

from portal import clock
from portal.access import allow
from portal.blueprints.service_requests import staff
from portal.blueprints.service_requests.acting import staff_acting
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError
from portal.domain.sensitive_facts.id_numbers import AgeBand
from portal.domain.sensitive_facts.models import SensitiveFact
from portal.domain.sensitive_facts.queries import ShownFact, age_of, find_fact, shown, shown_facts
from portal.domain.sensitive_facts.reading import LONGEST_REASON, OTHER, REASONS, may_read, read
from portal.domain.service_requests.dossier import Dossier, find_whole
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.workflow import Actor, Step
from portal.forms import LinesField, RuledForm, choices
from portal.fragments import render


class ReadingForm(RuledForm):
    """Why somebody has to see it. The person reads the same words."""

    reason = RadioField(
        _l("为什么要看（本人会看到）"),
        choices=choices({one: one for one in REASONS}),
        validators=[InputRequired(_l("请选为什么要看。"))],
    )
    words = LinesField(
        _l("写清楚一点"),
        [Length(max=LONGEST_REASON, message=_l("最多 %(n)s 个字。", n=LONGEST_REASON))],
        render_kw={"rows": 2},
    )


@dataclass(frozen=True)
class PersonFacts:
    """What the page of a request shows of the person's facts.

    open_to  whether this member of staff may have one shown
    """

    facts: list[ShownFact]
    open_to: bool
    age: AgeBand | None


def person_facts(whole: Dossier) -> PersonFacts:
    """Read only where something was ever stated: most requests hold nothing of the kind."""
    stated = any(entry.step is Step.STATE_FACTS for entry in whole.entries)
    facts = shown_facts(whole.request) if stated and whole.names_person else []
    if not facts:
        return PersonFacts([], open_to=False, age=None)
    open_to = may_read(current_user, whole.request, whole.actors)
    return PersonFacts(facts, open_to, age_of(whole.request, clock.today()) if open_to else None)


def age_words(age: AgeBand) -> str:
    return {
        AgeBand.CHILD: _("不满 14 岁"),
        AgeBand.MINOR: _("14 到 17 岁"),
        AgeBand.ADULT: _("18 到 59 岁"),
        AgeBand.OLD: _("60 到 79 岁"),
        AgeBand.VERY_OLD: _("80 岁以上"),
    }[age]


@staff.get("/<int:request_id>/personal-facts/<int:fact_id>")
@allow(Permission.FACT_READ)
def ask_reading(request_id: int, fact_id: int) -> ResponseReturnValue:
    """Ask why; nothing is shown yet."""
    found, fact = _found(request_id, fact_id)
    return _page(found, fact, ReadingForm(formdata=None))


@staff.post("/<int:request_id>/personal-facts/<int:fact_id>/reading")
@allow(Permission.FACT_READ)
def read_fact(request_id: int, fact_id: int) -> ResponseReturnValue:
    """Shown in the answer itself and nowhere else: noted, told to the person, kept by no cache."""
    found, fact = _found(request_id, fact_id)
    form = ReadingForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            actors = actors_of(current_user, found, clock.today())
            acting = staff_acting(found, Actor.HOLDER if Actor.HOLDER in actors else Actor.HELPER)
            value = read(fact, current_user, actors, form.reason.data, form.words.data or "", acting)
            db.session.commit()
            return _page(found, fact, form, value=value)
    return _page(found, fact, form, 422)


def _found(request_id: int, fact_id: int) -> tuple[ServiceRequest, SensitiveFact]:
    found = find_whole(current_user, request_id, Permission.FACT_READ, clock.today())
    fact = find_fact(found, fact_id)
    if not may_read(current_user, found, actors_of(current_user, found, clock.today())):
        raise DomainError("这一项只给正在办这件事的人看，您这里一直遮住。代办人也看不到。")
    return found, fact


def _page(found: ServiceRequest, fact: SensitiveFact, form: ReadingForm, status: int = 200, **more: Any) -> Response:
    context = {"found": found, "fact": shown(fact), "form": form, "value": None, "other": OTHER, **more}
    page = render("service_requests/staff/reading.html", "service_requests/staff/_reading.html", status, **context)
    page.headers["Cache-Control"] = "no-store"
    return page

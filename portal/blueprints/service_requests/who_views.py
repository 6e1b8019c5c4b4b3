"""Who it is: whoever reports it, or the person somebody files for together with who files."""

from typing import Any

from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.filing_forms import WhoForm
from portal.blueprints.service_requests.filling import Filling, filling, go_on, private
from portal.blueprints.service_requests.mandate_forms import PeopleForm
from portal.db import db
from portal.domain.mandates import draft_entry, giving
from portal.domain.mandates.models import Mandate


@public.get("/services/<slug>/apply/who")
@open_to_all
def who(slug: str) -> ResponseReturnValue:
    begun = filling(slug)
    if begun.for_somebody:
        return _people(begun, _people_form(begun, formdata=None, data=_known(begun)))
    known = begun.fields.get("who", {})
    return _who(begun, WhoForm(may_be_anonymous=begun.content.anonymous_allowed, formdata=None, data=known))


@public.post("/services/<slug>/apply/who")
@open_to_all
def say_who(slug: str) -> ResponseReturnValue:
    begun = filling(slug)
    if begun.for_somebody:
        return _say_people(begun, _people_form(begun))
    form = WhoForm(may_be_anonymous=begun.content.anonymous_allowed)
    if not form.validate_on_submit():
        return _who(begun, form, 422)
    begun.keep(who=_told(form))
    db.session.commit()
    return go_on(begun.first_open())


def _say_people(begun: Filling, form: PeopleForm) -> ResponseReturnValue:
    """What the law and the matter say to it is heard here, not after the last button."""
    if not form.validate_on_submit():
        return _people(begun, form, 422)
    person = {"name": form.person_name.data, "phone": form.person_phone.data, "phone_owner": "self"}
    agent = {"name": form.name.data, "phone": form.phone.data} if form.asks_agent else begun.fields.get("agent", {})
    with form.showing_refusals():
        _check(begun, person, agent)
        begun.keep(who={**person, "confidential": form.confidential.data, "anonymous": False}, agent=agent)
        db.session.commit()
        return go_on(begun.first_open())
    return _people(filling(begun.slug), form, 422)


def _check(begun: Filling, person: dict[str, Any], agent: dict[str, Any]) -> None:
    """Raises DomainError; a mandate with a page still open is looked at when all of it is there."""
    if begun.fields.get("under"):
        held = db.session.get_one(Mandate, begun.fields["under"])
        giving.check_phones(person["phone"], held.agent_phone, held.told)
    said, content = begun.mandate, begun.content
    asked = [page for page in draft_entry.ANSWERS if not (page == "agent" and begun.helped)]
    if begun.fields.get("under") or not all(draft_entry.done(page, content, said) for page in asked):
        return
    entry = draft_entry.entry_of(said, agent, begun.fields.get("helper"))
    giving.check(begun.version, person["name"], person["phone"], entry, clock.today())


def _people_form(begun: Filling, **facts: Any) -> PeopleForm:
    asks_agent = not begun.helped and not begun.fields.get("under")
    return PeopleForm(asks_agent=asks_agent, told=begun.mandate.get("told", ""), **facts)


def _known(begun: Filling) -> dict[str, Any]:
    person = begun.person
    agent = begun.fields.get("agent") or {}
    return {
        "person_name": person.get("name"),
        "person_phone": person.get("phone"),
        "confidential": person.get("confidential", False),
        "name": agent.get("name"),
        "phone": agent.get("phone"),
    }


def _people(begun: Filling, form: PeopleForm, status: int = 200) -> ResponseReturnValue:
    return private("people.html", status, begun=begun, form=form, step=begun.step("who"))


def _who(begun: Filling, form: WhoForm, status: int = 200) -> ResponseReturnValue:
    return private("who.html", status, begun=begun, form=form, step=begun.step("who"))


def _told(form: WhoForm) -> dict[str, Any]:
    """What a draft keeps of it: nothing about a person who wants to stay unknown."""
    if form.anonymous.data:
        return {"anonymous": True}
    told = {name: form[name].data for name in ("name", "phone", "phone_owner", "confidential")}
    return {**told, "anonymous": False}

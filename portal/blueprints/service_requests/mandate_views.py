"""The pages of a mandate in a form: each stored when it is sent, like every other page of it."""

from datetime import date

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal.access import public as open_to_all
from portal.blueprints.service_requests import mandate_words, public
from portal.blueprints.service_requests.filling import Filling, filling, go_on, private
from portal.blueprints.service_requests.mandate_forms import FORMS, MandateForm
from portal.blueprints.service_requests.pages import pages_of
from portal.db import db
from portal.domain.mandates import fitting
from portal.domain.mandates.draft_entry import stopped
from portal.domain.mandates.models import AgentKind, PersonAge

_PAGES = "any(agent,person,basis,scope,consent,told)"


@public.get(f"/services/<slug>/apply/mandate/<{_PAGES}:page>")
@open_to_all
def mandate(slug: str, page: str) -> ResponseReturnValue:
    begun = filling(slug)
    if not _asked(begun, page):
        return redirect(begun.first_open(), 303)
    shown = {"formdata": None, "data": FORMS[page].shown(begun.mandate) | {"person_name": begun.person.get("name")}}
    return _page(begun, page, FORMS[page](begun.content, begun.version.category, begun.mandate, **shown))


@public.post(f"/services/<slug>/apply/mandate/<{_PAGES}:page>")
@open_to_all
def say_mandate(slug: str, page: str) -> ResponseReturnValue:
    begun = filling(slug)
    if not _asked(begun, page):
        return redirect(begun.first_open(), 303)
    form = FORMS[page](begun.content, begun.version.category, begun.mandate)
    if not form.validate_on_submit():
        return _page(begun, page, form, 422)
    begun.keep(**form.kept(begun.fields))
    db.session.commit()
    if page in ("agent", "person") and stopped(begun.content, begun.mandate):
        return go_on(url_for(".other_speaker", slug=slug))
    return go_on(begun.after("mandate", page=page))


@public.get("/services/<slug>/apply/other-speaker")
@open_to_all
def other_speaker(slug: str) -> ResponseReturnValue:
    """The law has somebody else speak for this person: who, and what to do now."""
    begun = filling(slug)
    said = begun.mandate
    if not stopped(begun.content, said):
        return redirect(begun.first_open(), 303)
    guarded = fitting.guarded(PersonAge(said["age"]), limited=bool(said.get("limited")))
    committee = AgentKind.COMMITTEE in fitting.kinds_for(begun.content, PersonAge.ADULT, limited=True)
    return private("other_speaker.html", begun=begun, guarded=guarded, committee=committee)


def _asked(begun: Filling, page: str) -> bool:
    return any(one.name == "mandate" and one.values["page"] == page for one in pages_of(begun))


def _page(begun: Filling, page: str, form: MandateForm, status: int = 200) -> ResponseReturnValue:
    step = begun.step("mandate", page=page)
    until = begun.mandate.get("valid_until")
    day = mandate_words.day_words(date.fromisoformat(until)) if until else ""
    return private(f"mandate_{page}.html", status, begun=begun, form=form, step=step, said=begun.mandate, until=day)

"""For whom it is: asked first where somebody else may file, with what nobody can do in the person's place."""

from contextlib import suppress

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import public as open_to_all
from portal.attachments import photo_files
from portal.blueprints.service_requests import mandate_words, public
from portal.blueprints.service_requests.filling import (
    Filling,
    NoDraft,
    begin_anew,
    begin_filling,
    filling,
    go_on,
    private,
)
from portal.blueprints.service_requests.mandate_forms import WhomForm
from portal.blueprints.service_requests.place_views import BEGINNINGS, scanned_place
from portal.db import db
from portal.domain.mandates.draft_entry import kind_of_helper
from portal.domain.matters.content import content_of
from portal.domain.matters.queries import find_matter
from portal.domain.service_requests import drafts, sending
from portal.extensions import limiter
from portal.helping import helper

_BROUGHT = ("placard", "building", "grid")


@public.get("/services/<slug>/apply/whom")
@open_to_all
def whom(slug: str) -> ResponseReturnValue:
    begun, version = _begun(slug), find_matter(slug).current
    if not content_of(version).asks_for_whom:
        return redirect(url_for(".where", slug=slug), 303)
    chosen = begun.fields.get("whom") if begun else None
    asked = "other" if request.args.get("whom") == "other" else None
    return _whom(slug, begun, WhomForm(formdata=None, data={"whom": chosen or asked}))


@public.post("/services/<slug>/apply/whom")
@limiter.limit(BEGINNINGS)
@open_to_all
def say_whom(slug: str) -> ResponseReturnValue:
    begun, form = begin_filling(slug), WhomForm()
    if not begun.helped and not form.validate_on_submit():
        return _whom(slug, begun, form, 422)
    if not begun.helped:
        begun.keep(whom=form.whom.data)
    if begun.place is None and (place := scanned_place()) is not None:
        # A placard was scanned: its place waits to be confirmed on the page of the place.
        begun.keep(place=place.as_kept(), placed=None)
    db.session.commit()
    return go_on(begun.after("whom"))


@public.get("/services/<slug>/apply/leaving")
@open_to_all
def leaving(slug: str) -> ResponseReturnValue:
    """Somebody else's turn, or enough: said on a page of its own, so that nothing is lost by a slip of the thumb."""
    return private("leaving.html", begun=filling(slug))


@public.post("/services/<slug>/apply/other-person")
@open_to_all
def other_person(slug: str) -> ResponseReturnValue:
    """The same matter for another person: who speaks stays, of the last person nothing."""
    begun = filling(slug)
    agent, kind = begun.fields.get("agent"), {key: begun.mandate[key] for key in ("kind",) if key in begun.mandate}
    earlier = sending.receipts_of(begun.draft)
    keys = drafts.throw_away(begun.draft)
    anew = begin_anew(slug)
    anew.keep(whom="other", agent=agent, mandate=kind, earlier=earlier)
    db.session.commit()
    for key in keys:
        photo_files().remove(key)
    return go_on(anew.first_open())


def _begun(slug: str) -> Filling | None:
    with suppress(NoDraft):
        return filling(slug)
    return None


def _whom(slug: str, begun: Filling | None, form: WhomForm, status: int = 200) -> ResponseReturnValue:
    version = find_matter(slug).current
    content = content_of(version)
    brought = {name: request.args[name] for name in _BROUGHT if name in request.args}
    user = helper()
    return private(
        "whom.html",
        status,
        begun=begun,
        version=version,
        form=form,
        action=url_for(".say_whom", slug=slug, **brought),
        may=[mandate_words.proxy_sentences()[kind] for kind in content.proxy.kinds],
        in_person=[mandate_words.in_person_sentences()[one] for one in content.in_person],
        # A member of staff may help with this matter, or not: then as whom a note says.
        may_help=user is None or kind_of_helper(user, content) is not None,
    )

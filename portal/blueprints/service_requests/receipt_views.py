"""The receipt: number and code, shown to the phone that filed it for 24 hours; after that the code is gone."""

from typing import Any

from flask import Response, current_app, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, track_words
from portal.blueprints.service_requests.filling import Filling, NoDraft, draft_at_hand, go_on, let_go, private, token
from portal.blueprints.service_requests.track_session import private as private_to_phone
from portal.blueprints.service_requests.track_speaking_views import ended_page, is_over
from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.mandates.person_slip import hand_over
from portal.domain.mandates.speaking import speaking_for
from portal.domain.messages.models import Medium
from portal.domain.service_requests import drafts
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.receipt_pictures import receipt_picture
from portal.domain.service_requests.receipts import Receipt, receipt_of, spaced_code
from portal.domain.service_requests.sending import receipts_of
from portal.domain.service_requests.steps.codes import opens
from portal.helping import helper
from portal.sending import has_way


@public.get("/services/<slug>/apply/receipt")
@open_to_all
def receipt(slug: str) -> ResponseReturnValue:
    """On a shared phone it is shown this once: the phone forgets its token as soon as the page has arrived."""
    draft = draft_at_hand(slug)
    if draft is None or not receipts_of(draft):
        return _without_receipt(slug, draft)
    shown, *earlier = receipts_of(draft)
    if (over := mandate_over(shown)) is not None:
        return private_to_phone(ended_page(over))
    shared = Filling(draft).fields.get("shared", False)
    context = {"receipt": receipt_kept(shown), "shared": shared, "words": track_words, "spaced_code": spaced_code}
    context |= {"kept": shown, "person_was_texted": _person_was_texted(draft), "several": len(_of_phone()) > 1}
    page = private("receipt.html", slug=slug, begun=Filling(draft), earlier=earlier, **context)
    return let_go(page) if shared else page


@public.get("/services/<slug>/apply/receipt.png")
@open_to_all
def receipt_png(slug: str) -> ResponseReturnValue:
    """The same to keep in the album."""
    draft = draft_at_hand(slug)
    if draft is None or not receipts_of(draft) or mandate_over(receipts_of(draft)[0]):
        raise NoDraft(slug)
    track = current_app.config["PUBLIC_URL"] + url_for(".track")
    picture = receipt_picture(receipt_kept(receipts_of(draft)[0]), url=track, site=current_app.config["SITE_NAME"])
    return Response(picture, mimetype="image/png", headers={"Cache-Control": "no-store"})


def _without_receipt(slug: str, draft: Draft | None) -> ResponseReturnValue:
    if draft is None:
        raise NoDraft(slug)
    return redirect(Filling(draft).first_open(), 303)


@public.post("/services/<slug>/apply/person-slip")
@open_to_all
def person_slip(slug: str) -> ResponseReturnValue:
    """It is handed to the person beside a member of staff: that they got it is on the record."""
    user, draft = _of_helper(slug)
    request = db.session.get_one(ServiceRequest, draft.request_id)
    hand_over(request, by=user.username, at=clock.now())
    db.session.commit()
    return go_on(url_for(".person_slip_page", slug=slug))


@public.get("/services/<slug>/apply/person-slip")
@open_to_all
def person_slip_page(slug: str) -> ResponseReturnValue:
    """The slip, for the printer or to be copied by hand."""
    _user, draft = _of_helper(slug)
    context = {"receipt": receipt_kept(receipts_of(draft)[0]), "spaced_code": spaced_code}
    return private("person_slip.html", slug=slug, begun=Filling(draft), words=track_words, **context)


def _of_helper(slug: str) -> tuple[User, Draft]:
    """The member of staff and the form they sent; NoDraft for everybody else."""
    draft, user = draft_at_hand(slug), helper()
    if user is None or draft is None or not Filling(draft).helped or draft.request_id is None:
        raise NoDraft(slug)
    return user, draft


def _person_was_texted(draft: Draft) -> bool:
    """Their own code is on its way to their own phone; where no text message ever goes out it comes on paper."""
    request = db.session.get(ServiceRequest, draft.request_id) if draft.request_id else None
    speaking = speaking_for(request, clock.today()) if request is not None else None
    return speaking is not None and speaking.arrived and has_way(Medium.SMS)


def _of_phone() -> list[dict[str, Any]]:
    return [one for draft in drafts.of_phone(token(), clock.now()) for one in receipts_of(draft)]


def mandate_over(kept: dict[str, Any]) -> Opened | None:
    """What the agent's code on the receipt opens, when the person ended the mandate meanwhile: only that it ended."""
    opened = opens(kept["number"], kept["code"]) if kept.get("person") else None
    return opened if opened is not None and is_over(opened) else None


def receipt_kept(kept: dict[str, Any]) -> Receipt:
    """The receipt as the request stands now; what the draft keeps of it is number and code."""
    found = db.session.scalars(select(ServiceRequest).where(ServiceRequest.number == kept["number"])).one()
    return receipt_of(found, kept["code"], clock.today(), followed=bool(kept.get("followed")))

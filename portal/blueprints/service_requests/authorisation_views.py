"""The 委托书, prefilled: for whoever files for somebody, and from the desk, where a print is on the record."""

from typing import Any

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.access import public as open_to_all
from portal.acting import act
from portal.blueprints.service_requests import mandate_words, public, staff
from portal.blueprints.service_requests.filling import NoDraft, draft_at_hand, private
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.mandates.authorisation import Authorisation, note_print, of_draft, of_mandate
from portal.domain.mandates.queries import representation_of
from portal.domain.service_requests import drafts
from portal.domain.service_requests.dossier import find_whole, person_is_open_to
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of


@public.get("/services/<slug>/apply/authorisation")
@open_to_all
def authorisation(slug: str) -> ResponseReturnValue:
    """Also before the form is complete, and after it was sent: what is missing is a line to fill in."""
    draft = draft_at_hand(slug)
    if draft is None:
        raise NoDraft(slug)
    sheet = of_draft(draft.matter_version, drafts.fields_of(draft), clock.today())
    return private("authorisation.html", slug=slug, masks=False, **_said(sheet))


@staff.get("/<int:request_id>/authorisation")
@allow(Permission.REQUEST_VIEW)
def staff_authorisation(request_id: int) -> ResponseReturnValue:
    """The sheet as it will be printed."""
    return _staff(_found(request_id), printing=False)


@staff.post("/<int:request_id>/authorisation")
@allow(Permission.REQUEST_VIEW)
def print_authorisation(request_id: int) -> ResponseReturnValue:
    """The same for the printer."""
    found = _found(request_id)
    note_print(found, **act())
    db.session.commit()
    return _staff(found, printing=True)


def _found(request_id: int) -> ServiceRequest:
    return find_whole(current_user, request_id, Permission.REQUEST_VIEW, clock.today())


def _staff(found: ServiceRequest, *, printing: bool) -> ResponseReturnValue:
    held = representation_of(found)
    if held is None:
        raise NotFound("这件是本人自己提交的，没有委托书。")
    actors = frozenset(actors_of(current_user, found, clock.today()))
    sees, names = person_is_open_to(current_user, found, actors)
    page = render_template(
        "service_requests/staff/authorisation.html",
        found=found,
        masks=not (sees and names),
        printing=printing,
        **_said(of_mandate(held.mandate, found)),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _said(sheet: Authorisation) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "kinds": mandate_words.short_kinds(),
        "in_person": [mandate_words.in_person_short()[one] for one in sheet.in_person],
        "day_words": mandate_words.day_words,
    }

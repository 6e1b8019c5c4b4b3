"""Correction and deletion are a matter of their own (个人信息保护法 46、47、50 条), begun from a request."""

from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.matters.models import Matter
from portal.domain.matters.queries import find_matter
from portal.domain.service_requests import drafts
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.draft_places import DraftPlace
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.numbering import shown

SLUG = "geren-ziliao"
# The question of that matter which asks for the number of the request it is about.
NUMBER = "number"


def is_offered() -> bool:
    """Whether the catalogue of this portal holds the matter."""
    query = select(Matter.id).where(Matter.slug == SLUG, Matter.retired_at.is_(None))
    return db.session.scalar(query) is not None


def begin(request: ServiceRequest, token: str, at: datetime, *, with_person: bool) -> Draft:
    """A form on this phone with the number and the place filled in, and who it is where the phone is their own.

    Raises NotFound when the catalogue does not hold the matter.
    """
    draft = drafts.begin(token, find_matter(SLUG).current, at=at)
    entrance = request.entrance
    place = DraftPlace(
        request.community, request.grid, request.building, entrance, request.room or "", request.place_text
    )
    who = {
        "name": request.applicant_name,
        "phone": request.applicant_phone,
        "phone_owner": "self",
        "confidential": False,
        "anonymous": False,
    }
    known = bool(with_person and request.applicant_name and request.applicant_phone)
    drafts.keep(
        draft,
        at=at,
        place=place.as_kept(),
        placed=True,
        answers={NUMBER: shown(request.number)},
        who=who if known else None,
    )
    return draft

"""Requests of the tests with their papers answered and photographed."""

from portal.attachments import photo_files
from portal.db import db
from portal.domain.papers.asked import Answered
from portal.domain.papers.filing import keep_with
from portal.domain.papers.models import PaperState, RequestPaper
from portal.domain.papers.queries import rows_of
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.photos import add_photo
from portal.domain.service_requests.workflow import Actor
from tests.domain.service_requests.making import Town
from tests.domain.service_requests.pictures import picture

# 高龄津贴: identity papers are known, the card is asked for, a recent photo may follow.
MATTER, CARD, PHOTO, KNOWN = "gaoling", "本人银行卡或社保卡", "近期照片", "身份证、户口簿"
HAVE, CANNOT, NOT = PaperState.HAVE, PaperState.CANNOT, PaperState.NOT_APPLICABLE


def copy_of(request: ServiceRequest, name: str, town: Town, entry: Entry | None = None) -> Attachment:
    return add_photo(
        picture(),
        files=photo_files(),
        request=request,
        entry=entry,
        added_by=Actor.RESIDENT,
        at=town.at,
        paper=name,
    )


def answered(town: Town, request: ServiceRequest, *, copies: tuple[str, ...] = (), **said: object) -> ServiceRequest:
    """As it comes from a form: what was said of each paper, and photographs of some."""
    for name in copies:
        copy_of(request, name, town, request.entries[0])
    keep_with(request, {name: Answered(*one) for name, one in said.items()}, town.resident)  # type: ignore[misc]
    db.session.commit()
    return request


def row_of(request: ServiceRequest, name: str) -> RequestPaper:
    db.session.flush()
    return next(row for row in rows_of(request) if row.name == name)

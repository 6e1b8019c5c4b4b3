"""Half-filled forms: kept 24 hours for the phone they were begun on, one for each matter.

The phone holds a random token in a cookie. The table holds its digest together with the matter's address, so that one
cookie serves the forms of all matters, and a stolen table opens none.
"""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.matters.models import Matter, MatterVersion
from portal.domain.service_requests.attachments import Attachment, Draft

KEPT = timedelta(hours=24)


def new_token() -> str:
    """What a phone is known by: 256 random bits."""
    return secrets.token_urlsafe(32)


def find_draft(token: str, slug: str, at: datetime, *, locked: bool = False) -> Draft | None:
    """The form of this phone for a matter, also when it was sent already; None when there is none, or it is too old.

    `locked`: for a transaction that writes; of two sendings of one form the second waits for the first.
    """
    mine = Draft.token_digest == _digest(token, slug)
    query = select(Draft).where(mine, Draft.changed_at > at - KEPT)
    if locked:
        query = query.with_for_update(of=Draft)
    return db.session.scalar(query.options(joinedload(Draft.matter_version).joinedload(MatterVersion.matter)))


def of_phone(token: str, at: datetime) -> list[Draft]:
    """Every form of this phone that is not too old, sent ones among them, the last touched first."""
    mine = Draft.token_digest.in_(_digests(token))
    query = select(Draft).where(mine, Draft.changed_at > at - KEPT).order_by(Draft.changed_at.desc(), Draft.id.desc())
    return list(db.session.scalars(query.options(joinedload(Draft.matter_version).joinedload(MatterVersion.matter))))


def begin(token: str, version: MatterVersion, *, at: datetime) -> Draft:
    """A new form of this phone. One that lay there before is found no more, and deleted when its time is over."""
    digest = _digest(token, version.matter.slug)
    for old in db.session.scalars(select(Draft).where(Draft.token_digest == digest)).all():
        old.token_digest = _digest(new_token(), version.matter.slug)
    db.session.flush()
    draft = Draft(
        token_digest=digest,
        filing_token=new_token(),
        matter_version=version,
        fields="{}",
        begun_at=at,
        changed_at=at,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def fields_of(draft: Draft) -> dict[str, Any]:
    """What was typed so far, by page."""
    return dict(json.loads(draft.fields))


def keep(draft: Draft, *, at: datetime, **fields: Any) -> None:
    """Add to what was typed; None forgets a field. The 24 hours begin anew."""
    known = fields_of(draft) | fields
    draft.fields = json.dumps({name: value for name, value in known.items() if value is not None}, ensure_ascii=False)
    draft.changed_at = at


def throw_away(draft: Draft) -> list[str]:
    """Delete a form with what was typed; the keys of photos nobody needs any more, for the caller to delete the files
    after the commit. Photos of a request that came of it stay."""
    keys = []
    for photo in db.session.scalars(select(Attachment).where(Attachment.draft_id == draft.id)).all():
        if photo.request_id is None:
            keys.append(photo.key)
            db.session.delete(photo)
        else:
            photo.draft_id = None
    db.session.flush()
    db.session.delete(draft)
    db.session.flush()
    return keys


def throw_away_all(token: str) -> list[str]:
    """Every form of this phone, as `throw_away`."""
    mine = db.session.scalars(select(Draft).where(Draft.token_digest.in_(_digests(token)))).all()
    return [key for draft in mine for key in throw_away(draft)]


def _digests(token: str) -> list[str]:
    return [_digest(token, slug) for slug in db.session.scalars(select(Matter.slug))]


def _digest(token: str, slug: str) -> str:
    return hashlib.sha256(f"{slug}/{token}".encode()).hexdigest()

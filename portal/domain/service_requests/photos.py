"""Photos that come with a request: taken in as they are, made anew by the worker, shown to whom they concern.

The row is the truth: a photo is pending until its JPEG lies in the folder. A worker holds one for the length of a
lease; when it is killed, another one begins that photo anew, and the file as it came is deleted only afterwards.
"""

import io
import secrets
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from PIL import Image
from sqlalchemy import ColumnElement, func, or_, select, update

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.service_requests.attachments import Attachment, AttachmentState, Draft
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.photo_files import PhotoFiles, content_of, is_sealed
from portal.domain.service_requests.picture_kinds import MOST_PIXELS, PhotoRefused, check_picture
from portal.domain.service_requests.reencoding import Unreadable, reencoded
from portal.domain.service_requests.workflow import Actor

MOST_PHOTOS = 6  # with one form
MOST_OF_REQUEST = 40
MOST_OF_PAPER = 12  # copies of one paper
SMALL = 240  # pixels
LEASE = timedelta(seconds=90)  # longer than the decoder may take
# A photo as it came that no row knows any more.
ORPHANED_AFTER = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Claim:
    """A photo in the hands of this worker. The row must still say `lease_until` when the worker writes to it."""

    photo_id: int
    key: str
    lease_until: datetime
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A photo that lies on disk as it came, and in no table yet; `sealed`, when it shows a paper."""

    key: str
    size: int
    sealed: bool = False


def store(data: bytes | BinaryIO, files: PhotoFiles, *, sealed: bool = False) -> Stored:
    """Check a file and put it on disk: the slow part of taking it in, without the database.

    Raises PhotoRefused for what is no picture, over 20 MB or over 64 million pixels, and when the disk is full.
    """
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    size = check_picture(source)
    if not files.has_room():
        raise PhotoRefused("现在存不下照片。请先把文字交上来，过一会儿再补照片，或打电话。")
    key = secrets.token_hex(16)
    files.take_in(key, source, sealed=sealed)
    return Stored(key, size, sealed)


def add_photo(
    data: bytes | BinaryIO | Stored,
    *,
    files: PhotoFiles,
    added_by: Actor,
    at: datetime,
    draft: Draft | None = None,
    request: ServiceRequest | None = None,
    entry: Entry | None = None,
    internal: bool = False,
    paper: str = "",
    faults: str = "",
) -> Attachment:
    """Take in a photo of a draft, or of a request and the step it came with; the caller commits.

    internal  for staff only
    paper     the name of the paper it is a copy of; such copies are stored sealed
    faults    why it may not be legible (`papers.legibility.written`)
    Raises PhotoRefused as `store` does, and for one photo too many.
    """
    stored = data if isinstance(data, Stored) else store(data, files, sealed=bool(paper))
    if stored.sealed != bool(paper):
        raise ValueError("copies of papers, and nothing else, are stored sealed")
    if room_for(draft=draft, request=request, paper=paper) < 1:
        files.remove(stored.key)
        most = MOST_OF_PAPER if paper else MOST_PHOTOS if draft else MOST_OF_REQUEST
        raise PhotoRefused(f"最多传 {most} 张照片。要换一张，请先去掉一张。")
    photo = Attachment(
        key=stored.key,
        draft_id=draft.id if draft else None,
        request=request,
        entry=entry,
        size=stored.size,
        added_at=at,
        added_by=added_by,
        internal=internal,
        paper=paper,
        faults=faults,
    )
    db.session.add(photo)
    db.session.flush()
    return photo


def room_for(*, draft: Draft | None = None, request: ServiceRequest | None = None, paper: str = "") -> int:
    """How many more photos are taken for this form, or this request; of one paper, with its name."""
    most = MOST_OF_PAPER if paper else MOST_PHOTOS if draft is not None else MOST_OF_REQUEST
    whose = Attachment.draft_id == draft.id if draft is not None else Attachment.request_id == _id_of(request)
    return most - _count(whose & (Attachment.paper == paper) & Attachment.deleted_at.is_(None))


def _id_of(request: ServiceRequest | None) -> int:
    return request.id if request is not None else 0


def _count(where: ColumnElement[bool]) -> int:
    kept = Attachment.state != AttachmentState.REFUSED
    return db.session.scalar(select(func.count(Attachment.id)).where(where, kept)) or 0


def photos_of(draft: Draft) -> Sequence[Attachment]:
    """What was added to a form that is being filled in, in order; without the copies of papers."""
    return [photo for photo in everything_of(draft) if not photo.paper]


def copies_of_draft(draft: Draft) -> Sequence[Attachment]:
    """The copies of papers in a form that is being filled in, in order."""
    return [photo for photo in everything_of(draft) if photo.paper]


def everything_of(draft: Draft) -> Sequence[Attachment]:
    """Photos and copies of a form, in order."""
    return db.session.scalars(select(Attachment).where(Attachment.draft_id == draft.id).order_by(Attachment.id)).all()


def all_of(request: ServiceRequest) -> Sequence[Attachment]:
    """Every photo of a request, in order, without the copies of papers; for those who handle it."""
    return db.session.scalars(
        select(Attachment)
        .where(Attachment.request_id == request.id, Attachment.paper == "", Attachment.deleted_at.is_(None))
        .order_by(Attachment.id)
    ).all()


def copies_of(request: ServiceRequest) -> Sequence[Attachment]:
    """The copies of papers of a request, in order, those that were deleted among them (`deleted_at`)."""
    return db.session.scalars(
        select(Attachment).where(Attachment.request_id == request.id, Attachment.paper != "").order_by(Attachment.id)
    ).all()


def shown_to_resident(request: ServiceRequest) -> Sequence[Attachment]:
    """The photos the person who filed it sees: all but those for staff only, and copies of papers."""
    return [photo for photo in all_of(request) if not photo.internal]


def find_photo(key: str) -> Attachment:
    """The photo of a key, whosever it is: the caller asks whether it may be shown. Raises NotFound."""
    photo = db.session.scalar(select(Attachment).where(Attachment.key == key, Attachment.deleted_at.is_(None)))
    if photo is None:
        raise NotFound("没有这张照片，可能已经去掉了。")
    return photo


def exists(key: str) -> bool:
    """Whether the photo is still wanted: no row, or one that says it was deleted, wants no file."""
    there = select(Attachment.id).where(Attachment.key == key, Attachment.deleted_at.is_(None))
    return db.session.scalar(there) is not None


def attach_to(request: ServiceRequest, keys: Collection[str], entry: Entry | None = None) -> None:
    """Give photos of a draft to the request it became, and to the step they came with."""
    if keys:
        of_draft = Attachment.key.in_(list(keys)) & Attachment.request_id.is_(None)
        _set(of_draft, request_id=request.id, entry_id=entry.id if entry else None)


def remove(photo: Attachment) -> str:
    """Take a photo out of a form; returns its key, whose files the caller removes after the commit."""
    db.session.delete(photo)
    return photo.key


def claim(at: datetime) -> Claim | None:
    """Take the pending photo waiting longest that no other worker has; None when there is none. Caller commits."""
    free = (Attachment.state == AttachmentState.PENDING) & or_(
        Attachment.lease_until.is_(None), Attachment.lease_until < at
    )
    until = at + LEASE
    free &= Attachment.deleted_at.is_(None)
    waiting = select(Attachment.id, Attachment.key, Attachment.paper).where(free).order_by(Attachment.id).limit(20)
    for photo_id, key, paper in db.session.execute(waiting).all():
        if _set(free & (Attachment.id == photo_id), lease_until=until):
            return Claim(photo_id, key, until, sealed=bool(paper))
    return None


def make_anew(claimed: Claim, files: PhotoFiles) -> bytes | None:
    """The JPEG of a claimed photo; None when it is no picture after all, or its file is gone. No database needed."""
    path = files.incoming(claimed.key)
    try:
        if is_sealed(path):
            return reencoded(content_of(path), most_pixels=MOST_PIXELS)
        with path.open("rb") as source:
            return reencoded(source, most_pixels=MOST_PIXELS)
    except FileNotFoundError:
        # Made before, by a worker that was killed between the file and the row.
        with suppress(FileNotFoundError):
            return content_of(files.ready(claimed.key))
        return None
    except Unreadable:
        return None


def shrunk(jpeg: bytes) -> bytes:
    """A JPEG that we made ourselves, at most `SMALL` pixels a side: some milliseconds, decoded at an eighth."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        picture.draft("RGB", (SMALL, SMALL))
        picture.thumbnail((SMALL, SMALL))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=70)
    return out.getvalue()


def finish(claimed: Claim, jpeg: bytes | None) -> bool:
    """Write down how it went; False when the photo was removed or taken over in the meantime. Caller commits."""
    mine = (Attachment.id == claimed.photo_id) & (Attachment.lease_until == claimed.lease_until)
    mine &= Attachment.deleted_at.is_(None)
    if jpeg is None:
        return bool(_set(mine, state=AttachmentState.REFUSED, lease_until=None))
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        width, height = picture.size
    facts = {"width": width, "height": height, "size": len(jpeg)}
    return bool(_set(mine, state=AttachmentState.READY, lease_until=None, **facts))


def delete_orphans(files: PhotoFiles, at: datetime) -> None:
    """Delete what lies as it came although it is made, refused, or belongs to nobody: a worker or a request was cut off
    between file and row. Pending photos stay, however long they wait."""
    old = list(files.old_incoming(at, ORPHANED_AFTER))
    waiting = select(Attachment.key).where(Attachment.state == AttachmentState.PENDING)
    wanted = set(db.session.scalars(waiting)) if old else set()
    for path in old:
        if path.name not in wanted:
            path.unlink(missing_ok=True)


def _set(where: ColumnElement[bool], **values: object) -> int:
    """Change the photos that still are as they were thought to be; how many that were."""
    done = db.session.execute(
        update(Attachment).where(where).values(**values), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    return done.rowcount  # type: ignore[attr-defined]

"""A photo of a request, shown to whom it concerns; nothing of it is kept by any cache, nothing is listed.

Copies of papers lie sealed on disk; they are opened for an answer and never written anywhere in clear.
"""

import io
from pathlib import Path

from flask import Response, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import can
from portal.access import public as open_to_all
from portal.assets import STATIC
from portal.attachments import photo_files
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.track_session import opened_here
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.mandates.queries import holds
from portal.domain.service_requests.attachments import Attachment, AttachmentState
from portal.domain.service_requests.dossier import person_is_open_to
from portal.domain.service_requests.photo_files import content_of, is_sealed
from portal.domain.service_requests.photos import find_photo, shrunk
from portal.domain.service_requests.picture_kinds import PictureKind, kind_of
from portal.domain.service_requests.scopes import actors_of, find
from portal.domain.service_requests.workflow import Actor


@public.get("/attachments/<key>")
@open_to_all
def attachment(key: str) -> ResponseReturnValue:
    """A photo of a request: for who opened it by number and code, and for staff in whose scope it is."""
    return picture(_shown(key), as_it_came=False)


@public.get("/attachments/<key>/small")
@open_to_all
def small_attachment(key: str) -> ResponseReturnValue:
    """The same, small enough for a list; made for each answer, so that no second copy lies about."""
    return picture(_shown(key), as_it_came=False, small=True)


def _shown(key: str) -> Attachment:
    photo = find_photo(key)
    if not (_may_see_as_resident(photo) or _may_see_as_staff(photo)):
        raise NotFound(_("没有这张照片，可能已经去掉了。"))
    return photo


def _may_see_as_resident(photo: Attachment) -> bool:
    """Whoever has the request open on this phone by number and code; not a neighbour who follows it. Who speaks for
    the person sees what they sent in themselves, until the mandate ends."""
    opened = opened_here(prolong=False) if photo.request_id is not None and not photo.internal else None
    if opened is None or opened.follower is not None or opened.request.id != photo.request_id:
        return False
    if opened.representation is None:
        return True
    theirs = photo.entry is not None and photo.entry.actor is Actor.AGENT
    return theirs and holds(opened.representation, clock.today())


def _may_see_as_staff(photo: Attachment) -> bool:
    """Whoever sees the request; of papers whoever needs to know whose it is."""
    if photo.request_id is None or not can(Permission.REQUEST_VIEW):
        return False
    try:
        found = find(current_user, photo.request_id, Permission.REQUEST_VIEW, clock.today())
    except NotFound:
        return False
    actors = frozenset(actors_of(current_user, found, clock.today()))
    return not photo.paper or person_is_open_to(current_user, found, actors)[0]


def picture(photo: Attachment, *, as_it_came: bool, small: bool = False) -> Response:
    """The JPEG; before it is made, the file itself for the phone it came from, and a drawn sheet for everybody else."""
    files = photo_files()
    path, mimetype = files.ready(photo.key), "image/jpeg"
    if photo.state is not AttachmentState.READY:
        path = files.incoming(photo.key)
        kind = _kind(path) if as_it_came and photo.state is AttachmentState.PENDING else None
        if kind is None or kind is PictureKind.HEIC:
            path, mimetype = _sheet(photo), "image/svg+xml"
        else:
            mimetype = kind.value
    if not path.exists():
        path, mimetype = _sheet(photo), "image/svg+xml"
    content: Path | io.BytesIO = path
    if is_sealed(path) or (small and mimetype == "image/jpeg"):
        content = io.BytesIO(shrunk(content_of(path)) if small else content_of(path))
    response = send_file(content, mimetype=mimetype, etag=False, conditional=False, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _kind(path: Path) -> PictureKind | None:
    try:
        if is_sealed(path):
            return kind_of(content_of(path)[:64])
        with path.open("rb") as file:
            return kind_of(file.read(64))
    except FileNotFoundError:
        return None


def _sheet(photo: Attachment) -> Path:
    return STATIC / "icons" / ("photo-refused.svg" if photo.state is AttachmentState.REFUSED else "photo-pending.svg")

"""The slips: looked at, and printed on the record."""

from flask import current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.service_requests import staff
from portal.blueprints.service_requests.desk_words import DeskWords, channel_names, slip_names
from portal.blueprints.service_requests.track_words import grade_words
from portal.db import db
from portal.domain import qr
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests.dossier import find_whole, person_is_open_to
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.slips import SlipKind, note_print, slip_of

_KIND = "any('filing', 'hand-over', 'urge', 'feedback', 'referral')"


@staff.get(f"/<int:request_id>/slips/<{_KIND}:kind>")
@allow(Permission.REQUEST_VIEW)
def slip(request_id: int, kind: str) -> ResponseReturnValue:
    """The slip as it will be printed."""
    return _slip(_found(request_id), SlipKind(kind), printing=False)


@staff.post(f"/<int:request_id>/slips/<{_KIND}:kind>")
@allow(Permission.REQUEST_VIEW)
def print_slip(request_id: int, kind: str) -> ResponseReturnValue:
    """The same for the printer; that it was printed is on the record."""
    found = _found(request_id)
    note_print(found, SlipKind(kind), **act())
    db.session.commit()
    return _slip(found, SlipKind(kind), printing=True)


def _found(request_id: int) -> ServiceRequest:
    return find_whole(current_user, request_id, Permission.REQUEST_VIEW, clock.today())


def _slip(found: ServiceRequest, kind: SlipKind, *, printing: bool) -> ResponseReturnValue:
    sees, names = person_is_open_to(current_user, found, frozenset(actors_of(current_user, found, clock.today())))
    # Where to follow it; the code stands on no paper of ours.
    address = current_app.config["PUBLIC_URL"] + url_for("service_requests.track")
    page = render_template(
        "service_requests/staff/slip.html",
        kind=kind,
        names=slip_names(),
        slip=slip_of(found),
        found=found,
        words=DeskWords(clock.now()),
        channels=channel_names(),
        grades=grade_words(),
        sees_person=sees,
        names_person=names,
        track=address,
        code=Markup(qr.svg(address, title=_("查进度的二维码"))),  # noqa: S704 (our own drawing)
        size="a5" if request.args.get("size") == "a5" else "a4",
        printing=printing,
        now=clock.now(),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer

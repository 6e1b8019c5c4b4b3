"""The outbox: what residents and units were told, and what did not reach them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.messages import staff
from portal.blueprints.messages.words import MessageWords
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.messages import outbox, queries
from portal.domain.messages.models import Medium
from portal.paging import page_of
from portal.sending import has_way, text_of


@staff.get("")
@allow(Permission.MESSAGE_VIEW)
def index() -> str:
    """Newest first; `?state=stuck` what somebody should look at, `waiting` what is on its way."""
    state, today, now = request.args.get("state", ""), clock.today(), clock.now()
    lists = {"stuck": queries.stuck(current_user, today, now), "waiting": queries.undone(current_user, today)}
    return render_template(
        "messages/index.html",
        page=page_of(lists.get(state, queries.outbox(current_user, today))),
        state=state if state in lists else "",
        stuck=queries.count_stuck(current_user, today, now),
        words=MessageWords(),
        sms_goes_out=has_way(Medium.SMS),
        text_of=text_of,
    )


@staff.post("/<int:message_id>/sending")
@allow(Permission.MESSAGE_VIEW)
def send_again(message_id: int) -> ResponseReturnValue:
    """What failed, or may not have arrived, goes out once more."""
    message = queries.find(current_user, message_id, clock.today())
    outbox.send_again(message, **act())
    db.session.commit()
    flash(_("好的，再发一次。"))
    return redirect(url_for(".index", state=request.args.get("state")), 303)

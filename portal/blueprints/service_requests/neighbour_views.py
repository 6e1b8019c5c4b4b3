"""What neighbours have reported at this place: following it takes one tap instead of the whole form."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.acting import neighbour_acting
from portal.blueprints.service_requests.filing_forms import FollowForm
from portal.blueprints.service_requests.filing_views import FILINGS, SENDINGS
from portal.blueprints.service_requests.filling import Filling, draft_or_visitor, filling, go_on, private
from portal.db import db
from portal.domain.service_requests import sending
from portal.domain.service_requests.draft_places import DraftPlace
from portal.domain.service_requests.duplicates import find_duplicate, likely_duplicates
from portal.extensions import limiter
from portal.forms import choices


@public.get("/services/<slug>/apply/neighbours")
@open_to_all
def neighbours(slug: str) -> ResponseReturnValue:
    """Nothing about who reported it: the matter, the place to the building, when, who has it, how many follow."""
    begun = filling(slug)
    if (place := begun.place) is None:
        return redirect(begun.first_open(), 303)
    return _neighbours(begun, place, FollowForm(formdata=None))


@public.post("/services/<slug>/apply/following")
@limiter.limit(FILINGS)
@limiter.limit(SENDINGS, key_func=draft_or_visitor)
@open_to_all
def follow(slug: str) -> ResponseReturnValue:
    begun, form = filling(slug), FollowForm()
    if (place := begun.place) is None:
        return redirect(begun.first_open(), 303)
    if not form.validate_on_submit():
        return _neighbours(begun, place, form, 422)
    found = find_duplicate(begun.version.matter, place, form.request.data, at=clock.now())
    sending.send_follow(begun.draft, found, form.phone.data, neighbour_acting())
    db.session.commit()
    return go_on(url_for(".receipt", slug=slug))


def _neighbours(begun: Filling, place: DraftPlace, form: FollowForm, status: int = 200) -> ResponseReturnValue:
    found = likely_duplicates(begun.version.matter, place, at=clock.now())
    if not found:
        return redirect(begun.after("where"), 303)
    form.request.choices = choices({str(one.request_id): one.place for one in found})
    context = {"begun": begun, "form": form, "found": found, "onward": begun.after("where")}
    return private("neighbours.html", status, **context)

"""Following a request: number and code open it on this phone for half an hour."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal import clock
from portal.access import only_reads
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, speaking_words, track_words, way_words
from portal.blueprints.service_requests.track_acts import standing_of
from portal.blueprints.service_requests.track_fact_views import personal_part
from portal.blueprints.service_requests.track_forms import OpenForm
from portal.blueprints.service_requests.track_session import (
    LASTS_ON_SHARED_PHONE,
    close_here,
    is_shared,
    of_opened,
    open_here,
    opened_here,
    private,
)
from portal.blueprints.service_requests.track_speaking_views import ended_page, is_over
from portal.blueprints.service_requests.tries import begin_try
from portal.blueprints.service_requests.visits_shown import visits_shown
from portal.db import db
from portal.domain.publicity.public_periods import part_of, public_of
from portal.domain.service_requests.opening import Opened, stop_following
from portal.domain.service_requests.standing import Standing
from portal.domain.service_requests.steps.codes import opens
from portal.fragments import render, wants_fragment


@public.get("/track")
@open_to_all
def track() -> ResponseReturnValue:
    """Ask for number and code; none of the two ever stands in an address."""
    opened = opened_here(prolong=False)
    return private(_ask(OpenForm(formdata=None), opened=opened is not None, over="over" in request.args))


@public.post("/track")
@only_reads
@open_to_all
def open_request() -> ResponseReturnValue:
    form = OpenForm()
    if not form.validate_on_submit():
        return private((_ask(form), 422))
    tried = begin_try(form.number.data)
    if not tried.heard:
        return private((_ask(form, too_often=True), 429))
    opened = opens(form.number.data, form.code.data)
    if opened is None:
        return private((_ask(form, wrong=True), 422))
    tried.give_back()
    open_here(opened, shared=form.shared.data)
    return private(redirect(url_for(".track_request"), 303))


@public.get("/track/request")
@open_to_all
@of_opened
def track_request(opened: Opened) -> ResponseReturnValue:
    """Where it stands. Asked again by the page itself every minute, it answers only when something changed."""
    if is_over(opened):
        return ended_page(opened)
    shown = standing_of(opened)
    if wants_fragment() and request.args.get("revision") == str(opened.request.revision):
        return "", 204
    page = render(
        "service_requests/track/request.html",
        "service_requests/track/_state.html",
        **state_context(opened, shown),
        live=wants_fragment(),
    )
    if is_shared():
        # Without scripts as well nothing is left standing on the screen of a shared phone.
        page.headers["Refresh"] = f"{int(LASTS_ON_SHARED_PHONE.total_seconds()) + 2}; url={url_for('.track', over=1)}"
    return page


@public.post("/track/leaving")
@only_reads
@open_to_all
def leave() -> ResponseReturnValue:
    """看完了，清掉: the session ends and the browser is asked to forget, so that the way back shows nothing."""
    shared = close_here()
    answer = private(redirect(url_for(".track_left"), 303))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"' if shared else '"cache"'
    return answer


@public.get("/track/left")
@open_to_all
def track_left() -> ResponseReturnValue:
    return private(render_template("service_requests/track/left.html"))


@public.get("/track/lost-code")
@open_to_all
def lost_code() -> ResponseReturnValue:
    """Who issues a new one, and how."""
    return render_template("service_requests/track/lost_code.html")


@public.post("/track/request/unfollowing")
@open_to_all
@of_opened
def unfollow(opened: Opened) -> ResponseReturnValue:
    """A neighbour wants to hear no more of it."""
    if opened.follower is not None:
        stop_following(opened.follower)
        db.session.commit()
        close_here()
        return redirect(url_for(".track_left"), 303)
    return redirect(url_for(".track_request"), 303)


def state_context(opened: Opened, shown: Standing) -> dict[str, object]:
    """What the templates of an open request share."""
    return {
        "request_shown": opened.request,
        "standing": shown,
        "follows": opened.follower is not None,
        "speaks": opened.representation is not None,
        "mandates": speaking_words,
        "shared": is_shared(),
        "words": track_words,
        "way_words": way_words,
        "form": FlaskForm(),
        "personal": personal_part(opened),
        "visits_shown": visits_shown(
            opened.request, follows=opened.follower is not None, speaks=opened.representation is not None
        ),
        "public_now": () if opened.follower else public_of(opened.request, clock.now()),
        "public_part": lambda period: part_of(period, full_names=current_app.config["PUBLIC_NAMES"] == "full"),
    }


def _ask(form: OpenForm, **facts: bool) -> str:
    context = {"opened": False, "over": False, "wrong": False, "too_often": False} | facts
    return render_template("service_requests/track/open.html", form=form, **context)

"""我的资料: what is kept of the person until when, a copy of it, and the way to have it corrected or deleted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import AnyOf, DataRequired

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, track_words
from portal.blueprints.service_requests.filling import go_on, token
from portal.blueprints.service_requests.track_act_views import ACTS
from portal.blueprints.service_requests.track_session import LASTS_ON_SHARED_PHONE, is_shared, of_opened
from portal.blueprints.service_requests.tries import begin_try
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.keeping import asking
from portal.domain.keeping.copies import ABOUT_DATA, Copy, give_copy, handled
from portal.domain.keeping.until import kept_until
from portal.domain.sensitive_facts.queries import holds_facts
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.opening import Opened
from portal.domain.service_requests.steps.codes import opens
from portal.forms import LineField, RuledForm

PAGE, JSON = "page", "json"


class CopyForm(RuledForm):
    """The code once more: a phone left lying open gives nobody a copy."""

    code = LineField(
        _l("再输一次查询码"),
        [DataRequired(_l("请写查询码。"))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters", "maxlength": 40},
    )
    in_full = BooleanField(_l("身份证号、银行账号这些也要写全，不遮住"))
    kind = LineField(default=PAGE, validators=[AnyOf((PAGE, JSON))])


def of_person(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """For the person concerned, opened with their own code; for an agent or a neighbour the page does not exist."""

    @wraps(view)
    def shown(opened: Opened) -> ResponseReturnValue:
        if opened.follower is not None or opened.representation is not None:
            raise NotFound("这一页只给本人看。")
        return view(opened.request)

    return of_opened(shown)


@public.get("/track/request/own-data")
@open_to_all
@of_person
def own_data(found: ServiceRequest) -> ResponseReturnValue:
    return _page(found, CopyForm(formdata=None))


@public.post("/track/request/copy")
@ACTS
@open_to_all
@of_person
def copy(found: ServiceRequest) -> ResponseReturnValue:
    """The copy is the answer itself: no address leads to it a second time."""
    form = CopyForm()
    if not form.validate_on_submit():
        return _page(found, form, 422)
    tried = begin_try(found.number)
    if not tried.heard:
        form.form_errors.append(_("试得太多了。请过 15 分钟再试，着急的话打电话。"))
        return _page(found, form, 429)
    again = opens(found.number, form.code.data)
    if again is None or again.request is not found or again.follower or again.representation:
        form.code.errors = [_("查询码对不上。请对照回执再看一遍。")]
        return _page(found, form, 422)
    tried.give_back()
    made = give_copy(found, clock.now(), in_full=form.in_full.data)
    db.session.commit()
    return _file(made) if form.kind.data == JSON else _document(found, made)


@public.post(f"/services/{asking.SLUG}/apply/beginning")
@ACTS
@open_to_all
@of_person
def ask_about_data(found: ServiceRequest) -> ResponseReturnValue:
    """Begin the matter for correction and deletion, with the number filled in; the name too on a phone of one's own.

    Its address lies where the phone sends the cookie of its forms, so that none of them is lost.
    """
    draft = asking.begin(found, token(), clock.now(), with_person=not is_shared())
    db.session.commit()
    return go_on(url_for(".start", slug=draft.matter_version.matter.slug))


def _page(found: ServiceRequest, form: CopyForm, status: int = 200) -> ResponseReturnValue:
    context: dict[str, Any] = {
        "kept": list(kept_until(found)),
        "done": [(one.at, ABOUT_DATA[one.action], one.detail) for one in reversed(handled(found))],
        "holds_facts": holds_facts(found),
        "may_ask": asking.is_offered(),
        "shared": is_shared(),
        "words": track_words,
    }
    return render_template("service_requests/track/own_data.html", found=found, form=form, **context), status


def _document(found: ServiceRequest, made: Copy) -> Response:
    page = make_response(render_template("service_requests/track/copy.html", found=found, copy=made))
    if is_shared():
        page.headers["Refresh"] = f"{int(LASTS_ON_SHARED_PHONE.total_seconds()) + 2}; url={url_for('.track', over=1)}"
    return page


def _file(made: Copy) -> Response:
    answer = make_response(made.as_json())
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = "attachment; filename=own-data.json"
    return answer

"""Reporting something, one thing on each page: what, where, the questions, photos, who, check, send.

Each page is stored when it is sent and answered with 303, so that neither the back button nor a lost connection loses
anything. The draft is found by this phone's cookie alone.
"""

from collections.abc import Collection
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import ask_to_sign_in
from portal.access import public as open_to_all
from portal.attachments import photo_files
from portal.blueprints.service_requests import public
from portal.blueprints.service_requests.acting import filing_staff, resident_acting
from portal.blueprints.service_requests.fact_views import doubt, said_facts
from portal.blueprints.service_requests.filing_forms import (
    QuestionsForm,
    SendForm,
    hint_of,
    phone_owners,
    question_pages,
    questions_form,
)
from portal.blueprints.service_requests.filling import (
    AlreadySent,
    Filling,
    NoDraft,
    Retired,
    bound,
    draft_at_hand,
    draft_or_visitor,
    filling,
    go_on,
    let_go,
    private,
    token,
)
from portal.blueprints.service_requests.paper_views import said_papers
from portal.blueprints.service_requests.said_mandate import said_mandate
from portal.db import db
from portal.domain.matters.content import content_of
from portal.domain.matters.parts import Question
from portal.domain.matters.queries import find_matter, offered
from portal.domain.service_requests import drafts, sending
from portal.domain.service_requests.photos import photos_of
from portal.extensions import limiter
from portal.helping import SignedOut

# Per address generous, for a whole estate may sit behind one; per form tight.
FILINGS = "200 per hour"
SENDINGS = "20 per hour"


@public.get("/services/<slug>/apply")
@open_to_all
def start(slug: str) -> ResponseReturnValue:
    """On with what was begun, or on to the first page; in an emergency the phones come first."""
    matter, draft = find_matter(slug), draft_at_hand(slug)
    if matter.retired_at is not None and (draft is None or draft.request_id is None):
        raise Retired(matter, Filling(draft) if draft else None)
    emergency = content_of(matter.current).emergency
    if draft is None and emergency is None:
        return redirect(_first_page(slug), 303)
    begun = Filling(draft) if draft is not None and draft.request_id is None else None
    context = {"draft": draft, "begun": begun, "emergency": emergency, "first_page": _first_page(slug)}
    return private("start.html", version=matter.current, slug=slug, **context)


@public.get("/services/<slug>/apply/tell-us", defaults={"number": 1})
@public.get("/services/<slug>/apply/tell-us/<int:number>")
@open_to_all
def tell_us(slug: str, number: int) -> ResponseReturnValue:
    """The matter's questions, a few on a page."""
    begun = filling(slug)
    form = questions_form(begun.content, _page_of(begun, number), begun.answers)
    return _questions(begun, number, form)


@public.post("/services/<slug>/apply/tell-us", defaults={"number": 1})
@public.post("/services/<slug>/apply/tell-us/<int:number>")
@open_to_all
def answer(slug: str, number: int) -> ResponseReturnValue:
    begun = filling(slug)
    form = questions_form(begun.content, _page_of(begun, number))
    if not form.validate_on_submit():
        return _questions(begun, number, form, 422)
    begun.keep(answers=begun.answers | form.by_key)
    db.session.commit()
    return go_on(begun.after("tell_us", number=number))


@public.get("/services/<slug>/apply/check")
@open_to_all
def check(slug: str) -> ResponseReturnValue:
    """Everything once more, each answer with a way back to it."""
    begun = filling(slug)
    if (missing := begun.first_open()) != url_for(".check", slug=slug):
        return redirect(missing, 303)
    return _check(begun, SendForm(formdata=None, token=begun.draft.filing_token))


@public.post("/services/<slug>/apply/filing")
@limiter.limit(FILINGS)
@limiter.limit(SENDINGS, key_func=draft_or_visitor)
@open_to_all
def file(slug: str) -> ResponseReturnValue:
    """Once: sent again, the same form leads to the same receipt."""
    begun, form = filling(slug), SendForm()
    if not form.validate_on_submit() or form.token.data != begun.draft.filing_token:
        return redirect(begun.first_open(), 303)
    if (missing := begun.first_open()) != url_for(".check", slug=slug):
        return redirect(missing, 303)
    with form.showing_refusals():
        acting = filing_staff() if begun.helped else resident_acting()
        sending.send(begun.draft, begun.place, _answers(begun), acting, shared=form.shared.data)
        db.session.commit()
        return go_on(url_for(".receipt", slug=slug))
    return _check(filling(slug), form, 409)


@public.post("/services/<slug>/apply/another")
@limiter.limit(FILINGS)
@open_to_all
def begin_another(slug: str) -> ResponseReturnValue:
    """A new form after one that was sent; the phone keeps the receipt of the first."""
    draft = draft_at_hand(slug)
    if draft is not None and draft.request_id is not None:
        another = bound(Filling(sending.begin_another(token(), draft, at=clock.now())))
        db.session.commit()
        return go_on(another.first_open())
    return go_on(url_for(".start", slug=slug))


@public.post("/services/<slug>/apply/clearing")
@open_to_all
def clear(slug: str) -> ResponseReturnValue:
    """Forget this form and begin anew."""
    draft = draft_at_hand(slug)
    if draft is not None:
        _throw_away(drafts.throw_away(draft))
    return go_on(url_for("home.show") if "leave" in request.form else url_for(".start", slug=slug))


@public.post("/services/<slug>/apply/traces")
@open_to_all
def clear_traces(slug: str) -> ResponseReturnValue:
    """A shared phone forgets everything: this form, those of other matters, their receipts."""
    _throw_away(drafts.throw_away_all(token()))
    return let_go(private("cleared.html", slug=slug))


@public.errorhandler(NoDraft)
def no_draft(_error: NoDraft) -> ResponseReturnValue:
    return private("gone.html", 404, slug=(request.view_args or {}).get("slug", ""))


@public.errorhandler(AlreadySent)
def already_sent(sent: AlreadySent) -> ResponseReturnValue:
    return redirect(url_for("service_requests.receipt", slug=str(sent)), 303)


@public.errorhandler(Retired)
def retired(gone: Retired) -> ResponseReturnValue:
    """The matter was taken out of the catalogue meanwhile: what was typed is shown, and where to go instead."""
    version = gone.matter.current
    similar = [one for one in offered() if one.category == version.category][:5]
    return private("retired.html", 410, version=version, begun=gone.filling, similar=similar)


@public.app_context_processor
def _at_hand() -> dict[str, Any]:
    """For pages of other features: where this phone goes on with a form of a matter; empty when it has none."""
    return {"form_at_hand": _form_at_hand}


def _form_at_hand(slug: str) -> str:
    draft = draft_at_hand(slug) if request.method == "GET" else None
    return url_for("service_requests.start", slug=slug) if draft is not None else ""


def _first_page(slug: str) -> str:
    """For whom it is, or the place, with what the link that led here says about it."""
    known = {name: request.args[name] for name in ("placard", "building", "grid") if name in request.args}
    asked = content_of(find_matter(slug).current).asks_for_whom
    if asked and request.args.get("whom") == "other":
        known["whom"] = "other"
    return url_for("service_requests.whom" if asked else "service_requests.where", slug=slug, **known)


def _page_of(begun: Filling, number: int) -> tuple[Question, ...]:
    pages = question_pages(begun.content)
    return pages[number - 1] if 0 < number <= len(pages) else abort(404)


def _questions(begun: Filling, number: int, form: QuestionsForm, status: int = 200) -> ResponseReturnValue:
    step = begun.step("tell_us", number=number)
    context = {"begun": begun, "form": form, "number": number, "hint_of": hint_of, "step": step}
    return private("tell_us.html", status, **context)


def _check(begun: Filling, form: SendForm, status: int = 200) -> ResponseReturnValue:
    pages = question_pages(begun.content)
    context = {"photos": photos_of(begun.draft), "pages": pages, "who": begun.fields["who"], "owners": phone_owners()}
    context["mandate"] = said_mandate(begun) if begun.for_somebody else []
    context["papers"] = said_papers(begun)
    context |= {"facts": said_facts(begun), "account_in_doubt": doubt(begun)}
    return private("check.html", status, begun=begun, form=form, step=begun.step("check"), **context)


def _answers(begun: Filling) -> list[dict[str, str]]:
    """Questions and answers; whose phone it is stands among them, for whoever calls back."""
    owner = begun.fields["who"].get("phone_owner", "self")
    if owner == "self":
        return begun.summary()
    return [*begun.summary(), {"question": "电话是谁的", "answer": phone_owners().get(owner, "")}]


def _throw_away(keys: Collection[str]) -> None:
    db.session.commit()
    for key in keys:
        photo_files().remove(key)


@public.errorhandler(SignedOut)
def signed_out(_error: SignedOut) -> ResponseReturnValue:
    """Staff who filled it in for somebody were away too long: everything is thrown away, and they sign in again."""
    return ask_to_sign_in()

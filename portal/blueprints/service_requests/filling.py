"""The form at hand: the draft of this phone, found by its cookie, and the pages it goes through."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Response, current_app, g, make_response, redirect, render_template, request

from portal import clock
from portal.blueprints.service_requests.filing_forms import in_words
from portal.blueprints.service_requests.pages import Page, pages_of
from portal.domain.errors import NotFound
from portal.domain.mandates.draft_entry import kind_of_helper
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Matter, MatterVersion
from portal.domain.matters.queries import find_matter
from portal.domain.service_requests import drafts, sending
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.draft_places import DraftPlace, read_place
from portal.helping import helper, helper_token
from portal.page_cache import DRAFT_COOKIE
from portal.rates import visitor

COOKIE = DRAFT_COOKIE
COOKIE_PATH = "/services"
USUAL_PHONES = ("110", "119", "120")


class NoDraft(Exception):
    """This phone has no form of this matter: too old, cleared, or its browser keeps no cookies."""


class AlreadySent(Exception):
    """The form became a request; its receipt is still there."""


class Retired(Exception):
    """The matter takes no requests any more; `filling` may be None."""

    def __init__(self, matter: Matter, filling: "Filling | None") -> None:
        super().__init__(matter.slug)
        self.matter, self.filling = matter, filling


@dataclass(frozen=True)
class Filling:
    """A form and the matter it is about, in the version it was begun with."""

    draft: Draft

    @property
    def version(self) -> MatterVersion:
        return self.draft.matter_version

    @property
    def slug(self) -> str:
        return self.version.matter.slug

    @cached_property
    def content(self) -> Content:
        return content_of(self.version)

    @property
    def fields(self) -> dict[str, Any]:
        return drafts.fields_of(self.draft)

    @property
    def answers(self) -> dict[str, str]:
        return self.fields.get("answers", {})

    @property
    def place(self) -> DraftPlace | None:
        """Where it is, once the person has said so."""
        return read_place(self.fields.get("place"), clock.today())

    @property
    def alarming(self) -> bool:
        """Did an answer hold a word that must not wait for the web?"""
        return bool(self.content.alarming(" ".join(self.answers.values())))

    @property
    def phones(self) -> tuple[str, ...]:
        return self.content.emergency.phones if self.content.emergency else USUAL_PHONES

    @property
    def for_somebody(self) -> bool:
        """Whether it is filled in for somebody else."""
        return sending.for_somebody(self.fields)

    @property
    def mandate(self) -> dict[str, Any]:
        """What was said about who speaks, on what basis, for what and until when (`mandates.draft_entry`)."""
        return dict(self.fields.get("mandate", {}))

    @property
    def person(self) -> dict[str, Any]:
        """The person concerned, as far as they were named: on the page of both people, before it, or for a matter of
        theirs that was sent already."""
        return dict(self.fields.get("who") or self.fields.get("known_person") or {})

    @property
    def helped(self) -> bool:
        """Whether a member of staff fills it in for somebody beside them."""
        return bool(self.fields.get("helper"))

    def keep(self, **fields: Any) -> None:
        drafts.keep(self.draft, at=clock.now(), **fields)

    def first_open(self) -> str:
        """The address of the first page that still wants something; the last page when none does."""
        return next(page for page in pages_of(self) if not page.done()).address(self.slug)

    def after(self, page: str, /, **values: int | str) -> str:
        """The address that follows a page; back to the check page when that is where the person came from."""
        if self.fields.get("who") and page != "who":
            return self.first_open()
        pages = pages_of(self)
        return pages[_position(pages, page, values) + 1].address(self.slug)

    def step(self, page: str, /, **values: int | str) -> tuple[int, int]:
        """Which page of how many this is."""
        pages = pages_of(self)
        return _position(pages, page, values) + 1, len(pages)

    def summary(self) -> list[dict[str, str]]:
        """What was answered, in words."""
        return in_words(self.content.open_questions, self.answers)


def _position(pages: list[Page], name: str, values: Mapping[str, int | str]) -> int:
    """Raises NotFound for a page that this form does not have: an old link, a typed address."""
    for at, page in enumerate(pages):
        if page.name == name and page.values == values:
            return at
    raise NotFound("这件事不用填这一页。请回上一页接着填。")


def filling(slug: str) -> Filling:
    """The form of this phone for a matter. Raises NoDraft, AlreadySent, Retired; NotFound for no matter at all."""
    found = draft_at_hand(slug)
    if found is None:
        matter = find_matter(slug)
        raise Retired(matter, None) if matter.retired_at else NoDraft(slug)
    if found.request_id is not None:
        raise AlreadySent(slug)
    if found.matter_version.matter.retired_at is not None:
        raise Retired(found.matter_version.matter, Filling(found))
    return Filling(found)


def begin_filling(slug: str) -> Filling:
    """The form of this phone, begun now if there is none. Commits nothing."""
    try:
        return filling(slug)
    except NoDraft:
        return begin_anew(slug)


def begin_anew(slug: str) -> Filling:
    """A new form of this phone in place of one it may have."""
    return bound(Filling(drafts.begin(token(), find_matter(slug).current, at=clock.now())))


def bound(begun: Filling) -> Filling:
    """The same, known to be filled in by a member of staff for somebody beside them, where that is so."""
    user = helper()
    kind = kind_of_helper(user, begun.content) if user is not None else None
    if user is not None and kind is not None:
        agent = {"name": user.name, "phone": user.person.work_phone if user.person else ""}
        begun.keep(whom="other", helper=user.id, agent=agent, mandate={"kind": kind.value})
    return begun


def draft_at_hand(slug: str) -> Draft | None:
    """The draft of this phone, also one that was sent already; read for update where something is posted."""
    held = _held()
    posted = request.method == "POST"
    return drafts.find_draft(held, slug, clock.now(), locked=posted) if held else None


def token() -> str:
    """The token of this phone; a new one for a phone that has none."""
    if "draft_token" not in g:
        g.draft_token = _held()[:64] or drafts.new_token()
    return g.draft_token


def _held() -> str:
    """By which the forms at hand are found: of staff who help others by their session, else by the phone's cookie."""
    return helper_token() or request.cookies.get(COOKIE, "")


def draft_or_visitor() -> str:
    """Whom limits per form count by."""
    return _held()[:64] or visitor()


def hold(response: Response) -> Response:
    """Let the phone keep its token for another 24 hours; the token of staff who help others is in their session."""
    if helper_token():
        return response
    response.set_cookie(
        COOKIE,
        token(),
        max_age=int(drafts.KEPT.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def let_go(response: Response) -> Response:
    """Let the phone forget its token."""
    response.delete_cookie(COOKIE, path=COOKIE_PATH, httponly=True, samesite="Lax")
    return response


def go_on(address: str) -> Response:
    """After a page was stored: on to the next one."""
    return hold(make_response(redirect(address, 303)))


def private(template: str, status: int = 200, **context: Any) -> Response:
    """A page that holds what somebody typed: kept by no cache, found by no search engine."""
    context = {"begun": None, "helps": helper(), **context}
    response = make_response(render_template(f"service_requests/apply/{template}", **context), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response

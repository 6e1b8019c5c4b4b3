"""A test client that reads every page it fetches as a careful reviewer would."""

from contextvars import Context
from html.parser import HTMLParser

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.db import db
from portal.domain.accounts.models import User


class _Page(HTMLParser):
    """The parts of a page that the checks ask about."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.title = ""
        self.problems: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = dict(pairs)
        if identifier := attributes.get("id"):
            self.ids.append(identifier)
        if tag in ("title", "h1"):
            self._open = tag
            if tag == "h1":
                self.headings.append("")
        if tag == "form" and not attributes.get("action"):
            self.problems.append("a form without an action does nothing when scripts are off")
        if tag == "img" and "alt" not in attributes:
            self.problems.append(f"an image without alt: {attributes.get('src')}")
        if tag == "label" and attributes.get("for"):
            self.labelled.add(attributes["for"] or "")
        typed = tag in ("input", "select", "textarea") and attributes.get("type") not in ("hidden", "submit")
        if typed and not attributes.get("aria-label"):
            self.inputs.append(attributes.get("id") or attributes.get("name") or tag)
        for name in attributes:
            if name.startswith("on") or name == "style":
                self.problems.append(f"the attribute {name} is refused by the content policy")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self._open = ""

    def handle_data(self, text: str) -> None:
        if self._open == "title" and "svg" not in self._open:
            self.title += text
        elif self._open == "h1":
            self.headings[-1] += text


def check_page(html: str, where: str) -> None:
    """Fail with a sentence when a page breaks a rule that holds for all of them."""
    page = _Page()
    page.feed(html)
    problems = list(page.problems)
    doubled = {identifier for identifier in page.ids if page.ids.count(identifier) > 1}
    if doubled:
        problems.append(f"ids used twice: {sorted(doubled)}")
    if "<html" in html:
        if len(page.headings) != 1:
            problems.append(f"a page has one h1, not {len(page.headings)}")
        elif not page.title.strip().startswith(page.headings[0].strip()[:12]):
            problems.append(f"the title {page.title!r} does not begin with the heading {page.headings[0].strip()!r}")
        if 'lang="' not in html:
            problems.append("the page does not name its language")
    unlabelled = [name for name in page.inputs if name not in page.labelled]
    if unlabelled:
        problems.append(f"inputs without a label: {unlabelled}")
    assert not problems, f"{where}: " + "; ".join(problems)


class PageClient(FlaskClient):
    """Checks each HTML answer below 500, and can sign in as a member of the cast.

    A request runs as on a server, in an application context of its own: what the test has in its session is committed
    before, and read anew after. In the test's own context it would meet the test's open transaction, and whoever signed
    in last.
    """

    checks = True

    def open(self, *args: object, **kwargs: object) -> TestResponse:  # type: ignore[override]
        if has_app_context():
            db.session.commit()
        response = Context().run(super().open, *args, **kwargs)  # type: ignore[arg-type]
        if (
            self.checks
            and response.mimetype == "text/html"
            and response.status_code not in (301, 302, 303, 308)
            and response.data
        ):
            check_page(response.get_data(as_text=True), str(response.request.path))
        return response

    def sign_in(self, username: str) -> "PageClient":
        """Go on as `username`, by way of the session rather than the form."""
        user = db.session.scalars(db.select(User).filter_by(username=username)).one()
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
        return self

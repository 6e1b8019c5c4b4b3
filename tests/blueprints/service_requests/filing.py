"""Somebody with a phone who reports something, page by page."""

import re

from flask import Flask
from werkzeug.test import TestResponse

from portal.db import db
from portal.domain.matters.content import content_of
from portal.domain.matters.parts import AnswerKind
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.models import ServiceRequest
from tests.domain.service_requests.making import PHONE, URGENT, version_of
from tests.pages import PageClient


class Phone:
    """`slug` is the matter; each method sends one page as a browser would."""

    def __init__(self, app: Flask, slug: str = URGENT) -> None:
        self.client: PageClient = app.test_client()
        self.slug = slug
        self.home = f"/services/{slug}/apply"

    def get(self, page: str = "", **asked: str) -> TestResponse:
        return self.client.get(self.home + page, query_string=asked)

    def post(self, page: str, **typed: object) -> TestResponse:
        answer = self.client.post(self.home + page, data=typed)
        db.session.expire_all()
        return answer

    def next(self, answer: TestResponse) -> str:
        """Where the page leads, without what all pages have in common; fails when it was refused."""
        assert answer.status_code == 303, re.findall(r"error-summary.*?</div>", answer.text, re.S)
        return answer.headers["Location"].removeprefix(self.home)

    def at(self, key: str, **details: str) -> str:
        """Confirm a place as the form names it: building-1."""
        return self.next(self.post("/where", place=key, **details))

    def tell(self, **changed: str) -> str:
        """Answer every question; the first option, or plain words, where the test has nothing to say."""
        page = "/tell-us"
        for question in content_of(version_of(self.slug)).questions:
            usual = {AnswerKind.CHOICE: (*question.options, "")[0], AnswerKind.NUMBER: "3"}
            changed.setdefault(question.key, usual.get(question.kind, "有"))
        while page.startswith("/tell-us"):
            page = self.next(self.post(page, **{f"answer_{key}": said for key, said in changed.items()}))
        return page

    def say_who(self, **changed: str) -> str:
        return self.next(self.post("/who", **{"name": "王芳", "phone": PHONE, "phone_owner": "self", **changed}))

    def for_myself(self) -> None:
        """The first page of a matter where somebody else may file."""
        if content_of(version_of(self.slug)).asks_for_whom:
            self.next(self.post("/whom", whom="self"))

    def bring(self, page: str) -> str:
        """Over the pages of papers and of sensitive facts: every paper is here; where it leads."""
        if page == "/papers":
            named = re.findall(r'name="(state_\d+)"', self.get("/papers").text)
            page = self.next(self.post("/papers", **dict.fromkeys(named, "have")))
        return self.next(self.post("/facts", later="1")) if page == "/facts" else page

    def fill(self, key: str) -> "Phone":
        """All pages up to the check page."""
        self.for_myself()
        self.at(key)
        self.bring(self.tell())
        assert self.say_who() == "/check"
        return self

    @property
    def token(self) -> str:
        found = re.search(r'name="token"[^>]*value="([^"]+)"', self.get("/check").text)
        assert found
        return found[1]

    def send(self, **typed: str) -> TestResponse:
        return self.post("/filing", **{"token": self.token, **typed})


def requests() -> list[ServiceRequest]:
    return list(db.session.scalars(db.select(ServiceRequest).order_by(ServiceRequest.id)))


def drafts() -> list[Draft]:
    return list(db.session.scalars(db.select(Draft).order_by(Draft.id)))

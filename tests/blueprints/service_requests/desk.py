"""The desk of the tests: requests filed by real verbs, steps taken through the pages."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal import clock
from portal.db import db
from portal.domain.service_requests.models import ServiceRequest
from tests.cast import Cast
from tests.domain.service_requests.making import Town, load_matters
from tests.pages import PageClient


class Desk(Town):
    """The town whose clock the pages read too; `client` is whoever signed in last."""

    client: PageClient

    def sign_in(self, who: str) -> "Desk":
        db.session.commit()
        self.client.sign_in(who)
        return self

    def page(self, request: ServiceRequest, **asked: Any) -> str:
        return self.client.get(f"/staff/requests/{request.id}", query_string=asked).text

    def take(self, request: ServiceRequest, noun: str, **typed: Any) -> TestResponse:
        """Send the form of a step as the page at hand would, with the revision of now."""
        db.session.refresh(request)
        typed.setdefault("revision", request.revision)
        sent = {f"step-{name}": value for name, value in typed.items()}
        answer = self.client.post(f"/staff/requests/{request.id}/{noun}", data=sent)
        db.session.expire_all()
        return answer

    def done(self, request: ServiceRequest, noun: str, **typed: Any) -> ServiceRequest:
        """Take the step; fails with the sentence of the page when it is refused."""
        answer = self.take(request, noun, **typed)
        assert answer.status_code in (200, 303), re.findall(r"error-summary.*?</div>", answer.text, re.S)
        return request


def desk_of(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    load_matters()
    desk = Desk(cast)
    desk.client = app.test_client()
    monkeypatch.setattr(clock, "now", lambda: desk.at)
    return desk

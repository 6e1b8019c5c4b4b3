"""A resident with a receipt in hand, and the clock of the wall."""

from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.domain.service_requests.making import Town, load_matters
from tests.pages import PageClient


@dataclass
class Resident:
    """Fills in /track and looks at what it opens."""

    client: PageClient
    town: Town
    patch: pytest.MonkeyPatch

    def try_it(self, number: str, code: str, *, address: str = "127.0.0.1", **fields: str) -> TestResponse:
        data = {"number": number, "code": code} | fields
        return self.client.post("/track", data=data, environ_base={"REMOTE_ADDR": address})

    def open(self, filed, **fields: str) -> TestResponse:
        answer = self.try_it(filed.request.number, filed.code, **fields)
        assert answer.status_code == 303, answer.text
        return self.page()

    def page(self) -> TestResponse:
        return self.client.get("/track/request")

    def later(self, **span: float) -> None:
        self.town.wait(**span)
        self.set_clock()

    def set_clock(self) -> None:
        self.patch.setattr("portal.clock.now", lambda: self.town.at)
        self.patch.setattr("portal.clock.today", lambda: self.town.resident.today)

    @property
    def cookie(self) -> str:
        """The session cookie as the browser keeps it; empty when there is none."""
        kept = self.client.get_cookie("linge")
        return kept.value if kept else ""


def resident_of(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Resident:
    """Nothing open yet; the pages read the town's clock."""
    load_matters()
    resident = Resident(app.test_client(), Town(cast), monkeypatch)
    resident.set_clock()
    return resident

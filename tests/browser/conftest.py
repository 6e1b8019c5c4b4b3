"""A real Chromium against a served portal with the cast."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from portal import clock
from portal.db import db
from portal.domain.matters.services import load_catalogue
from tests.browser.town import MONDAY, SHANGHAI, TownClock
from tests.cast import PASSWORD, Cast
from tests.conftest import skip_or_fail

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic", "--no-first-run"]
PHONE = {"width": 360, "height": 640}
DESKTOP = {"width": 1280, "height": 800}


def chromium(*, whole: bool = False) -> str:
    """The lightest one there is: without a window it does a third less work, but keeps no page that was left."""
    names = ("chromium", "chromium-browser", "google-chrome")
    for name in names if whole else ("chromium-headless-shell", *names):
        if found := shutil.which(name):
            return found
    skip_or_fail("no Chromium on this machine")
    raise AssertionError


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask, cast: Cast) -> Iterator[str]:
    """The address of the portal, served by threads of this process."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)


@dataclass
class Visitor:
    """One person at one screen."""

    site: str
    page: Page

    def goto(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, username: str) -> None:
        self.goto("/staff/sign-in")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit], main button:not([type])")
        self.page.wait_for_url("**/staff")


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Any]:
    """`visitor(scripts=False, text="extra", desktop=True)` opens a fresh context; a script error fails the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(*, scripts: bool = True, text: str = "normal", desktop: bool = False) -> Visitor:
        context = browser.new_context(
            viewport=DESKTOP if desktop else PHONE, java_script_enabled=scripts, locale="zh-CN", base_url=site
        )
        context.add_cookies([{"name": "text", "value": text, "url": site}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if "Content Security Policy" in line.text else None)
        contexts.append(context)
        return Visitor(site, page)

    yield make
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def town(app, cast, monkeypatch) -> TownClock:
    """The cast with a catalogue, on a Monday morning."""
    town = TownClock()
    monkeypatch.setattr(clock, "now", lambda: town.at)
    monkeypatch.setattr(clock, "today", lambda: town.at.astimezone(SHANGHAI).date())
    load_catalogue(by="admin", at=MONDAY)
    db.session.commit()
    return town

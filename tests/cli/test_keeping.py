"""`flask keeping`."""

import pytest

from portal.attachments import photo_files
from portal.domain.keeping.rules import RULES
from portal.worker import Worker
from tests.domain.keeping.everything import ID_NUMBER, settled_with_everything
from tests.domain.service_requests.making import PHONE, Town, load_matters


@pytest.fixture
def town(app, cast, monkeypatch) -> Town:
    load_matters()
    town = Town(cast)
    monkeypatch.setattr("portal.clock.now", lambda: town.at)
    return town


def test_it_prints_the_table_and_a_preview_without_private_facts(app, town):
    request = settled_with_everything(town)
    town.wait(days=40)
    printed = app.test_cli_runner().invoke(args=["keeping"]).output
    for rule in RULES:
        assert f"{rule.key}: {rule.what}\n" in printed
    assert "now: 1, the oldest since 2026-11-23 10:00\n" in printed
    for private in (request.number, "王小芳", PHONE, ID_NUMBER):
        assert private not in printed


def test_with_do_it_is_done_and_the_second_time_there_is_nothing(app, town):
    settled_with_everything(town)
    town.wait(days=40)
    assert "copies: 1\n" in app.test_cli_runner().invoke(args=["keeping", "--do"]).output
    assert app.test_cli_runner().invoke(args=["keeping", "--do"]).output == "0 done\n"


def test_the_worker_does_the_same(app, town):
    settled_with_everything(town)
    town.wait(days=40)
    Worker(app).tick()
    assert not photo_files().ready("a" * 32).exists()

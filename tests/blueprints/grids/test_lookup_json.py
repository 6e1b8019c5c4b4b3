"""The address lookup for programs: codes and names of places, never of people."""

import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.blueprints.grids.asking import ask

pytestmark = pytest.mark.usefixtures("cast_index")


def test_the_interface_answers_with_codes_and_names_but_no_person(client: FlaskClient):
    answer = ask(client, "明亮花园3号楼2单元")
    (first,) = answer["candidates"]
    assert answer["decision"] == "answer"
    assert first | {"score": 1} == {
        "building_code": "B0003",
        "grid_code": "990001001",
        "score": 1,
        "reason": "exact",
        "matched": "明亮花园",
        "unit": 2,
        "place": "明亮花园 3号楼 2单元",
        "grid_name": "莲叶路社区第1网格",
    }
    assert "潘一" not in str(answer)


def test_the_interface_takes_posted_json_without_a_token(app: Flask, client: FlaskClient):
    app.config["WTF_CSRF_ENABLED"] = True
    asked = client.post("/api/lookup", json={"q": "明亮花园"})
    assert asked.status_code == 200
    assert asked.get_json() == ask(client, "明亮花园")
    assert [one["building_code"] for one in asked.get_json()["candidates"]] == [None, None]


def test_the_interface_says_none_with_no_candidates(client: FlaskClient):
    assert ask(client, "红楼") == {"decision": "none", "candidates": []}


@pytest.mark.parametrize("body", [{}, {"q": 3}, [], "红楼", None])
def test_the_interface_refuses_what_asks_nothing_as_json(client: FlaskClient, body: object):
    answer = client.post("/api/lookup", json=body)
    assert answer.status_code == 400
    assert answer.get_json()["error"]


def test_the_interface_refuses_other_requests_as_json(client: FlaskClient):
    assert client.get("/api/lookup").status_code == 400
    assert client.post("/api/lookup", data="{", content_type="application/json").status_code == 400
    assert client.post("/api/lookup", data="[" * 100_000, content_type="application/json").status_code == 400
    assert client.delete("/api/lookup").get_json()["error"]


def test_the_interface_is_rate_limited_and_says_so_as_json(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.blueprints.grids.lookup_views.API_RATE", "2 per minute")
    ask(client, "红楼")
    ask(client, "红楼")
    refused = client.get("/api/lookup", query_string={"q": "红楼"})
    assert refused.status_code == 429
    assert refused.get_json()["message"]


def test_asking_with_post_does_not_wait_for_a_writer(app: Flask, client: FlaskClient):
    ask(client, "明亮花园")
    writer = sqlite3.connect(Path(app.config["INSTANCE"]) / "linge.sqlite", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert client.post("/api/lookup", json={"q": "明亮花园"}).status_code == 200
    assert time.monotonic() - began < 5
    writer.close()

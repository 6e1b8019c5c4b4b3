"""Large is only what carries files."""

import io

from portal.bodies import MOST_TEXT


def test_a_form_without_files_is_bounded(client):
    answer = client.post("/track", data={"number": "x" * MOST_TEXT})
    assert answer.status_code == 413
    assert "文字请写短一些" in answer.text
    assert client.post("/track", data={"number": "x" * 1000, "code": "y"}).status_code == 422


def test_files_may_be_larger(client):
    sent = {"number": "1", "photo": (io.BytesIO(b"x" * 2 * MOST_TEXT), "a.jpg")}
    assert client.post("/track", data=sent).status_code == 422

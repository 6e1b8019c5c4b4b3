"""Asking the lookup in tests."""

from flask.testing import FlaskClient


def page(client: FlaskClient, words: str, **kwargs: object) -> str:
    answer = client.get("/lookup", query_string={"q": words}, **kwargs)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def ask(client: FlaskClient, words: str) -> dict:
    return client.get("/api/lookup", query_string={"q": words}).get_json()

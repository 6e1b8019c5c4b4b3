"""Parts of URLs that can name nothing are not found, before a database is asked."""

import pytest


@pytest.mark.parametrize("number", ["2147483648", "99999999999999999999", "-1", "1.5", "x"])
def test_a_number_no_row_can_have_is_not_found(app, number):
    assert _status(app, f"/numbers/{number}") == 404


def test_the_largest_number_of_a_row_is_taken(app):
    assert _status(app, "/numbers/2147483647") == 200


@pytest.mark.parametrize("word", ["a%00b", "a%0Ab", "%1F", "%7F", "%C2%85"])
def test_a_word_with_control_signs_is_not_found(app, word):
    assert _status(app, f"/words/{word}") == 404


@pytest.mark.parametrize("word", ["990001001", "7KQ4M2XD", "%E7%BD%91%E6%A0%BC", "a%20b", "a%E3%80%80b"])
def test_a_word_one_can_read_is_taken(app, word):
    assert _status(app, f"/words/{word}") == 200


def _status(app, path):
    if "word" not in app.view_functions:
        from portal.access import public

        app.add_url_rule("/words/<word>", "word", public(lambda word: "word"))
        app.add_url_rule("/numbers/<int:number>", "number", public(lambda number: "number"))
    return app.test_client().get(path).status_code

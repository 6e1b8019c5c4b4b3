"""Text that comes in through forms."""

import pytest

from portal.domain.errors import DomainError
from portal.forms import Form, clean, line_field, text_field


class Both(Form):
    line = line_field("一行", most=5, needed="请写一行。")
    text = text_field("几行", most=20)


@pytest.fixture
def filled(app):
    def fill(**typed):
        with app.test_request_context("/", method="POST", data=typed):
            form = Both()
            form.validate_on_submit()
            return form

    return fill


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("潘\x00一", "潘一"),
        ("\u202e潘一\u200b", "潘一"),
        (" 潘\t\n一 ", "潘 一"),
        ("潘\u3000一", "潘 一"),
        ("😀", "😀"),
    ],
)
def test_a_line_comes_in_without_what_cannot_be_seen(filled, typed, kept):
    assert filled(line=typed).line.data == kept


def test_lines_of_a_text_stay_apart(filled):
    assert filled(line="x", text="甲\r\n\x07乙\r丙 ").text.data == "甲\n乙\n丙"


@pytest.mark.parametrize("empty", ["", "   ", "\x00", "\u200b", "\u3000"])
def test_an_answer_nobody_can_see_is_none(filled, empty):
    assert filled(line=empty).errors == {"line": ["请写一行。"]}


def test_too_long_a_line_is_refused_and_kept(filled):
    form = filled(line="一二三四五六")
    assert form.errors == {"line": ["最多 5 个字，请写短一些。"]}
    assert form.line.data == "一二三四五六"


def test_nothing_at_all_is_an_empty_text():
    assert clean(None) == ""


def test_the_sentence_of_a_rule_stands_in_the_summary(filled):
    form = filled(line="x")
    form.refuse(DomainError("今天不行。"))
    assert form.form_errors == ["今天不行。"]

"""Text that comes in through forms."""

import pytest
from flask_wtf import FlaskForm

from portal.forms import LineField, LinesField

REFUSED = "文字里有看不见的符号，请删掉后重新输入。"


class Both(FlaskForm):
    line = LineField("一行")
    text = LinesField("几行")


@pytest.fixture
def filled(app):
    def fill(**typed):
        with app.test_request_context("/", method="POST", data=typed):
            form = Both()
            form.validate_on_submit()
            return form

    return fill


@pytest.mark.parametrize(("typed", "kept"), [("\u202e潘一\u200f", "潘一"), (" 潘一 ", "潘一"), ("😀", "😀")])
def test_a_line_comes_in_without_direction_marks_and_outer_blanks(filled, typed, kept):
    form = filled(line=typed)
    assert (form.line.data, form.errors) == (kept, {})


@pytest.mark.parametrize("typed", ["潘\x00一", "潘\x07一", "潘\n一"])
def test_control_signs_in_a_line_are_refused_with_a_sentence(filled, typed):
    assert filled(line=typed).errors == {"line": [REFUSED]}


def test_lines_of_a_text_stay_apart(filled):
    form = filled(text="甲\r\n乙\t丙\n")
    assert (form.text.data, form.errors) == ("甲\r\n乙\t丙", {})


def test_a_null_byte_in_a_text_is_refused(filled):
    assert filled(text="甲\x00").errors == {"text": [REFUSED]}

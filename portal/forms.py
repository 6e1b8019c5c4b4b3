"""What every form shares: how typed text is cleaned before a rule or a database sees it."""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectChoice, StringField, TextAreaField
from wtforms.validators import StopValidation

from portal.db import db
from portal.domain.errors import DomainError

# Marks that turn the direction of writing: invisible, they can make a name or an address read as another.
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
# Control signs, a null byte among them, which PostgreSQL refuses; and halves of surrogate pairs.
_REFUSED = {"Cc", "Cs"}


def tidy(typed: str) -> str:
    """Typed text without outer blanks, in composed form, without direction marks."""
    return unicodedata.normalize("NFC", typed).translate(_DIRECTION).strip()


def sought(typed: str, longest: int = 60) -> str:
    """What a search box asks for: tidied, without control signs, cut to a sensible length."""
    return "".join(sign for sign in tidy(typed)[:longest] if unicodedata.category(sign) not in _REFUSED)


def choices(words: Mapping[str, str]) -> list[SelectChoice]:
    """The options of a select or of radio buttons: what is sent, and how it reads."""
    return [SelectChoice(value, label) for value, label in words.items()]


class LineField(StringField):
    """One line of text, tidied; control signs are refused with a sentence."""

    allowed = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = tidy(valuelist[0])

    def pre_validate(self, form: Any) -> None:
        if any(unicodedata.category(sign) in _REFUSED for sign in self.data or "" if sign not in self.allowed):
            raise StopValidation(_("文字里有看不见的符号，请删掉后重新输入。"))


class LinesField(LineField, TextAreaField):
    """Text of several lines, tidied alike."""

    allowed = "\n\r\t"


class RuledForm(FlaskForm):
    """A form whose act may be refused by a rule: its sentence stands in the summary, and everything typed is kept."""

    @contextmanager
    def showing_refusals(self) -> Iterator[None]:
        """Around the act and its commit; after a refusal nothing of it is left in the database."""
        try:
            yield
        except DomainError as refusal:
            db.session.rollback()
            self.form_errors.append(str(refusal))


class DayField(DateField):
    """One day, by the browser's own calendar."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("日期请写成 2026-11-23 这样。")) from None

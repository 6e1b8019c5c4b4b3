"""What every form shares: text comes in clean, and a rule that says no is shown with everything typed kept."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from portal.domain.errors import DomainError

_UNSEEN = ("Cc", "Cf", "Cs")  # Unicode categories: controls, direction marks and joiners, halves of a character


class Form(FlaskForm):
    """A form with its CSRF token; errors stand at each field and in a summary at the top."""

    def refuse(self, error: DomainError) -> None:
        """Put the sentence of a rule into the summary."""
        self.form_errors.append(str(error))


def line_field(label: Any, *, most: int, needed: Any = "", **options: Any) -> Field:
    """One line of at most `most` characters. `needed` is the sentence for an empty one; without it empty is fine."""
    return StringField(label, _rules(most, needed), [_one_line], **options)


def text_field(label: Any, *, most: int, needed: Any = "", **options: Any) -> Field:
    """Several lines of at most `most` characters in all; otherwise as `line_field`."""
    return TextAreaField(label, _rules(most, needed), [clean], **options)


def clean(text: str | None) -> str:
    """The text without what cannot be seen, and without blanks around it.

    PostgreSQL refuses a null byte, and a direction mark can make a name read as another one.
    """
    kept = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign == "\n" or unicodedata.category(sign) not in _UNSEEN).strip()


def _one_line(text: str | None) -> str:
    return " ".join(clean((text or "").replace("\t", " ")).split())


def _rules(most: int, needed: Any) -> list[Any]:
    presence = DataRequired(needed) if needed else Optional()
    return [presence, Length(max=most, message=_l("最多 %(max)d 个字，请写短一些。"))]

"""The kinds of variation, each a function from a target building to a draft query.

A kind returns None when it does not suit the target; the writer then tries another target.
"""

import re
from dataclasses import dataclass
from importlib import import_module

KINDS = {}
MODULES = [
    "plain", "writing", "words", "houses", "spelling", "latin", "names", "phases", "noise", "around",
    "partial", "several", "absent", "elsewhere", "regional",
]  # fmt: skip


@dataclass
class Kind:
    """A named variation, the targets that it wants, and how often it is drawn."""

    name: str
    write: object
    want: str
    weight: float


@dataclass
class Draft:
    """A typed text with its label."""

    text: str
    label: object
    note: str = ""


def kind(name, want="numbered", weight=1.0):
    """Register a variation under `name`."""

    def wrap(function):
        KINDS[name] = Kind(name, function, want, weight)
        return function

    return wrap


def forms(text):
    """Templates from one string, separated by ` | `."""
    return re.split(r"\s\|\s", text.strip())


def fill(rng, templates, **parts):
    """One of the templates with its parts filled in."""
    return rng.choice(templates).format(**parts)


def said_draft(c, said, text=None, note=""):
    """A draft whose label is the plain meaning of what was said."""
    return Draft(text if text is not None else said.text(), c.truth.label(said.ask), note)


def lenient(draft):
    """The same draft where offering a choice is as good as asserting."""
    if draft:
        draft.label.choose_ok = True
    return draft


def load_all():
    """Import every module of kinds and return the registry."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return KINDS

"""The kinds of variation, each a function from a target building to a draft query.

A kind returns None when it does not suit the target; the writer then tries another target.
"""
from dataclasses import dataclass
from importlib import import_module

KINDS = {}
MODULES = ["plain", "writing", "words", "spelling", "latin", "names", "noise", "partial", "several", "absent", "regional"]


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


def load_all():
    """Import every module of kinds and return the registry."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return KINDS

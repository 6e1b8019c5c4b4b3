"""The shipped catalogue: what a new portal begins with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("catalogue.yaml")


@dataclass(frozen=True, slots=True)
class Catalogue:
    categories: tuple[str, ...]
    entries: tuple[dict[str, Any], ...]
    replies: tuple[dict[str, str], ...]


@cache
def shipped() -> Catalogue:
    """The categories in their order, the entries and the first reply templates as they stand in the file."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Catalogue(tuple(said["categories"]), tuple(said["matters"]), tuple(said["replies"]))

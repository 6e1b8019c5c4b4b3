"""The invented requests of the demo, as `requests.yaml` tells them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from portal.domain.service_requests.voices import Grade

FILE = Path(__file__).with_name("requests.yaml")
BUILDINGS_A_GRID = 10
WORKER, OFFICE = "demo-worker", "demo-community"


@dataclass(frozen=True)
class Past:
    """A request of last month, worked to its result; without a `grade` nobody graded it, a `sentence` is public."""

    slug: str
    day: int
    building: int
    answers: list[str]
    result: str
    hours: float
    grade: Grade | None = None
    sentence: str = ""


@dataclass(frozen=True)
class Done:
    """A step that was taken: by whom ("" for the resident and for the sweep), how many hours after the filing."""

    step: str
    who: str
    hours: float
    words: str


@dataclass(frozen=True)
class Now:
    """A request of these days; without a building `spot` says where, without a name it is anonymous."""

    key: str
    slug: str
    days: float
    answers: list[str]
    then: list[Done]
    clock: str = ""
    building: int | None = None
    spot: str = ""
    name: str = ""
    phone: str = ""
    confidential: bool = False


def stories() -> tuple[list[Past], list[Now]]:
    """All of them: those of last month, those of these days."""
    told: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    past = [Past(**{**one, "grade": Grade(one["grade"]) if "grade" in one else None}) for one in told["past"]]
    now = [Now(**{**one, "then": [Done(*done) for done in one.get("then", ())]}) for one in told["now"]]
    return past, now

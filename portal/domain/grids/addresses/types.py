"""What goes into the address index and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One line of the building register; texts as written there, '' where there is none."""

    building_code: str
    grid_code: str
    estate: str = ""
    road: str = ""
    number: str = ""
    building_no: str = ""
    units: int = 0
    floors: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line of the grid register."""

    grid_code: str
    grid_name: str = ""
    community: str = ""
    subdistrict: str = ""
    scope: str = ""


class Decision(StrEnum):
    """ANSWER asserts the first candidate, CHOOSE asks the resident, NONE says there is no such address here."""

    ANSWER = "answer"
    CHOOSE = "choose"
    NONE = "none"


class Reason(StrEnum):
    """How the name or the number was recognised; shown to the resident."""

    EXACT = "exact"
    ALIAS = "alias"
    SOUND = "sound"
    SHAPE = "shape"
    SPELLED = "spelled"
    PINYIN = "pinyin"
    INITIALS = "initials"
    SHORTENED = "shortened"
    ROAD_NUMBER = "road_number"
    GRID_NAME = "grid_name"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A building, or a grid where ``building_code`` is None; ``score`` runs from 0 to 1.

    ``matched`` is the register's name that was recognised (「百通新苑」), ``unit`` the entrance if one was named.
    """

    building_code: str | None
    grid_code: str
    score: float
    reason: Reason
    matched: str = ""
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """The parts of the address that were recognised; never a person, a phone number or a room."""

    estate: str = ""
    road: str = ""
    number: str = ""
    building: str = ""
    unit: int | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """``cleaned`` is the query reduced to its address words and safe to keep; ``grids_total`` counts every grid
    the words could mean, also those beyond the candidates listed."""

    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    understood: Understood = Understood()
    cleaned: str = ""
    grids_total: int = 0

"""From rows of text to lines of the register: every value checked against what its column can hold."""

import re
import unicodedata
from typing import NamedTuple

from sqlalchemy.orm import InstrumentedAttribute

from portal.domain.contacts.models import Person
from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.grids.importing.files import Row
from portal.domain.grids.importing.report import Problems
from portal.domain.grids.models import Building, Community, Grid, Subdistrict

GRID_COLUMNS = (
    "subdistrict", "community", "grid_code", "grid_name", "households", "population", "scope",
    "lead_name", "lead_phone", "worker_name", "worker_phone",
)  # fmt: skip
BUILDING_COLUMNS = (
    "building_code", "grid_code", "estate", "road", "number", "building_no", "units", "floors", "aliases",
)  # fmt: skip
COORDINATES = ("lon", "lat")

MOST_HOUSEHOLDS = 100_000
MOST_POPULATION = 500_000
MOST_UNITS = 99
MOST_FLOORS = 200
MOST_ALIASES = 20

# What a spreadsheet makes of a long code kept as a number.
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_CODE = re.compile(r"[\w-]+")


class Named(NamedTuple):
    """A person as a file names them."""

    name: str
    phone: str

    def __str__(self) -> str:
        return f"{self.name} {self.phone}".rstrip()


class GridLine(NamedTuple):
    """A line of grids.csv; `worker` or `lead` is None where the file names nobody."""

    line: int
    subdistrict: str
    community: str
    code: str
    name: str
    households: int
    population: int
    scope: str
    lead: Named | None
    worker: Named | None


class BuildingLine(NamedTuple):
    """A line of buildings.csv. `aliases` are joined by `|`; a coordinate not given is None and changes nothing."""

    line: int
    code: str
    grid_code: str
    estate: str
    road: str
    number: str
    building_no: str
    units: int
    floors: int | None
    aliases: str
    longitude: float | None
    latitude: float | None

    @property
    def address(self) -> tuple[str, str, str, str]:
        return self.estate, self.road, self.number, self.building_no

    @property
    def title(self) -> str:
        """As `Building.title`."""
        inside = self.building_no if self.estate and self.building_no else f"{self.number}{self.building_no}"
        return f"{self.estate or self.road} {inside}"


def _length(column: InstrumentedAttribute[str]) -> int:
    return column.type.length  # type: ignore[attr-defined]


_PLACE_NAME = _length(Building.estate)
# The most characters each column takes in.
_LENGTHS = {
    "subdistrict": _length(Subdistrict.name),
    "community": _length(Community.name),
    "grid_code": _length(Grid.code),
    "grid_name": _length(Grid.name),
    "scope": 2000,
    "building_code": _length(Building.code),
    "estate": _PLACE_NAME,
    "road": _length(Building.road),
    "number": _length(Building.number),
    "building_no": _length(Building.building_no),
    "lead_name": _length(Person.name),
    "lead_phone": _length(Person.work_phone),
    "worker_name": _length(Person.name),
    "worker_phone": _length(Person.work_phone),
}


class LineReader:
    """Turns rows of one file into lines. What is wrong is told; the line stays usable for further checks."""

    def __init__(self, file: str, errors: Problems, warnings: Problems) -> None:
        self.file = file
        self.errors = errors
        self.warnings = warnings

    def grid(self, row: Row) -> GridLine:
        return GridLine(
            row.line,
            self._text(row, "subdistrict", needed=True),
            self._text(row, "community", needed=True),
            self._code(row, "grid_code"),
            self._text(row, "grid_name", needed=True),
            self._whole(row, "households", MOST_HOUSEHOLDS) or 0,
            self._whole(row, "population", MOST_POPULATION) or 0,
            self._text(row, "scope"),
            self._person(row, "lead"),
            self._person(row, "worker"),
        )

    def building(self, row: Row) -> BuildingLine:
        estate = self._text(row, "estate")
        road = self._text(row, "road")
        if not estate and not road:
            self._wrong(row, "estate", "小区和道路不能都空着。")
        return BuildingLine(
            row.line,
            self._code(row, "building_code"),
            self._code(row, "grid_code"),
            estate,
            road,
            self._text(row, "number"),
            self._text(row, "building_no"),
            self._whole(row, "units", MOST_UNITS) or 0,
            self._whole(row, "floors", MOST_FLOORS, needed=False),
            self._aliases(row, estate),
            self._degrees(row, "lon", 180),
            self._degrees(row, "lat", 90),
        )

    def _wrong(self, row: Row, column: str, sentence: str, value: str = "") -> None:
        self.errors.add(self.file, row.line, sentence, column, value)

    def _odd(self, row: Row, column: str, sentence: str, value: str = "") -> None:
        self.warnings.add(self.file, row.line, sentence, column, value)

    def _text(self, row: Row, column: str, *, needed: bool = False) -> str:
        value = row.values[column]
        if not value.isprintable():
            value = self._visible(row, column, value)
        if len(value) > (most := _LENGTHS[column]):
            self._wrong(row, column, f"太长了，最多 {most} 个字。", value)
            return value[:most]
        if needed and not value:
            self._wrong(row, column, "不能空着。")
        return value

    def _visible(self, row: Row, column: str, value: str) -> str:
        """The text without signs nobody sees; line breaks and wide spaces become a space."""
        spaced = " ".join(value.split())
        kept = "".join(sign for sign in spaced if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cn"))
        if kept != spaced:
            self._odd(row, column, "里面有看不见的字符，已经去掉。", kept)
        elif "\n" in value:
            self._odd(row, column, "里面有换行，已经改成空格。", kept)
        return kept

    def _code(self, row: Row, column: str) -> str:
        value = self._text(row, column, needed=True)
        if _SCIENTIFIC.fullmatch(value):
            self._wrong(row, column, "编号被表格软件改成了科学记数；请把这一列设成“文本”，重新填写。", value)
        elif value and (not _CODE.fullmatch(value) or unicodedata.normalize("NFKC", value) != value):
            self._wrong(row, column, "编号只能用半角的字母、数字、汉字、“-”和“_”。", value)
        return value

    def _half_width(self, row: Row, column: str, value: str) -> str:
        plain = value.translate(_HALF_WIDTH)
        if plain != value:
            self._odd(row, column, f"全角字符已按 {plain} 读。", value)
        return plain

    def _whole(self, row: Row, column: str, most: int, *, needed: bool = True) -> int | None:
        value = self._half_width(row, column, row.values[column])
        if not value and not needed:
            return None
        if not (value.isascii() and value.isdigit()):
            self._wrong(row, column, "要填 0 或正整数。" if value else "不能空着，没有就填 0。", value)
            return None
        if len(value) > 9 or int(value) > most:
            self._wrong(row, column, f"数太大了，最多 {most}。", value)
            return None
        return int(value)

    def _degrees(self, row: Row, column: str, most: int) -> float | None:
        value = row.values.get(column, "")
        if not value:
            return None
        if not re.fullmatch(r"-?\d{1,3}(?:\.\d{1,15})?", value, re.ASCII) or abs(float(value)) > most:
            self._wrong(row, column, f"要填 -{most} 到 {most} 之间的数，例如 36.1。", value)
            return None
        return float(value)

    def _person(self, row: Row, post: str) -> Named | None:
        name = self._text(row, f"{post}_name")
        phone = self._phone(row, f"{post}_phone")
        if phone and not name:
            self._wrong(row, f"{post}_name", "有电话，没有姓名。")
        if name and not phone:
            self._odd(row, f"{post}_phone", "没有电话，联系卡上打不了。", name)
        return Named(name, phone) if name else None

    def _phone(self, row: Row, column: str) -> str:
        """The number as it is dialled, the way people's numbers are stored everywhere."""
        value = self._text(row, column)
        if _SCIENTIFIC.fullmatch(value):
            self._wrong(row, column, "电话被表格软件改成了科学记数；请把这一列设成“文本”，重新填写。", value)
            return value
        try:
            return entered_phone(value)
        except PhoneRefused as refusal:
            self._wrong(row, column, str(refusal), value)
            return value

    def _aliases(self, row: Row, estate: str) -> str:
        value = row.values["aliases"]
        if not value:
            return ""
        if not value.isprintable():
            value = self._visible(row, "aliases", value)
        names = [name.strip() for name in value.replace("｜", "|").split("|")]
        kept = list(dict.fromkeys(name for name in names if name and name != estate))
        if len(kept) > MOST_ALIASES or any(len(name) > _PLACE_NAME for name in kept):
            self._wrong(row, "aliases", f"最多 {MOST_ALIASES} 个别名，每个最多 {_PLACE_NAME} 个字，用 | 隔开。", value)
        return "|".join(kept[:MOST_ALIASES])

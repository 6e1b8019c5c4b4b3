"""What an import found and what it changes: one object, shown on the command line and on the staff page alike."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

MOST_LISTED = 5000  # problems listed in full; a file that is wrong in more places is wrong as a whole
MOST_CHANGES = 200  # changes listed; the counts go on
_SHORT = 24


class Problem(NamedTuple):
    """A sentence about one place of a file. `line` counts from 1, the header included; 0 is the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.file} 第 {self.line} 行" if self.line else self.file
        what = f"，{self.column}" if self.column else ""
        seen = f"“{self.value}”" if self.value else ""
        return f"{where}{what}{seen}：{self.sentence}"


class ChangeKind(StrEnum):
    """What happens to the register, in the order in which it is reported."""

    SUBDISTRICT_ADDED = "subdistrict_added"
    COMMUNITY_ADDED = "community_added"
    GRID_ADDED = "grid_added"
    GRID_CHANGED = "grid_changed"
    BUILDING_ADDED = "building_added"
    BUILDING_CHANGED = "building_changed"
    BUILDING_MOVED = "building_moved"
    PERSON_ADDED = "person_added"
    PHONE_CHANGED = "phone_changed"
    POST_CHANGED = "post_changed"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]


_HEADINGS = {
    ChangeKind.SUBDISTRICT_ADDED: "新建街道",
    ChangeKind.COMMUNITY_ADDED: "新建社区",
    ChangeKind.GRID_ADDED: "新建网格",
    ChangeKind.GRID_CHANGED: "网格信息变更",
    ChangeKind.BUILDING_ADDED: "新建楼栋",
    ChangeKind.BUILDING_CHANGED: "楼栋信息变更",
    ChangeKind.BUILDING_MOVED: "楼栋改归别的网格",
    ChangeKind.PERSON_ADDED: "新增人员",
    ChangeKind.PHONE_CHANGED: "更换电话",
    ChangeKind.POST_CHANGED: "岗位变动",
}


class Change(NamedTuple):
    """One thing that becomes different: which one, what about it, from what, to what."""

    kind: ChangeKind
    name: str
    field: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        if not self.field:
            return f"{self.kind.heading}：{self.name}"
        return f"{self.kind.heading}：{self.name}，{self.field} {self.old or '（空）'} → {self.new or '（空）'}"


class Problems:
    """A list that stops growing at `MOST_LISTED` but goes on counting."""

    def __init__(self) -> None:
        self.listed: list[Problem] = []
        self.total = 0

    def __bool__(self) -> bool:
        return self.total > 0

    @property
    def unlisted(self) -> int:
        return self.total - len(self.listed)

    def add(self, file: str, line: int, sentence: str, column: str = "", value: str = "") -> None:
        self.total += 1
        if len(self.listed) < MOST_LISTED:
            shown = value if len(value) <= _SHORT else value[:_SHORT] + "…"
            printable = "".join(sign if sign.isprintable() else "□" for sign in shown)
            self.listed.append(Problem(file, line, column, printable, sentence))


@dataclass
class ImportReport:
    """All errors and warnings of the two files, and the changes the register needs to say what they say."""

    errors: Problems = field(default_factory=Problems)
    warnings: Problems = field(default_factory=Problems)
    counts: Counter[ChangeKind] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    # True once the changes stand in the register.
    written: bool = False
    # True when the register needs other changes than those that were agreed to.
    outdated: bool = False

    def __post_init__(self) -> None:
        self._sum = sha256()

    def note(self, change: Change) -> None:
        """Count a change; the first `MOST_CHANGES` are kept."""
        self.counts[change.kind] += 1
        if len(self.changes) < MOST_CHANGES:
            self.changes.append(change)
        self._sum.update(repr(change).encode())

    @property
    def total(self) -> int:
        """How many changes there are in all."""
        return self.counts.total()

    @property
    def counted(self) -> list[tuple[ChangeKind, int]]:
        """How many changes of each kind that occurs, in the order of the kinds."""
        return [(kind, self.counts[kind]) for kind in ChangeKind if self.counts[kind]]

    @property
    def digest(self) -> str:
        """Names exactly these changes: what was agreed to can be told from what would happen now."""
        return self._sum.hexdigest()

    @property
    def summary(self) -> str:
        """One sentence: `新建网格 68，新建楼栋 2038`."""
        return "，".join(f"{kind.heading} {count}" for kind, count in self.counted) or "没有变化"

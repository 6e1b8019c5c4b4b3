"""What a matter asks of a home visit: how many people go, what they look at, and what the answers add up to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.matters.parts import AnswerKind

MOST_ITEMS, MOST_PEOPLE, LONGEST_LABEL = 20, 5, 60
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the checklist. What is answered is sealed, whatever the line asks.

    options  only where `kind` is choice
    counts   a yes-or-no line whose "no" is counted for the grade (生活自理的六项)
    against  the answer that speaks against the person's case; only for lines that give nothing private away, because
             the suggested words of a pre-check name it
    """

    key: str
    label: str
    kind: AnswerKind
    options: tuple[str, ...]
    counts: bool
    against: str


@dataclass(frozen=True, slots=True)
class Grade:
    """What so many unmet lines mean: up to this number, in words."""

    up_to: int
    name: str


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`people`: how many go at least (入户调查 two, 最低生活保障审核确认办法 and local guides).

    `checklist` is the matter's own, or the one for all matters that have none.
    """

    people: int
    checklist: tuple[CheckItem, ...]
    grades: tuple[Grade, ...]

    @property
    def is_survey(self) -> bool:
        """入户调查: one pair of eyes is not enough."""
        return self.people > 1

    def grade(self, answers: Mapping[str, str]) -> str:
        """What the counted lines add up to; empty while one of them is not answered, or where nothing is counted.

        特困人员认定办法: of the six, up to three not met is 部分丧失生活自理能力, four or more 完全丧失.
        """
        counted = [answers.get(item.key) for item in self.checklist if item.counts]
        if not counted or any(said not in (YES, NO) for said in counted):
            return ""
        unmet = counted.count(NO)
        return next((grade.name for grade in self.grades if unmet <= grade.up_to), "")


DEFAULT_CHECKLIST = (
    CheckItem("seen", "见到本人了", AnswerKind.YES_NO, (), False, ""),
    CheckItem("same", "情况和登记的一样吗", AnswerKind.CHOICE, ("一样", "有出入"), False, ""),
    CheckItem("differs", "有出入的，写明", AnswerKind.LINES, (), False, ""),
    CheckItem("wish", "本人还想说什么", AnswerKind.LINES, (), False, ""),
)


def read_plan(entry: Mapping[str, Any]) -> VisitPlan:
    """The plan of an entry: its `visit` and its `checklist`, both of which may be left out."""
    said = entry.get("visit") or {}
    items = tuple(_item(one) for one in entry.get("checklist") or ())
    grades = tuple(Grade(int(one["up_to"]), one["name"]) for one in said.get("grades") or ())
    return VisitPlan(int(said.get("people") or 1), items or DEFAULT_CHECKLIST, grades)


def problems_of_plan(plan: VisitPlan) -> Iterator[str]:
    """What is wrong with a plan, in plain sentences."""
    if not 1 <= plan.people <= MOST_PEOPLE:
        yield f"上门的人数写 1 到 {MOST_PEOPLE}。"
    if len(plan.checklist) > MOST_ITEMS:
        yield f"上门要看的最多 {MOST_ITEMS} 条，请合并写。"
    keys = [item.key for item in plan.checklist]
    if len(set(keys)) < len(keys) or not all(re.fullmatch(r"[a-z][a-z0-9_]{0,29}", key) for key in keys):
        yield "上门要看的每一条要有自己的代号，用小写字母。"
    for item in plan.checklist:
        if not item.label or len(item.label) > LONGEST_LABEL:
            yield f"上门要看的每一条写 1 到 {LONGEST_LABEL} 个字。"
        if (item.kind is AnswerKind.CHOICE) != bool(item.options) or len(item.options) == 1:
            yield f"“{item.label}”：要选的写两个以上的选项，别的不写选项。"
        if item.counts and item.kind is not AnswerKind.YES_NO:
            yield f"“{item.label}”：算几项做不到的，要用“是或不是”来答。"
    limits = [grade.up_to for grade in plan.grades]
    counted = sum(item.counts for item in plan.checklist)
    if limits != sorted(set(limits)) or not all(grade.name for grade in plan.grades):
        yield "分档要从少到多写，每一档写明叫什么。"
    if bool(limits) != bool(counted) or (limits and limits[-1] != counted):
        yield f"分档要算到全部 {counted} 项都做不到。"


def _item(said: Mapping[str, Any]) -> CheckItem:
    return CheckItem(
        key=said["key"],
        label=said["label"],
        kind=AnswerKind(said["kind"]),
        options=tuple(said.get("options") or ()),
        counts=bool(said.get("counts")),
        against=said.get("against", ""),
    )

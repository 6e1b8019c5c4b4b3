"""What is looked at on a home visit, and whom the pre-screening sends here: two of the forms."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from portal.blueprints.matters.entry_fields import (
    LONGEST_LINE,
    Group,
    line,
    lines,
    rows_field,
    rows_of,
    split_lines,
    without_empty,
)
from portal.blueprints.matters.part_form import Entry, PartForm
from portal.blueprints.matters.words import answer_names
from portal.domain.matters.parts import AnswerKind
from portal.domain.matters.visit_plan import MOST_ITEMS, MOST_PEOPLE, NO
from portal.forms import choices


class CheckItemForm(Group):
    """A line of the checklist; its key stays the same for as long as it is asked, whatever its words."""

    key = HiddenField()
    label = line(_l("看什么、问什么"), 60)
    kind = SelectField(_l("怎么答"))
    options = lines(_l("选项，一行一个"), 300)
    counts = BooleanField(_l("答“否”的算一项做不到"))
    against = BooleanField(_l("答“否”的，预审时提醒可能不符合"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {kind: name for kind, name in answer_names().items() if kind != AnswerKind.WHEN.value}
        self.kind.choices = choices(names)
        self.label.flags.required = True  # a row without it is dropped

    @property
    def row(self) -> dict[str, Any] | None:
        if not self.label.data:
            return None
        said = {
            "key": self.key.data,
            "label": self.label.data,
            "kind": self.kind.data,
            "options": split_lines(self.options.data),
            "counts": bool(self.counts.data),
            "against": NO if self.against.data else "",
        }
        return {key: value for key, value in said.items() if value or key == "key"}


class GradeForm(Group):
    """So many lines unmet at most, and what that is called."""

    up_to = IntegerField(
        _l("最多几项做不到"),
        [MayBeEmpty(), NumberRange(0, MOST_ITEMS, _l("数字太大了。"))],
        render_kw={"inputmode": "numeric"},
    )
    name = line(_l("叫什么"), 40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name.flags.required = True  # a row without it is dropped

    @property
    def row(self) -> dict[str, Any] | None:
        return {"up_to": self.up_to.data or 0, "name": self.name.data} if self.name.data else None


class VisitPlanForm(PartForm):
    people = IntegerField(
        _l("至少几个人上门"),
        [InputRequired(_l("请写几个人。")), NumberRange(1, MOST_PEOPLE, _l("写 1 到 %(n)s。", n=MOST_PEOPLE))],
        render_kw={"inputmode": "numeric"},
    )
    checklist = rows_field(CheckItemForm, _l("上门要看的"))
    grades = rows_field(GradeForm, _l("分档"))

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        said = entry.get("visit") or {}
        rows = [
            {**row, "options": "\n".join(row.get("options", [])), "against": bool(row.get("against"))}
            for row in entry.get("checklist") or []
        ]
        return {"people": said.get("people", 1), "checklist": rows, "grades": said.get("grades", [])}

    def said(self) -> dict[str, Any]:
        people = self.people.data or 1
        visit = without_empty({"people": people if people > 1 else None, "grades": rows_of(self.grades)})
        return {"visit": visit, "checklist": list(_with_keys(rows_of(self.checklist)))}


class ScreeningForm(PartForm):
    screening = lines(_l("一行一种情况"), 12 * LONGEST_LINE)

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        return {"screening": "\n".join(entry.get("screening") or [])}

    def said(self) -> dict[str, Any]:
        return {"screening": split_lines(self.screening.data)}


def _with_keys(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A new line gets the next free key."""
    used = {row["key"] for row in rows}
    free = (key for number in range(1, 100) if (key := f"c{number}") not in used)
    return [row if row["key"] else {**row, "key": next(free)} for row in rows]

"""Rows and small groups of fields in the forms of a matter."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput

from portal.blueprints.matters.words import answer_names, begins_names, fact_names, level_names, need_names, unit_names
from portal.forms import LineField, LinesField, choices

MOST_ROWS = 20
LONGEST_LINE = 120


def line(label: Any, most: int = LONGEST_LINE, needed: Any = None) -> LineField:
    """One line of at most `most` characters; `needed` is the sentence for an empty one."""
    return LineField(label, _limits(most, needed))


def lines(label: Any, most: int = 600, needed: Any = None) -> LinesField:
    return LinesField(label, _limits(most, needed))


def _limits(most: int, needed: Any) -> list[Any]:
    asked = [InputRequired(needed)] if needed else []
    return [*asked, Length(max=most, message=_l("太长了，最多 %(most)s 个字。", most=most))]


def ticks(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, option_widget=CheckboxInput())


def split_lines(typed: str | None) -> list[str]:
    """One thing a line; blank lines and repeated ones are left out."""
    return list(dict.fromkeys(filter(None, (one.strip() for one in (typed or "").splitlines()))))


class Group(FlaskForm):
    """Fields inside a form: the form around them carries the token."""

    class Meta:
        csrf = False


class SpanForm(Group):
    """A length of time; an empty number means none."""

    value = IntegerField(
        _l("多久"),
        [MayBeEmpty(), NumberRange(1, 5000, _l("数字要在 1 到 5000 之间。"))],
        render_kw={"inputmode": "numeric"},
    )
    unit = SelectField(_l("单位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = choices(unit_names())

    @property
    def span(self) -> dict[str, Any] | None:
        return {"value": self.value.data, "unit": self.unit.data} if self.value.data else None


def span_field(label: Any) -> FormField:
    return FormField(SpanForm, label)


class PaperForm(Group):
    name = line(_l("材料"))
    required = SelectField(_l("要不要带"))
    shared = BooleanField(_l("政府已有，不用交"))
    sensitive = BooleanField(_l("敏感"))
    may_follow = BooleanField(_l("可以先受理，以后补（容缺受理）"))
    how = line(_l("去哪里开，怎么办"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.required.choices = choices(need_names())
        self.name.flags.required = True  # a row without it is dropped

    @property
    def row(self) -> dict[str, Any] | None:
        if not self.name.data:
            return None
        flags = {name: True for name in ("shared", "sensitive", "may_follow") if self[name].data}
        how = {"how": self.how.data} if self.how.data else {}
        return {"name": self.name.data, "required": self.required.data, **flags, **how}


class StepForm(Group):
    name = line(_l("做什么"))
    level = SelectField(_l("哪一级"))
    limit = span_field(_l("期限"))
    begins = SelectField(_l("从什么时候自动算走到这一步"))
    optional = BooleanField(_l("需要时才有"))
    note = line(_l("说明"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level.choices = choices(level_names())
        self.begins.choices = choices({"": _l("不自动算，由承办人记"), **begins_names()})
        self.name.flags.required = True  # a row without it is dropped

    @property
    def row(self) -> dict[str, Any] | None:
        if not self.name.data:
            return None
        more = {
            "begins": self.begins.data,
            "limit": self.limit.form.span,
            "optional": bool(self.optional.data),
            "note": self.note.data,
        }
        return {"name": self.name.data, "level": self.level.data, **{key: said for key, said in more.items() if said}}


class QuestionForm(Group):
    """A question; its key stays the same for as long as it is asked, whatever its words."""

    key = HiddenField()
    label = line(_l("问什么"), 40)
    hint = line(_l("提示"), 60)
    kind = SelectField(_l("怎么答"))
    options = lines(_l("选项，一行一个"), 300)
    required = BooleanField(_l("必须回答"), default=True)
    sensitive = SelectField(_l("是不是敏感情况"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = choices(answer_names())
        self.sensitive.choices = choices(fact_names())
        self.label.flags.required = True  # a row without it is dropped

    @property
    def row(self) -> dict[str, Any] | None:
        if not self.label.data:
            return None
        asked = {"key": self.key.data, "label": self.label.data, "hint": self.hint.data, "kind": self.kind.data}
        options = split_lines(self.options.data)
        more = {"options": options, "sensitive": self.sensitive.data}
        kept = {name: said for name, said in more.items() if said}
        return {**asked, **kept, **({} if self.required.data else UNREQUIRED)}


UNREQUIRED = {"required": False}


def rows_field(form: type[Group], label: Any) -> FieldList:
    return FieldList(FormField(form), label, max_entries=MOST_ROWS)


def rows_of(field: FieldList) -> list[dict[str, Any]]:
    """What the rows say; rows without a name are left out."""
    return [row for row in (entry.form.row for entry in field) if row]


def faults(fields: Iterator[Field] | Group) -> Iterator[tuple[str, str]]:
    """Id and sentence of everything wrong in a form, rows and groups included."""
    for one in fields:
        if isinstance(one, FormField):
            yield from faults(one.form)
        elif isinstance(one, FieldList):
            yield from faults(iter(one.entries))
        elif one.errors:
            yield one.id, str(one.errors[0])


def in_order(chosen: list[str], before: Sequence[str]) -> list[str]:
    """What is ticked, in the order it had before: the order of the boxes on the page is no change."""
    return [one for one in before if one in chosen] + [one for one in chosen if one not in before]


def without_empty(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if value not in (None, "", [], {})}

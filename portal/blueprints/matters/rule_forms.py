"""How a matter goes, how long it takes, what is published, and who says so: three of the six forms.

What the law of the country sets is shown and stays as it is, unless somebody answers for the whole town.
"""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from portal.blueprints.matters.entry_fields import (
    StepForm,
    in_order,
    line,
    lines,
    rows_field,
    rows_of,
    span_field,
    split_lines,
    ticks,
    without_empty,
)
from portal.blueprints.matters.part_form import Entry, PartForm
from portal.blueprints.matters.words import basis_names, level_names, said_names
from portal.domain.matters.parts import Basis
from portal.forms import choices


class StepsForm(PartForm):
    levels = ticks(_l("哪几级参与"))
    accept_level = SelectField(_l("在哪里受理"))
    decide_level = SelectField(_l("在哪里决定"))
    steps = rows_field(StepForm, _l("步骤"))
    respond = span_field(_l("首次联系的期限（空着按办理类型）"))
    finish = span_field(_l("社区答复的期限（空着按办理类型）"))
    limit = span_field(_l("办理期限"))
    extend_to = span_field(_l("最长延到"))
    limit_basis = SelectField(_l("期限是谁定的"))
    clock_starts = line(_l("从什么时候算起"), 40)
    limit_note = lines(_l("期限的说明，只给工作人员看"), 300)
    recurring = span_field(_l("每隔多久一次"))
    kinship_check = BooleanField(_l("签收时要确认和申请人不是近亲属（比如低保）"))

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        limit = entry["time_limit"]
        return {
            **{key: entry.get(key) for key in ("levels", "accept_level", "decide_level", "steps")},
            **{key: entry.get(key) or {} for key in ("respond", "finish", "recurring")},
            "limit": limit,
            "extend_to": limit.get("extend_to") or {},
            "limit_basis": limit["basis"],
            "clock_starts": limit.get("clock_starts", ""),
            "limit_note": limit.get("note", ""),
            "kinship_check": entry.get("kinship_check"),
        }

    def choose(self) -> None:
        for name in ("levels", "accept_level", "decide_level"):
            self[name].choices = choices(level_names())
        self.limit_basis.choices = choices(basis_names())

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not self.locked and not self.limit.form.value.data and not self.limit.form.value.errors:
            self.limit.form.value.errors = [_("请写办理期限。")]
            return False
        return valid

    @property
    def locked(self) -> bool:
        """The law of the country sets the limit: only who answers for the whole town may change it."""
        return not self.whole_town and self.entry["time_limit"]["basis"] == Basis.NATIONAL

    def said(self) -> dict[str, Any]:
        spans = {name: self[name].form.span for name in ("respond", "finish", "recurring")}
        levels = {name: self[name].data for name in ("accept_level", "decide_level")}
        levels["levels"] = in_order(self.levels.data or [], self.entry["levels"])
        limit = self.entry["time_limit"] if self.locked else self._limit()
        asks = bool(self.kinship_check.data)
        return {**levels, "steps": rows_of(self.steps), **spans, "time_limit": limit, "kinship_check": asks}

    def _limit(self) -> dict[str, Any]:
        more = {
            "extend_to": self.extend_to.form.span,
            "basis": self.limit_basis.data,
            "clock_starts": self.clock_starts.data,
            "note": self.limit_note.data,
        }
        return without_empty({**(self.limit.form.span or {}), **more})


class PublicityForm(PartForm):
    required = RadioField(_l("要不要公示"))
    span = span_field(_l("公示多久"))
    where = line(_l("在哪里公示"), 40)
    basis = SelectField(_l("公示是谁定的"))
    fields = lines(_l("公示哪几项，一行一项"), 300)
    told = line(_l("告诉居民的话"), 100)
    publicity_note = lines(_l("公示的说明，只给工作人员看"), 300)
    public_matter = BooleanField(_l("办结后可以上公开栏，可以请同楼邻居跟进"))

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        said = entry["publicity"]
        return {
            **{key: said.get(key, "") for key in ("required", "where", "basis", "told")},
            "span": said.get("span") or {},
            "fields": "\n".join(said.get("fields", [])),
            "publicity_note": said.get("note", ""),
            "public_matter": entry.get("public_matter"),
        }

    def choose(self) -> None:
        self.required.choices = choices(said_names())
        self.basis.choices = choices(basis_names())

    @property
    def locked(self) -> bool:
        return not self.whole_town and self.entry["publicity"].get("basis") == Basis.NATIONAL

    def said(self) -> dict[str, Any]:
        said = {
            **{key: self[key].data for key in ("required", "where", "basis", "told")},
            "span": self.span.form.span,
            "fields": split_lines(self.fields.data),
            "note": self.publicity_note.data,
            # Set by the shipped catalogue, from the law; not asked for here.
            "recheck": self.entry["publicity"].get("recheck"),
        }
        publicity = self.entry["publicity"] if self.locked else without_empty(said)
        return {"publicity": publicity, "public_matter": bool(self.public_matter.data)}


class GroundsForm(PartForm):
    national = lines(_l("国家规定的内容，一行一条"), 2000)
    local = lines(_l("本地规定的内容，一行一条"), 2000)
    confirm_before_launch = BooleanField(_l("核实以前，告诉居民“以街道答复为准”"))
    sources = lines(_l("依据，一行一个"), 2000)
    source_note = lines(_l("依据的说明，只给工作人员看"), 600)

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        listed = {key: "\n".join(entry.get(key, [])) for key in ("national", "local", "sources")}
        return {**listed, **{key: entry.get(key) for key in ("confirm_before_launch", "source_note")}}

    @property
    def locked(self) -> bool:
        return not self.whole_town

    def said(self) -> dict[str, Any]:
        national = list(self.entry.get("national", [])) if self.locked else split_lines(self.national.data)
        listed = {key: split_lines(self[key].data) for key in ("local", "sources")}
        told = {"source_note": self.source_note.data, "confirm_before_launch": bool(self.confirm_before_launch.data)}
        return {"national": national, **listed, **told}

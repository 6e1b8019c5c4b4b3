"""Forms for people, their photos, posts and absences."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from portal.blueprints.contacts.words import absence_reason, post_role
from portal.domain.contacts.covers import Candidate
from portal.domain.contacts.models import AbsenceReason, Person, PostRole
from portal.domain.contacts.phone_entry import PhoneRefused, entered_phone
from portal.domain.contacts.pictures import Crop
from portal.domain.grids.models import Grid
from portal.forms import DayField, LineField, LinesField, RuledForm


def name_field() -> LineField:
    return LineField(_l("姓名"), [DataRequired(_l("请填写姓名。")), Length(max=40, message=_l("姓名最多 40 个字。"))])


def day_field(label: Any) -> DayField:
    return DayField(label, [InputRequired(_l("请选日期。"))])


class PhoneField(LineField):
    """A number that can be dialled, shown as it was typed."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        try:
            entered_phone(self.data or "")
        except PhoneRefused as refusal:
            raise ValidationError(str(refusal)) from None


def phone_field() -> PhoneField:
    keyboard = {"inputmode": "tel", "autocomplete": "off"}
    return PhoneField(_l("工作电话"), [Length(max=40, message=_l("电话太长，请核对。"))], render_kw=keyboard)


class DetailsForm(RuledForm):
    """What the card says about a person."""

    name = name_field()
    work_phone = phone_field()
    hours = LineField(_l("服务时间"), [Length(max=80, message=_l("服务时间最多 80 个字。"))])
    duties = LinesField(_l("职责"), [Length(max=300, message=_l("职责写得太长了，请写短一些。"))])

    @property
    def facts(self) -> dict[str, str]:
        return {name: self[name].data or "" for name in ("name", "work_phone", "hours", "duties")}


class PostFields(RuledForm):
    """A post: which grid, as what, from when."""

    grid = SelectField(_l("网格"), coerce=int)
    role = RadioField(_l("岗位"), [InputRequired(_l("请选岗位。"))], default=PostRole.WORKER)
    starts_on = day_field(_l("从哪天起"))

    def __init__(self, grids: Sequence[Grid], **facts: Any) -> None:
        super().__init__(**facts)
        self.grids = {grid.id: grid for grid in grids}
        self.grid.choices = [(grid.id, grid.name) for grid in grids]
        self.role.choices = [(role.value, post_role(role)) for role in PostRole]

    @property
    def chosen_grid(self) -> Grid:
        return self.grids[self.grid.data]

    @property
    def post(self) -> dict[str, Any]:
        return {"role": PostRole(self.role.data), "starts_on": self.starts_on.data}


class PostForm(PostFields):
    """A further post of somebody known."""


class NewPersonForm(PostFields):
    """Somebody new, with a first post."""

    name = name_field()
    work_phone = phone_field()

    @property
    def person(self) -> dict[str, str]:
        return {"name": self.name.data, "work_phone": self.work_phone.data or ""}


class EndForm(RuledForm):
    """The end of a post."""

    last_day = day_field(_l("最后一天"))


class AbsenceForm(RuledForm):
    """Who is away from when to when, and who stands in."""

    first_day = day_field(_l("第一天"))
    last_day = day_field(_l("最后一天"))
    reason = RadioField(_l("原因"), [InputRequired(_l("请选原因。"))], default=AbsenceReason.LEAVE)
    cover = SelectField(_l("谁来代班"), [InputRequired(_l("请选代班的人。"))], coerce=int)

    def __init__(self, candidates: Sequence[Candidate], **facts: Any) -> None:
        super().__init__(**facts)
        self.people = {one.person.id: one.person for one in candidates}
        self.reason.choices = [(reason.value, absence_reason(reason)) for reason in AbsenceReason]
        groups = {
            _("附近的网格"): [_candidate(one) for one in candidates if one.near],
            _("其他网格"): [_candidate(one) for one in candidates if not one.near],
        }
        self.cover.choices = {name: people for name, people in groups.items() if people} or []

    @property
    def chosen_cover(self) -> Person:
        return self.people[self.cover.data]

    @property
    def absence(self) -> dict[str, Any]:
        days: dict[str, date] = {"first_day": self.first_day.data, "last_day": self.last_day.data}
        return {**days, "reason": AbsenceReason(self.reason.data)}


def _candidate(one: Candidate) -> tuple[int, str]:
    return one.person.id, f"{one.person.name}（{one.post.grid.name} {post_role(one.post.role)}）"


class PhotoForm(RuledForm):
    """A photo and, where scripts run, the box chosen on it: each edge a share of its width or height."""

    photo = FileField(_l("选一张照片"), [FileRequired(_l("请先选一张照片。"))])
    left = HiddenField()
    top = HiddenField()
    right = HiddenField()
    bottom = HiddenField()

    @property
    def crop(self) -> Crop | None:
        """None without a box, or with one that cannot be read: then the middle is taken."""
        try:
            return Crop(*(float(edge.data) for edge in (self.left, self.top, self.right, self.bottom)))
        except (TypeError, ValueError):
            return None

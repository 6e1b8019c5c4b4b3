"""Forms around the address lookup: a resident's unknown address, and what staff make of it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal.domain.grids import directory
from portal.domain.grids.kept_words import kept_words
from portal.domain.grids.models import Grid
from portal.domain.grids.nameable import Nameable
from portal.domain.grids.new_buildings import MOST_UNITS, BuildingFacts
from portal.domain.grids.unmatched import DismissedBecause
from portal.forms import LineField, RuledForm, choices

MOST_COMMUNITIES = 100  # more do not help anybody choose


def _number_or_none(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class ReportForm(FlaskForm):
    """An address the register does not know. It asks for nothing about the person."""

    address = LineField(
        _l("地址"), [DataRequired(_l("请写地址。")), Length(max=200, message=_l("地址最多 200 个字。"))]
    )
    landmark = LineField(_l("旁边有什么"), [Length(max=100, message=_l("最多 100 个字。"))])
    community = SelectField(_l("哪个社区"), coerce=_number_or_none, validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communities = directory.communities()
        names = [(one.id, one.name) for one in communities] if len(communities) <= MOST_COMMUNITIES else []
        self.community.choices = [("", _("不清楚")), *names]

    def validate_address(self, field: LineField) -> None:
        if not kept_words(field.data or ""):
            raise ValidationError(_("请写小区、路名或楼号，不用写姓名和电话。"))


class AliasForm(RuledForm):
    """Another name for one of the places that were looked up."""

    alias = LineField(_l("居民的叫法"), [DataRequired(_l("请写叫法。"))])
    place = RadioField(_l("指的是哪里"), validate_choice=False, validators=[InputRequired(_l("请选一处。"))])

    def __init__(self, places: Sequence[Nameable], **facts: Any) -> None:
        super().__init__(**facts)
        self.place.choices = choices({place.key: place.title for place in places})


class NewBuildingForm(RuledForm):
    """A building the register does not hold yet."""

    code = LineField(_l("楼栋编号"), [DataRequired(_l("请写楼栋编号。"))])
    grid = SelectField(_l("归哪个网格"), coerce=int)
    estate = LineField(_l("小区或村"), [Length(max=60, message=_l("最多 60 个字。"))])
    road = LineField(_l("路名"), [Length(max=60, message=_l("最多 60 个字。"))])
    number = LineField(_l("门牌号"), [Length(max=30, message=_l("最多 30 个字。"))])
    building_no = LineField(_l("楼号"), [Length(max=30, message=_l("最多 30 个字。"))])
    units = IntegerField(_l("单元数"), [Optional(), NumberRange(0, MOST_UNITS, message=_l("单元数最多 99。"))])
    floors = IntegerField(_l("层数"), [Optional(), NumberRange(1, 200, message=_l("层数要在 1 到 200 之间。"))])

    def __init__(self, grids: Sequence[Grid], **facts: Any) -> None:
        super().__init__(**facts)
        self.grids = {grid.id: grid for grid in grids}
        self.grid.choices = [(grid.id, grid.name) for grid in grids]

    @property
    def facts(self) -> BuildingFacts:
        words = {name: self[name].data or "" for name in ("code", "estate", "road", "number", "building_no")}
        return BuildingFacts(
            grid=self.grids[self.grid.data], units=self.units.data or 0, floors=self.floors.data, **words
        )


class DismissalForm(RuledForm):
    because = RadioField(_l("为什么不用处理"), validators=[InputRequired(_l("请选一个原因。"))])

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        self.because.choices = choices({because.value: because.in_words for because in DismissedBecause})

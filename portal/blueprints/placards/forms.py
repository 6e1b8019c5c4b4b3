"""Forms of the placard desk."""

from dataclasses import replace
from itertools import chain
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from portal.blueprints.placards import places
from portal.blueprints.placards.words import kind_names, sheet_format_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.grids.models import Grid
from portal.domain.placards import queries
from portal.domain.placards.models import Placard, PlaceKind
from portal.domain.placards.queries import Condition, Search
from portal.domain.placards.sheets import SheetFormat
from portal.forms import DayField, LineField, RuledForm

MOST_AT_ONCE = 200  # placards on the page of one round


class MakeForm(RuledForm):
    """Which places get a placard."""

    kind = RadioField(_l("给哪里做"), default=PlaceKind.BUILDING.value)
    place = SelectField(_l("范围"))
    name = LineField(_l("大门或宣传栏的名字"), [Length(max=60, message=_l("名字最多 60 个字。"))])

    def __init__(self, **defaults: Any) -> None:
        super().__init__(**defaults)
        self.kind.choices = list(kind_names().items())
        self.place.choices = places.choices(Permission.PLACARD_EDIT)
        self._grids = places.grids_in_scope(Permission.PLACARD_EDIT)

    @property
    def chosen_kind(self) -> PlaceKind:
        return PlaceKind(self.kind.data)

    @property
    def grids(self) -> list[Grid]:
        search = places.search_at(self.place.data) or Search()
        return [
            grid
            for grid in self._grids
            if search.community_id in (None, grid.community_id) and search.grid_id in (None, grid.id)
        ]


class PrintForm(RuledForm):
    """Which placards are printed, and as what."""

    place = SelectField(_l("印哪些"))
    sheet_format = RadioField(_l("印成什么"), default=SheetFormat.A4.value)

    def __init__(self, asked: str = "") -> None:
        super().__init__(place=asked)
        self.sheet_format.choices = list(sheet_format_names().items())
        self.place.choices = _printable(self.place.data or "")

    @property
    def placard_ids(self) -> list[int]:
        return queries.ids(places.placards_in_scope(Permission.PLACARD_PRINT, self._search))

    @property
    def title(self) -> str:
        """What the chosen option is called."""
        return dict(chain.from_iterable(self.place.choices.values()))[self.place.data]

    @property
    def _search(self) -> Search:
        return places.search_at(self.place.data) or Search()


def _printable(asked: str) -> places.Choices:
    """What may be printed. One placard or one building is an option only where it was asked for."""
    listed = places.choices(Permission.PLACARD_PRINT)
    first = next(iter(listed.values()))
    stale = queries.ids(places.placards_in_scope(Permission.PLACARD_PRINT, Search(condition=Condition.STALE)))
    first.insert(0, (places.STALE, _("要重印的（%(n)s 块）", n=len(stale))))
    search = places.search_at(asked)
    if search and (search.placard_id or search.building_id):
        placard = db.session.scalar(places.placards_in_scope(Permission.PLACARD_PRINT, search).limit(1))
        if placard:
            first.insert(0, (asked, placard.place if search.placard_id else placard.place_title))
    return listed


class PutUpForm(RuledForm):
    """When sheets were put up."""

    on = DayField(_l("哪天贴的"), [InputRequired(_l("请选日期。"))])


class RoundForm(PutUpForm):
    """Which sheets of a place were put up on one round; all that were printed are ticked at first."""

    placards = SelectMultipleField(_l("贴好了的"), coerce=int, option_widget=CheckboxInput())

    def __init__(self, place: str, **defaults: Any) -> None:
        search = replace(places.search_at(place) or Search(), condition=Condition.NOT_UP)
        waiting = places.placards_in_scope(Permission.PLACARD_EDIT, search).where(Placard.printed_on.is_not(None))
        self._waiting = {placard.id: placard for placard in db.session.scalars(waiting.limit(MOST_AT_ONCE))}
        super().__init__(placards=list(self._waiting), **defaults)
        self.placards.choices = [(placard.id, placard.place) for placard in self._waiting.values()]

    @property
    def chosen(self) -> list[Placard]:
        return [self._waiting[placard_id] for placard_id in self.placards.data or []]

"""Forms of the steps that move a request: to another unit, another place, or into another request."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from portal import clock
from portal.blueprints.service_requests.step_form import StepForm, Ticks, needed
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import NotFound
from portal.domain.grids.found_places import found_places
from portal.domain.service_requests.draft_places import at_key, entrance_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.numbering import read_number
from portal.domain.service_requests.places import Place
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.steps.moving import receivers
from portal.domain.service_requests.units import Unit
from portal.domain.workdays.spans import Span
from portal.domain.workdays.spans import Unit as TimeUnit
from portal.forms import LineField, LinesField, RuledForm, choices, sought
from portal.lookup_index import look_up


def places_found(typed: str) -> dict[str, str]:
    """Keys and titles of what the register says to an address."""
    words = sought(typed, 200)
    if not words:
        return {}
    found = found_places(look_up(words), clock.today()).places
    return {f"building-{one.building.id}" if one.building else f"grid-{one.grid.id}": one.title for one in found}


class HandOverForm(StepForm):
    """To whom, who helps, why, and by when it is to be done there."""

    unit = RadioField(_l("主办单位"), validators=[InputRequired(_l("请选主办单位。"))])
    helpers = Ticks(_l("协办单位"), validators=[Optional()])
    words = LinesField(_l("为什么交办、要办什么"), needed(_l("请写为什么交办、要办什么。")))
    days = IntegerField(
        _l("几个工作日内办完"),
        [Optional(), NumberRange(1, 60, _l("请填 1 到 60 的整数。"))],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        names = {str(unit): unit.name for unit in receivers(request, clock.today())}
        self.unit.choices = choices(names)
        self.helpers.choices = choices(names)

    def validate_helpers(self, field: Ticks) -> None:
        if self.unit.data in (field.data or []):
            raise ValidationError(_("主办单位不用再选作协办。"))

    @property
    def receiver(self) -> Unit:
        return Unit.read(self.unit.data)

    @property
    def helping(self) -> list[Unit]:
        return [Unit.read(key) for key in self.helpers.data or []]

    @property
    def limit(self) -> Span | None:
        return Span(self.days.data, TimeUnit.WORKDAY) if self.days.data else None


class SeveralForm(RuledForm):
    """Where several go at once: any unit one of them may be handed to; each is judged for itself."""

    unit = SelectField(_l("交给哪个单位"), validators=[InputRequired(_l("请选一个单位。"))])
    words = LinesField(_l("为什么交办、要办什么"), needed(_l("请写为什么交办、要办什么。")))

    def __init__(self, requests: Sequence[ServiceRequest]) -> None:
        super().__init__(prefix="step-")
        units = {str(unit): unit for request in requests for unit in receivers(request, clock.today())}
        self.unit.choices = choices({key: unit.name for key, unit in units.items()})

    @property
    def receiver(self) -> Unit:
        return Unit.read(self.unit.data)


class MergerForm(StepForm):
    """Into which one: by its number."""

    number = LineField(_l("合并到哪一件（编号）"), [InputRequired(_l("请填那一件的编号。"))])

    def validate_number(self, field: LineField) -> None:
        if read_number(field.data or "") is None:
            raise ValidationError(_("编号不对，请照着 261123-0001-7 这样填。"))

    @property
    def into(self) -> ServiceRequest:
        query = select(ServiceRequest).where(
            ServiceRequest.number == read_number(self.number.data),
            ServiceRequest.community_id == self.request.community_id,
            requests_where(current_user, Permission.REQUEST_HANDLE, clock.today()),
        )
        found = db.session.scalars(query).one_or_none()
        if found is None:
            raise NotFound("本社区没有这个编号的诉求。请核对编号。")
        return found


class PlaceForm(StepForm):
    """The right place: looked up in the register and chosen, or told in words within the community."""

    address = LineField(_l("应该在哪里"), [InputRequired(_l("请写应该在哪里。")), Length(max=200)])
    place = RadioField(_l("是哪一处"), validate_choice=False)
    entrance = IntegerField(_l("几单元"), [Optional(), NumberRange(1, 99, _l("请填 1 到 99 的整数。"))])
    words = LinesField(_l("为什么改"), needed(_l("请写为什么改。")))

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        found = places_found(self.address.data or "")
        self.place.choices = choices(found | {f"community-{request.community_id}": _("都不是，就按上面写的")})
        if not self.address.data:
            del self.place

    def validate_place(self, field: RadioField) -> None:
        if not field.data:
            raise ValidationError(_("请从查到的地方里选一处。"))

    @property
    def chosen(self) -> Place:
        where = at_key(self.place.data, clock.today())
        entrance = entrance_of(where, self.entrance.data)
        if where.building is None:
            return replace(where, text=self.address.data or "").as_place()
        return replace(where, entrance=entrance).as_place()

"""The form of whoever files for a caller: where, who and how it came in. The matter's questions stand beside it."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from portal import clock
from portal.blueprints.service_requests.desk_words import channel_names
from portal.blueprints.service_requests.filing_forms import WhoForm
from portal.blueprints.service_requests.moving_forms import places_found
from portal.domain.service_requests.draft_places import DraftPlace, at_key, entrance_of
from portal.domain.service_requests.models import Channel
from portal.domain.service_requests.places import Place
from portal.forms import LineField, choices

_AT_THE_DESK = (Channel.PHONE, Channel.COUNTER, Channel.ROUND)


class CounterForm(WhoForm):
    """`token` makes the same form sent twice one request."""

    token = HiddenField(validators=[DataRequired(_l("这一页太旧了，请重新打开。")), Length(max=64)])
    channel = RadioField(_l("怎么来的"), validators=[InputRequired(_l("请选怎么来的。"))])
    address = LineField(
        _l("在哪里"),
        [DataRequired(_l("请写在哪里。")), Length(max=200, message=_l("最多 200 个字。"))],
        render_kw={"autocomplete": "off"},
    )
    place = RadioField(_l("是哪一处"), validate_choice=False)
    entrance = IntegerField(
        _l("几单元"), [Optional(), NumberRange(1, 99, _l("请填 1 到 99 的整数。"))], render_kw={"inputmode": "numeric"}
    )
    room = LineField(_l("房号"), [Length(max=20, message=_l("最多 20 个字。"))])

    def __init__(self, communities: dict[str, str], *, may_be_anonymous: bool, **facts: Any) -> None:
        super().__init__(may_be_anonymous=may_be_anonymous, **facts)
        names = channel_names()
        self.channel.choices = choices({channel: names[channel] for channel in _AT_THE_DESK})
        self.places = offered_places(self.address.data or "", communities)
        self.place.choices = choices(self.places)

    def validate_place(self, field: RadioField) -> None:
        if not field.data:
            raise ValidationError(_("请从查到的地方里选一处。"))

    @property
    def chosen(self) -> Place:
        """Where it is; DomainError or NotFound for a key that names nothing."""
        where: DraftPlace = at_key(self.place.data, clock.today())
        if where.building is None:
            return replace(where, text=self.address.data or "").as_place()
        entrance = entrance_of(where, self.entrance.data)
        return replace(where, entrance=entrance, room=self.room.data or "").as_place()


def offered_places(typed: str, communities: dict[str, str]) -> dict[str, str]:
    """What the register knows under these words; and each community, for what has no address."""
    found = places_found(typed)
    if not typed.strip():
        return {}
    return found | {key: _("%(community)s，没有楼号", community=name) for key, name in communities.items()}

"""The forms of agreeing on a visit and of the first opinion."""

import re
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Length

from portal import clock
from portal.blueprints.service_requests.step_form import StepForm
from portal.domain.matters.content import content_of
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.visits.booking import Booking
from portal.domain.visits.models import AskedHow, AskedWhom
from portal.domain.visits.prechecks import LONGEST_BECAUSE, Opinion, suggestions
from portal.domain.visits.queries import booked_visit, colleagues
from portal.forms import DayField, LineField, LinesField, choices


class HourField(TimeField):
    """A time of the day, by the browser's own clock."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("时间请写成 9:30 这样。")) from None


class BookVisitForm(StepForm):
    """Day and hours, who comes along, who agreed to it and how."""

    day = DayField(_l("哪一天"), [InputRequired(_l("请选哪一天。"))])
    begins = HourField(_l("从几点"), [InputRequired(_l("请写从几点。"))])
    ends = HourField(_l("到几点"), [InputRequired(_l("请写到几点。"))])
    companion = SelectField(_l("和哪位同事一起去"))
    others = LineField(_l("还有谁去，写姓名，用顿号隔开"), [Length(max=80, message=_l("最多 80 个字。"))])
    whom = RadioField(_l("问过谁"), validators=[InputRequired(_l("请选问过谁。约时间要先问过。"))])
    how = RadioField(_l("怎么问的"), validators=[InputRequired(_l("请选怎么问的。"))])

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        people = content_of(request.matter_version).visit.people
        self.colleagues = {
            str(user.id): user for user in colleagues(request, clock.today()) if user.id != current_user.id
        }
        names = {key: user.name for key, user in self.colleagues.items()}
        nobody = _("没有") if people == 1 else _("不在名单里（写在下面）")
        self.companion.choices = choices({"": nobody, **names})
        self.whom.choices = choices(
            {AskedWhom.PERSON: _("本人"), AskedWhom.AGENT: _("代办人"), AskedWhom.FAMILY: _("家里人")}
        )
        self.how.choices = choices(
            {AskedHow.PHONE: _("打电话"), AskedHow.IN_PERSON: _("当面"), AskedHow.IN_WRITING: _("看了留言")}
        )
        if people > 1:
            self.companion.label.text = _("这个事项要 %(n)s 个人上门。和哪位同事一起去", n=people)
        if not self.is_submitted() and (earlier := booked_visit(request)):
            self._show(earlier.starts_at, earlier.ends_at, earlier.companion_id)

    @property
    def booking(self) -> Booking:
        companion = self.colleagues.get(self.companion.data or "")
        others = re.split(r"[、，,;；\s]+", self.others.data or "")
        come_along = [companion.name] if companion else []
        return Booking(
            starts_at=self._moment(self.begins.data),
            ends_at=self._moment(self.ends.data),
            names=[current_user.name, *come_along, *others],
            lead=current_user._get_current_object(),
            companion=companion,
            asked_whom=AskedWhom(self.whom.data),
            asked_how=AskedHow(self.how.data),
        )

    def _moment(self, at: Any) -> datetime:
        return clock.bounds(self.day.data)[0].replace(hour=at.hour, minute=at.minute)

    def _show(self, starts_at: datetime, ends_at: datetime, companion_id: int | None) -> None:
        starts, ends = clock.local(starts_at), clock.local(ends_at)
        self.day.data, self.begins.data, self.ends.data = starts.date(), starts.time(), ends.time()
        self.companion.data = str(companion_id or "")


class PrecheckForm(StepForm):
    """What it looks like, and why: words the facts suggest, or one's own."""

    opinion = RadioField(_l("初步看"), validators=[InputRequired(_l("请选一个。拿不准就选“要问街道”。"))])
    suggested = RadioField(_l("因为（点一句，或者在下面自己写）"), validate_choice=False)
    words = LinesField(
        _l("自己写，本人会看到。不写收入、病名、残疾等级"),
        [Length(max=LONGEST_BECAUSE, message=_l("最多 %(n)s 个字。", n=LONGEST_BECAUSE))],
    )

    def __init__(self, request: ServiceRequest, **facts: Any) -> None:
        super().__init__(request, **facts)
        self.opinion.choices = choices(opinion_words())
        self.found = suggestions(request)
        texts = {str(place): one.because for place, one in enumerate(self.found)}
        self.suggested.choices = choices(texts | {"": _("自己写")})
        if not self.is_submitted():
            self.opinion.data, self.suggested.data = self.found[0].opinion.value, "0"

    @property
    def because(self) -> str:
        """One's own words; without any, the suggestion that was chosen."""
        chosen = self.suggested.data or ""
        by_place = {str(place): one.because for place, one in enumerate(self.found)}
        return self.words.data or by_place.get(chosen, "")


def opinion_words() -> dict[str, str]:
    return {
        Opinion.LIKELY.value: _("大概能享受"),
        Opinion.UNLIKELY.value: _("大概不符合"),
        Opinion.ASK.value: _("要问街道"),
    }

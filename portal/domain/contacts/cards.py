"""The contact card of a grid on a day: everything it shows as plain values, however it is drawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.models import AbsenceReason, Person
from portal.domain.contacts.serving import GridServing, Serving, serving_on
from portal.domain.grids.models import Grid

DEFAULT_HOURS = "周一至周五 8:30–17:30，急事随时"
# What grid workers do everywhere (人房信息、矛盾纠纷、安全隐患、政策宣传、代办服务), in words residents use.
DEFAULT_DUTIES = (
    "登记人口和房屋",
    "调解邻里纠纷",
    "查安全隐患，催着整改",
    "讲政策、送通知",
    "帮老人和行动不便的人代办",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to call. `photo` names the picture files; empty: a drawn initial. `phone` may be empty."""

    name: str
    phone: str
    photo: str
    hours: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Away:
    """Why the holder of a post is not the one to call. `until` is the last day; an empty `cover`: nobody stands in."""

    holder: str
    reason: AbsenceReason
    until: date
    cover: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a grid's card shows on one day.

    worker, lead        who answers today, cover included; None when the post is vacant or nobody stands in
    away, lead_away     why it is not the holder; None when the holder is here
    supervision_name    the subdistrict, whose phone takes complaints
    """

    grid_code: str
    grid_name: str
    community_name: str
    community_phone: str
    supervision_name: str
    supervision_phone: str
    worker: Contact | None
    away: Away | None
    lead: Contact | None
    lead_away: Away | None

    @property
    def phone(self) -> str:
        """The one number to call: the worker's, else the community's, else the supervision phone; may be empty."""
        return (self.worker and self.worker.phone) or self.community_phone or self.supervision_phone

    @property
    def phone_is_workers(self) -> bool:
        return bool(self.worker and self.worker.phone)

    def facts(self, photo: bytes | None = None) -> CardFacts:
        """The same for the drawn card and the vCard, which show one person. `photo` is a square JPEG."""
        worker = self.worker
        return CardFacts(
            grid_name=self.grid_name,
            community_name=self.community_name,
            worker_name=worker.name if worker else "",
            worker_phone=worker.phone if worker else "",
            worker_photo=photo,
            role="代班网格员" if self.away else "网格员",
            hours=worker.hours if worker else "",
            community_phone=self.community_phone,
            supervision_name=self.supervision_name,
            supervision_phone=self.supervision_phone,
        )


def card_of(grid: Grid, day: date) -> Card:
    """The card of one grid on `day`: two or three queries, none for the community of a grid loaded with it."""
    return cards_of([grid], day)[grid.id]


def cards_of(grids: Collection[Grid], day: date) -> dict[int, Card]:
    """The cards of many grids on `day` by grid id, in no more queries than one card takes."""
    served = serving_on(day, [grid.id for grid in grids])
    return {grid.id: _card(grid, served.get(grid.id, GridServing())) for grid in grids}


def _card(grid: Grid, served: GridServing) -> Card:
    community = grid.community
    return Card(
        grid_code=grid.code,
        grid_name=grid.name,
        community_name=community.name,
        community_phone=community.phone,
        supervision_name=community.subdistrict.name,
        supervision_phone=community.subdistrict.supervision_phone,
        worker=_contact(served.worker.person),
        away=_away(served.worker),
        lead=_contact(served.lead.person),
        lead_away=_away(served.lead),
    )


def _contact(person: Person | None) -> Contact | None:
    if person is None:
        return None
    return Contact(person.name, person.work_phone, person.photo, person.hours or DEFAULT_HOURS, duties_of(person))


def duties_of(person: Person) -> tuple[str, ...]:
    """What they do for residents, a line each: their own words, else what every grid worker does."""
    return tuple(line.strip() for line in person.duties.splitlines() if line.strip()) or DEFAULT_DUTIES


def _away(serving: Serving) -> Away | None:
    if serving.absence is None or serving.holder is None:
        return None
    cover = serving.person.name if serving.person else ""
    return Away(serving.holder.name, serving.absence.reason, serving.absence.last_day, cover)

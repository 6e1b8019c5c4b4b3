"""The first page of the back office: what a day holds for one person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.contacts.cards import Away, Card, cards_of
from portal.domain.contacts.models import Absence, Post, PostRole
from portal.domain.contacts.serving import absences_on, grids_served_by, posts_on
from portal.domain.grids.models import Community, Grid
from portal.domain.grids.unmatched import count_waiting
from portal.domain.placards import queries as placards
from portal.domain.placards.queries import Condition
from portal.domain.service_requests import inbox
from portal.domain.service_requests.inbox import Queue
from portal.domain.service_requests.reach import reach_of


class OwnGrid(NamedTuple):
    """A grid somebody answers for today or holds a post in; `covering` when it is another one's post."""

    card: Card
    covering: bool


@dataclass(frozen=True)
class Counts:
    """How much waits in the person's scope; None for what they may not see."""

    grids: int
    vacant: int | None
    damaged: int | None
    not_up: int | None
    unmatched: int | None


def own_grids(user: User, today: date) -> list[OwnGrid]:
    """The grids of the account's contact person, cover included, by code; empty for accounts without one."""
    if user.person_id is None:
        return []
    held = set(
        db.session.scalars(posts_on(today).with_only_columns(Post.grid_id).where(Post.person_id == user.person_id))
    )
    grids = _with_places(grids_served_by(user.person_id, today) | held)
    cards = cards_of(grids, today)
    return [OwnGrid(cards[grid.id], covering=grid.id not in held) for grid in grids]


def away_today(scope: Select[int], today: date) -> dict[Away, list[str]]:
    """Who is away of those who hold a post in the grids of `scope`, and the names of the grids that miss them."""
    absent = absences_on(today).with_only_columns(Absence.person_id).order_by(None)
    missed = posts_on(today).with_only_columns(Post.grid_id).where(Post.grid_id.in_(scope), Post.person_id.in_(absent))
    found: dict[Away, list[str]] = {}
    for card in cards_of(_with_places(set(db.session.scalars(missed))), today).values():
        for away in filter(None, (card.away, card.lead_away)):
            found.setdefault(away, []).append(card.grid_name)
    return found


def counts(user: User, scope: Select[int], today: date) -> Counts:
    """The figures of the page; those about grids are counted in `scope`."""
    filled = posts_on(today).with_only_columns(Post.grid_id).where(Post.role == PostRole.WORKER)
    grids = select(func.count(Grid.id)).where(Grid.id.in_(scope))
    seen = placards.visible_to(user, Permission.PLACARD_VIEW, today)
    hanging = placards.figures(seen, today, stale=()) if Permission.PLACARD_VIEW in user.permissions else {}
    vacant = grids.where(Grid.id.not_in(filled))
    return Counts(
        grids=db.session.scalar(grids) or 0,
        vacant=db.session.scalar(vacant) if Permission.CONTACT_VIEW in user.permissions else None,
        damaged=hanging.get(Condition.DAMAGED),
        not_up=hanging.get(Condition.NOT_UP),
        unmatched=count_waiting(user, today) if Permission.LOOKUP_QUEUE in user.permissions else None,
    )


def waiting_requests(user: User, at: datetime, today: date) -> dict[Queue, int]:
    """How many requests stand in each queue of the person's own desk; none for those who see no requests."""
    if Permission.REQUEST_VIEW not in user.permissions:
        return {}
    counted = inbox.counts(reach_of(user, today), at)
    return {queue: counted[queue] for queue in (Queue.TO_SIGN, Queue.LATE, Queue.DUE_SOON, Queue.MINE)}


def _with_places(grid_ids: set[int]) -> list[Grid]:
    places = joinedload(Grid.community).joinedload(Community.subdistrict)
    return list(db.session.scalars(select(Grid).where(Grid.id.in_(grid_ids)).options(places).order_by(Grid.code)))

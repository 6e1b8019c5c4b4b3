"""Addresses that residents could not find: taken in without personal details, turned by staff into names or houses."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where, whole_town
from portal.domain.errors import DomainError, NotFound, Stale
from portal.domain.grids.aliases import add_alias
from portal.domain.grids.kept_words import kept_words
from portal.domain.grids.models import AddressOutcome, Building, Grid, UnmatchedAddress
from portal.domain.grids.nameable import Nameable
from portal.domain.grids.new_buildings import BuildingFacts, add_building
from portal.domain.records.services import record


class DismissedBecause(StrEnum):
    """Why an address was not turned into anything; kept in the record."""

    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"
    KNOWN = "known"
    NONSENSE = "nonsense"

    @property
    def in_words(self) -> str:
        return _BECAUSE[self]


_BECAUSE = {
    DismissedBecause.ELSEWHERE: "不在本街道",
    DismissedBecause.UNCLEAR: "看不出是哪里",
    DismissedBecause.KNOWN: "现在已经能查到",
    DismissedBecause.NONSENSE: "不是地址",
}


def report(address: str, landmark: str, community_id: int | None, *, at: datetime) -> UnmatchedAddress:
    """Put an address into the queue; the same words once more count up instead of standing there twice.

    Only words of place are kept. Raises DomainError when nothing of the kind is left.
    """
    kept = kept_words(address)
    if not kept:
        raise DomainError("请写小区、路名或楼号，不用写姓名和电话。")
    row = _open_row(kept) or _new_row(kept, at)
    row.times += 1
    row.last_at = at
    row.landmark = row.landmark or kept_words(landmark)
    row.community_id = row.community_id or community_id
    db.session.flush()
    return row


def _open_row(kept: str) -> UnmatchedAddress | None:
    same = select(UnmatchedAddress).where(UnmatchedAddress.address == kept, UnmatchedAddress.outcome.is_(None))
    return db.session.scalars(same.with_for_update()).first()


def _new_row(kept: str, at: datetime) -> UnmatchedAddress:
    """A fresh row, or the one somebody else put there at the same moment."""
    row = UnmatchedAddress(address=kept, first_at=at, last_at=at, landmark="", times=0)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        found = _open_row(kept)
        if found is None:
            raise
        return found
    return row


def waiting(user: User, today: date) -> Select[UnmatchedAddress]:
    """The open rows this person answers for: those of their communities and those that name none, most wanted first."""
    rows = (
        select(UnmatchedAddress)
        .where(UnmatchedAddress.outcome.is_(None))
        .options(joinedload(UnmatchedAddress.community))
        .order_by(UnmatchedAddress.times.desc(), UnmatchedAddress.last_at.desc(), UnmatchedAddress.id)
    )
    if whole_town(user, Permission.LOOKUP_QUEUE):
        return rows
    theirs = select(Grid.community_id).where(Grid.id.in_(grids_where(user, Permission.LOOKUP_QUEUE, today)))
    return rows.where(or_(UnmatchedAddress.community_id.is_(None), UnmatchedAddress.community_id.in_(theirs)))


def count_waiting(user: User, today: date) -> int:
    """How many open rows this person answers for."""
    return db.session.scalar(select(func.count()).select_from(waiting(user, today).order_by(None).subquery())) or 0


def find_waiting(row_id: int, user: User, today: date) -> UnmatchedAddress:
    """One open row of this person; raises NotFound."""
    row = db.session.scalars(waiting(user, today).where(UnmatchedAddress.id == row_id)).first()
    if row is None:
        raise NotFound("这条地址已经处理过了，或不归您的社区。")
    return row


def turn_into_alias(
    row: UnmatchedAddress, place: Nameable, alias: str, *, grids: Select[int], today: date, by: str, at: datetime
) -> None:
    """The words are another name of `place`; raises what `add_alias` raises."""
    add_alias(place, alias, grids=grids, today=today, by=by, at=at)
    _close(row, AddressOutcome.ALIAS, place.building, by=by, at=at)


def turn_into_building(row: UnmatchedAddress, facts: BuildingFacts, *, today: date, by: str, at: datetime) -> Building:
    """The words were right and the building was missing; raises what `add_building` raises."""
    building = add_building(facts, today=today, by=by, at=at)
    _close(row, AddressOutcome.BUILDING, building, by=by, at=at)
    return building


def dismiss(row: UnmatchedAddress, because: DismissedBecause, *, by: str, at: datetime) -> None:
    """Take a row off the queue without consequences."""
    _close(row, AddressOutcome.DISMISSED, None, by=by, at=at, detail=because.in_words)


def _close(
    row: UnmatchedAddress,
    outcome: AddressOutcome,
    building: Building | None,
    *,
    by: str,
    at: datetime,
    detail: str = "",
) -> None:
    """The only writer of `outcome`. Raises Stale when somebody else closed the row in the meantime."""
    closed = db.session.execute(
        update(UnmatchedAddress)
        .where(UnmatchedAddress.id == row.id, UnmatchedAddress.outcome.is_(None))
        .values(outcome=outcome, closed_at=at, closed_by=by, building_id=building.id if building else None)
    )
    if not closed.rowcount:  # type: ignore[attr-defined]
        raise Stale("这条地址刚刚由别人处理了。")
    subject = f"unmatched-address {row.id}"
    record(f"address.{outcome}", by=by, at=at, subject=subject, detail=detail or (building.code if building else ""))

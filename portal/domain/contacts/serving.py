"""Who serves a grid on a day: the post, and the cover where the holder is away (A/B 岗)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, event, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.db import db
from portal.domain.contacts.models import Absence, Person, Post, PostRole


@dataclass(frozen=True, slots=True)
class Serving:
    """Who answers for a grid in one role today.

    person   the one to call; None when the post is vacant or nobody stands in
    holder   who holds the post; differs from `person` while a cover serves
    absence  why and until when the holder is away; None when they are here
    """

    person: Person | None
    holder: Person | None
    absence: Absence | None


VACANT = Serving(None, None, None)
_SERVED = "grids_served_by"


@dataclass(frozen=True, slots=True)
class GridServing:
    worker: Serving = VACANT
    lead: Serving = VACANT


def posts_on(day: date) -> Select[Post]:
    """Posts that hold on a day."""
    return select(Post).where(Post.starts_on <= day, or_(Post.ends_on.is_(None), Post.ends_on > day))


def absences_on(day: date) -> Select[Absence]:
    """Absences of a day that were not withdrawn; the one entered last comes first."""
    return (
        select(Absence)
        .where(Absence.first_day <= day, Absence.last_day >= day, Absence.withdrawn_at.is_(None))
        .order_by(Absence.id.desc())
    )


def serving_on(day: date, grid_ids: Collection[int] | None = None) -> dict[int, GridServing]:
    """Who serves each grid on `day`, by grid id; without `grid_ids` every grid.

    A cover who is away as well passes the duty to their own cover; a ring of covers leaves the post unserved. Two
    queries for the whole town; for some grids one more for each link of the longest chain of covers.
    """
    query = posts_on(day).options(joinedload(Post.person)).order_by(Post.starts_on)
    if grid_ids is not None:
        query = query.where(Post.grid_id.in_(grid_ids))
    posts = db.session.scalars(query).all()
    away = _away_on(day, None if grid_ids is None else {post.person_id for post in posts})
    found: dict[int, dict[PostRole, Serving]] = {}
    for post in posts:
        found.setdefault(post.grid_id, {})[post.role] = _serving(post.person, away)
    return {
        grid_id: GridServing(roles.get(PostRole.WORKER, VACANT), roles.get(PostRole.LEAD, VACANT))
        for grid_id, roles in found.items()
    }


def _away_on(day: date, person_ids: set[int] | None) -> dict[int, Absence]:
    """The absences of these people and, link by link, of those who cover for them; None means everybody's."""
    query = absences_on(day).options(joinedload(Absence.cover))
    away: dict[int, Absence] = {}
    if person_ids is None:
        for absence in db.session.scalars(query):
            away.setdefault(absence.person_id, absence)
        return away
    asked: set[int] = set()
    while link := person_ids - asked:
        for absence in db.session.scalars(query.where(Absence.person_id.in_(link))):
            away.setdefault(absence.person_id, absence)
        asked |= link
        person_ids = {absence.cover_id for absence in away.values()}
    return away


def serving(grid_id: int, day: date) -> GridServing:
    """Who serves one grid on `day`."""
    return serving_on(day, [grid_id]).get(grid_id, GridServing())


def grids_served_by(person_id: int, day: date) -> set[int]:
    """The grids a person answers for on `day`, cover included and own grids while away excluded.

    Scopes ask this many times for one page; until something is written the answer is that of the first time.
    """
    known: dict[tuple[int, date], frozenset[int]] = db.session.info.setdefault(_SERVED, {})
    if (person_id, day) not in known:
        known[person_id, day] = frozenset(_served_by(person_id, day))
    return set(known[person_id, day])


def _served_by(person_id: int, day: date) -> set[int]:
    """They are among their own and those of people who are away: few, however large the town is."""
    absent = absences_on(day).with_only_columns(Absence.person_id).order_by(None)
    possible = posts_on(day).where(or_(Post.person_id == person_id, Post.person_id.in_(absent)))
    grid_ids = set(db.session.scalars(possible.with_only_columns(Post.grid_id)))
    return {
        grid_id
        for grid_id, roles in serving_on(day, grid_ids).items()
        if any(role.person is not None and role.person.id == person_id for role in (roles.worker, roles.lead))
    }


def _forget(session: Session, *_facts: object) -> None:
    session.info.pop(_SERVED, None)


event.listen(Session, "after_flush", _forget)
event.listen(Session, "after_transaction_end", _forget)
for _bulk in ("after_bulk_update", "after_bulk_delete"):
    event.listen(Session, _bulk, lambda context: _forget(context.session))


def _serving(holder: Person, away: dict[int, Absence]) -> Serving:
    absence = away.get(holder.id)
    person, seen = holder, {holder.id}
    while (gone := away.get(person.id)) is not None:
        person = gone.cover
        if person.id in seen:
            return Serving(None, holder, absence)
        seen.add(person.id)
    return Serving(person, holder, absence)

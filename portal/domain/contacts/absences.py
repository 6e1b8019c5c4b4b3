"""Absences: who is away from when to when, and who stands in. Cards follow by themselves."""

from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.contacts.days import check_near, spoken_span
from portal.domain.contacts.models import Absence, AbsenceReason, Person, Post
from portal.domain.contacts.serving import posts_on
from portal.domain.errors import DomainError
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record


def enter_absence(
    person: Person,
    cover: Person,
    *,
    first_day: date,
    last_day: date,
    reason: AbsenceReason,
    today: date,
    by: str,
    at: datetime,
) -> Absence:
    """`person` is away through `last_day`, and `cover` stands in.

    Raises DomainError when the days are wrong or over, one of the two is away in that time already, or the cover
    holds no post then.
    """
    _check_days(first_day, last_day, today)
    _lock(person, cover)
    if known := _away_between(person, first_day, last_day):
        span = spoken_span(known.first_day, known.last_day)
        raise DomainError(f"{person.name}{span}已经登记不在岗，请换日期，或者先撤回那一次。")
    if cover.id == person.id:
        raise DomainError("代班的要是另一个人。")
    if known := _away_between(cover, first_day, last_day):
        span = spoken_span(known.first_day, known.last_day)
        raise DomainError(f"{cover.name}{span}也不在岗，请选别人代班。")
    if db.session.scalar(posts_on(first_day).where(Post.person_id == cover.id)) is None:
        raise DomainError(f"{cover.name}那时没有岗位，请选别人代班。")
    absence = Absence(
        person_id=person.id,
        cover_id=cover.id,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        entered_at=at,
        entered_by=by,
    )
    db.session.add(absence)
    db.session.flush()
    _note("absence.entered", absence, by=by, at=at)
    return absence


def withdraw_absence(absence: Absence, *, today: date, by: str, at: datetime) -> None:
    """The person is there after all; cards name them again at once. Raises DomainError when it is over."""
    if absence.withdrawn_at is not None:
        raise DomainError("这一次已经撤回了。")
    if absence.last_day < today:
        raise DomainError("这一次已经过去，不用撤回。")
    absence.withdrawn_at = at
    _note("absence.withdrawn", absence, by=by, at=at)


def _check_days(first_day: date, last_day: date, today: date) -> None:
    check_near(first_day, today)
    check_near(last_day, today)
    if last_day < first_day:
        raise DomainError("最后一天比第一天早，请核对。")
    if last_day < today:
        raise DomainError("这几天已经过去，不用登记。")


def _away_between(person: Person, first_day: date, last_day: date) -> Absence | None:
    return db.session.scalar(
        select(Absence).where(
            Absence.person_id == person.id,
            Absence.first_day <= last_day,
            Absence.last_day >= first_day,
            Absence.withdrawn_at.is_(None),
        )
    )


def _lock(*persons: Person) -> None:
    """Absences of these people are entered one after the other: two at the same time could not see each other."""
    ids = [person.id for person in persons]
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())


def _note(action: str, absence: Absence, *, by: str, at: datetime) -> None:
    days = f"{absence.first_day} – {absence.last_day}, cover person {absence.cover_id}"
    record(action, by=by, at=at, subject=f"person {absence.person_id}", detail=days)
    touch(Part.CONTACTS)

"""Changing what a card says about a person."""

from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.contacts.models import Person, PostRole
from portal.domain.contacts.phone_entry import entered_phone
from portal.domain.contacts.posts import begin_post
from portal.domain.errors import DomainError
from portal.domain.grids.models import Grid
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record

MOST_DUTIES, LONGEST_DUTY = 5, 20  # lines and characters that fit on the printed notice


def add_person(
    grid: Grid, *, name: str, work_phone: str, role: PostRole, starts_on: date, today: date, by: str, at: datetime
) -> Person:
    """A new person with a first post. Raises DomainError when they are known already or the post cannot begin."""
    phone = entered_phone(work_phone)
    known = select(Person.id).where(Person.name == name, Person.work_phone == phone)
    if phone and db.session.scalar(known) is not None:
        raise DomainError(f"{name}（{phone}）已经在册。请在“人员和代班”里找到，再安排岗位。")
    person = Person(name=name, work_phone=phone)
    db.session.add(person)
    db.session.flush()
    record("person.added", by=by, at=at, subject=f"person {person.id}")
    begin_post(person, grid, role, starts_on=starts_on, today=today, by=by, at=at)
    return person


def edit_person(person: Person, *, name: str, work_phone: str, hours: str, duties: str, by: str, at: datetime) -> None:
    """Change what the card says; empty hours and duties mean the usual ones.

    `duties` has one duty a line. Raises DomainError for a number that cannot be dialled or duties that do not fit.
    """
    facts = {"name": name, "work_phone": entered_phone(work_phone), "hours": hours, "duties": _fitting(duties)}
    changes = []
    for field, new in facts.items():
        if (old := getattr(person, field)) != new:
            changes.append(f"{field}: {old} → {new}")
            setattr(person, field, new)
    if not changes:
        return
    record("person.edited", by=by, at=at, subject=f"person {person.id}", detail="\n".join(changes))
    touch(Part.CONTACTS)


def change_photo(person: Person, key: str, *, by: str, at: datetime) -> str:
    """Show another photo, or none for an empty key. Returns the key of the old one, to remove after the commit."""
    old, person.photo = person.photo, key
    if old != key:
        record("person.photo_changed" if key else "person.photo_removed", by=by, at=at, subject=f"person {person.id}")
        touch(Part.CONTACTS)
    return old


def _fitting(duties: str) -> str:
    lines = [line.strip() for line in duties.splitlines() if line.strip()]
    if len(lines) > MOST_DUTIES or any(len(line) > LONGEST_DUTY for line in lines):
        raise DomainError(f"职责最多 {MOST_DUTIES} 行，每行最多 {LONGEST_DUTY} 个字，这样门口的牌子才印得下。")
    return "\n".join(lines)

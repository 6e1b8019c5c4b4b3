"""Counting changes of the register, so that caches and the lookup index know when they are old."""

from enum import StrEnum

from sqlalchemy import select, update

from portal.db import db
from portal.domain.grids.models import RegisterVersion


class Part(StrEnum):
    PLACES = "places"
    CONTACTS = "contacts"
    PLACARDS = "placards"


def touch(part: Part) -> None:
    """Say that `part` changes with this transaction."""
    done = db.session.execute(
        update(RegisterVersion).where(RegisterVersion.part == part).values(number=RegisterVersion.number + 1)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        db.session.add(RegisterVersion(part=part, number=1))
        db.session.flush()


def versions() -> dict[str, int]:
    """Every part's number in one small query; a part never changed is missing."""
    return dict(db.session.execute(select(RegisterVersion.part, RegisterVersion.number)).tuples().all())

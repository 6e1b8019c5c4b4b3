"""Placards of the cast, ready for a test."""

from datetime import UTC, date, datetime
from itertools import cycle

from flask import Flask

from portal.db import db
from portal.domain.placards.codes import ALPHABET
from portal.domain.placards.making import Draw, make_for_grids
from portal.domain.placards.models import Placard
from portal.domain.placards.notices import notices_of
from portal.domain.placards.services import mark_printed
from portal.worker import Worker
from tests.conftest import TODAY

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ADDRESS = "http://linge.example"
WHO = {"by": "莲干事", "at": NOW}


def make_all(*grids, per_entrance: bool = False, draw: Draw | None = None) -> list[Placard]:
    """Placards for every building of the grids, committed."""
    chosen = {"draw": draw} if draw else {}
    made = make_for_grids([grid.id for grid in grids], per_entrance=per_entrance, today=TODAY, **WHO, **chosen)
    db.session.commit()
    return made


def make_one(building) -> Placard:
    """The live placard of a building of the cast, made with those of its grid when there is none."""
    from portal.domain.grids.queries import grid_of

    grid = grid_of(building.id, TODAY)
    make_all(grid)
    return live_at(building)


def live_at(building) -> Placard:
    return db.session.scalars(
        db.select(Placard).where(Placard.building_id == building.id, Placard.retired_on.is_(None))
    ).one()


def print_all(*placards: Placard, today: date = TODAY) -> None:
    """As if the sheets had been printed, committed."""
    ids = [placard.id for placard in placards]
    said = notices_of(ids, today, address=ADDRESS, photo=lambda key: None)
    mark_printed({one.placard_id: one.digest for one in said}, today=today)
    db.session.commit()


def tick(app: Flask) -> None:
    """What a worker just started does at its first tick, in contexts of its own."""
    db.session.rollback()
    Worker(app).tick()
    db.session.expire_all()


def dealt(*codes: str) -> Draw:
    """A draw that deals these codes' seven characters again and again; for check words it deals 0."""
    values = cycle([ALPHABET.index(character) for code in codes for character in code[:7]])
    return lambda n: next(values) if n == len(ALPHABET) else 0

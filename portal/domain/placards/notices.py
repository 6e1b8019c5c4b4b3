"""What a placard would say if it were printed today, and which ones say something else on the wall."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Row

from portal.db import db
from portal.domain.contacts.cards import DEFAULT_HOURS, duties_of
from portal.domain.contacts.models import Person
from portal.domain.contacts.serving import serving_on
from portal.domain.grids.models import Grid
from portal.domain.placards.models import Placard
from portal.domain.placards.notice import Notice, content_digest
from portal.domain.placards.queries import in_walking_order, located

AT_ONCE = 100  # placards whose rows lie in memory together while a town is printed

# Photo key → the square JPEG for paper; None when its file is gone.
ReadPhoto = Callable[[str], bytes | None]


class Printable(NamedTuple):
    """A placard's notice and the digest that is kept with it once it is printed."""

    placard_id: int
    notice: Notice
    digest: str


def notices_of(placard_ids: Sequence[int], day: date, *, address: str, photo: ReadPhoto) -> Iterator[Printable]:
    """The notices of these placards in this order, read `AT_ONCE` at a time; retired ones are left out.

    `address` is where the portal is reached, such as https://linge.example.
    """
    for start in range(0, len(placard_ids), AT_ONCE):
        ids = placard_ids[start : start + AT_ONCE]
        rows = db.session.execute(located(day).where(Placard.id.in_(ids), Placard.retired_on.is_(None))).all()
        found = {placard_id: (notice, photo_key) for placard_id, notice, photo_key in _say(rows, day, address)}
        for placard_id in filter(found.__contains__, ids):
            notice, photo_key = found[placard_id]
            yield Printable(placard_id, replace(notice, worker_photo=photo(photo_key)), content_digest(notice))


def stale_ids(day: date, *, address: str) -> list[int]:
    """Live printed placards of the town that would say something else today, in walking order; reads no photos."""
    rows = db.session.execute(
        in_walking_order(located(day).where(Placard.retired_on.is_(None), Placard.printed_digest != ""))
    ).all()
    printed = {placard.id: placard.printed_digest for placard, _ in rows}
    return [
        placard_id
        for placard_id, notice, _ in _say(rows, day, address)
        if content_digest(notice) != printed[placard_id]
    ]


def _say(rows: Sequence[Row[Placard, Grid]], day: date, address: str) -> Iterator[tuple[int, Notice, str]]:
    """Placard id, notice without its photo, and the photo's key. Names the holder of the post, whoever covers today."""
    served = serving_on(day, {grid.id for _, grid in rows if grid})
    for placard, grid in rows:
        holder = served[grid.id].worker.holder if grid and grid.id in served else None
        yield placard.id, _notice(placard, grid, holder, day, address), holder.photo if holder else ""


def _notice(placard: Placard, grid: Grid | None, holder: Person | None, day: date, address: str) -> Notice:
    community = grid.community if grid else None
    subdistrict = community.subdistrict if community else None
    return Notice(
        place_title=placard.place_title,
        place_detail=placard.place_detail,
        grid_name=grid.name if grid else "",
        community_name=community.name if community else "",
        community_phone=community.phone if community else "",
        supervision_name=subdistrict.name if subdistrict else "",
        supervision_phone=subdistrict.supervision_phone if subdistrict else "",
        worker_name=holder.name if holder else "",
        worker_phone=holder.work_phone if holder else "",
        hours=(holder.hours or DEFAULT_HOURS) if holder else "",
        duties=duties_of(holder) if holder else (),
        url=f"{address}/q/{placard.code}",
        plain_address=urlsplit(address).netloc,
        code=placard.code,
        check_word=placard.check_word,
        printed_on=day,
    )

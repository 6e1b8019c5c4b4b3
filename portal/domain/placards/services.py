"""The life of a placard once it is made: printed, put up, damaged, lost, removed, replaced."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import update

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.versions import Part, touch
from portal.domain.placards.making import Draw, make, place_of
from portal.domain.placards.models import Placard, RetiredBecause
from portal.domain.placards.notice import Notice
from portal.domain.records.services import record


def put_up(placard: Placard, on: date, *, today: date, by: str, at: datetime) -> None:
    """The printed sheet hangs at its place since `on`."""
    _take(placard)
    if placard.printed_on is None:
        raise DomainError("这块公示牌还没有印制。请先打印，再贴到墙上。")
    if not placard.printed_on <= on <= today:
        raise DomainError("张贴日期要在印制那天和今天之间，请改一下日期。")
    placard.put_up_on = on
    _note(placard, "put_up", by, at, on.isoformat())


def put_up_all(placards: Sequence[Placard], on: date, *, today: date, by: str, at: datetime) -> None:
    """One round through the stairwells; when one of them cannot be, none is."""
    if not placards:
        raise DomainError("还没有选公示牌。请先在左边打勾。")
    for placard in placards:
        put_up(placard, on, today=today, by=by, at=at)


def report_damage(placard: Placard, *, by: str, at: datetime) -> bool:
    """Somebody says it is damaged. On a retired one, or while a report is open, nothing changes: False."""
    db.session.refresh(placard, with_for_update=True)
    if not placard.is_live or placard.damage_reported_at:
        return False
    placard.damage_reported_at = at
    _note(placard, "damage_reported", by, at)
    return True


def clear_damage(placard: Placard, *, by: str, at: datetime) -> None:
    """It was repaired, or was not damaged at all."""
    _take(placard)
    if placard.damage_reported_at is None:
        raise DomainError("这块公示牌没有破损的报告，不用处理。")
    placard.damage_reported_at = None
    _note(placard, "damage_cleared", by, at)


def retire(placard: Placard, because: RetiredBecause, *, today: date, by: str, at: datetime) -> None:
    """It is lost or was taken down: from now on its code vouches for nothing."""
    _take(placard)
    placard.retired_on, placard.retired_because = today, because
    _note(placard, because.value, by, at)


def replace(placard: Placard, *, today: date, by: str, at: datetime, draw: Draw = secrets.randbelow) -> Placard:
    """Retire it for a new one at the same place, with another code and another check word."""
    retire(placard, RetiredBecause.REPLACED, today=today, by=by, at=at)
    db.session.flush()  # the place is free for the new one only when the old one is retired in the database
    place = place_of(placard)
    [new] = make(lambda: [place], today=today, at=at, draw=draw, also_taken=[placard.check_word])
    placard.replaced_by_id = new.id
    _note(new, "made", by, at, f"replaces {placard.code}")
    return new


def mark_printed(digests: Mapping[int, str], *, today: date) -> None:
    """Notices with these digests were printed in today's design, by placard id."""
    changes = [
        {"id": placard_id, "printed_on": today, "printed_digest": digest, "design_version": Notice.design_version}
        for placard_id, digest in sorted(digests.items())
    ]
    if changes:
        db.session.execute(update(Placard), changes)
        touch(Part.PLACARDS)


def _take(placard: Placard) -> None:
    """Read the row again and lock it: of two people who retire it at once, the second is told."""
    db.session.refresh(placard, with_for_update=True)
    if not placard.is_live:
        raise DomainError("这块公示牌已经停用，不能再改。")


def _note(placard: Placard, act: str, by: str, at: datetime, detail: str = "") -> None:
    record(f"placard.{act}", by=by, at=at, subject=placard.subject, detail=detail)
    touch(Part.PLACARDS)

"""Changing the phones of a community and of its subdistrict; everything else about places comes by import."""

from datetime import date, datetime

from portal.db import db
from portal.domain.contacts.phone_entry import entered_phone
from portal.domain.grids.models import Community, RegisterChange, Subdistrict
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record


def change_community_phone(community: Community, typed: str, *, today: date, by: str, at: datetime) -> None:
    """Give a community another phone, or none; every card of its grids shows it. Raises PhoneRefused."""
    phone = entered_phone(typed)
    if phone == community.phone:
        return
    _remember("community", community.id, "phone", community.phone, phone, today=today, by=by, at=at)
    record("community.phone_changed", by=by, at=at, subject=f"community {community.name}", detail=phone)
    community.phone = phone


def change_supervision_phone(subdistrict: Subdistrict, typed: str, *, today: date, by: str, at: datetime) -> None:
    """Give a subdistrict another phone for complaints, or none. Raises PhoneRefused."""
    phone = entered_phone(typed)
    if phone == subdistrict.supervision_phone:
        return
    old = subdistrict.supervision_phone
    _remember("subdistrict", subdistrict.id, "supervision_phone", old, phone, today=today, by=by, at=at)
    record("subdistrict.phone_changed", by=by, at=at, subject=f"subdistrict {subdistrict.name}", detail=phone)
    subdistrict.supervision_phone = phone


def _remember(
    subject: str, place_id: int, field: str, old: str, new: str, *, today: date, by: str, at: datetime
) -> None:
    """Note what stood there, and that every page with a phone on it is old."""
    change = RegisterChange(changed_on=today, recorded_at=at, by=by, subject=subject, code=str(place_id))
    change.field, change.old, change.new = field, old, new
    db.session.add(change)
    touch(Part.CONTACTS)

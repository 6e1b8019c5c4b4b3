"""Changing the catalogue: a change is a new version, and what was there before stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.grids.versions import Part, touch
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.changes import changed_keys, national_keys_changed
from portal.domain.matters.models import Matter, MatterVersion, WorkType
from portal.domain.matters.replies import add_template
from portal.domain.matters.rules import problems
from portal.domain.records.services import record

_OWN_COLUMNS = ("slug", "name", "category", "work_type")


def load_catalogue(*, by: str, at: datetime) -> int:
    """Insert the shipped matters that are missing; those that are there keep what staff made of them. How many."""
    known = set(db.session.scalars(select(Matter.slug)))
    missing = [(place, entry) for place, entry in enumerate(shipped().entries) if entry["slug"] not in known]
    for place, entry in missing:
        matter = Matter(slug=entry["slug"], position=place)
        db.session.add(matter)
        db.session.flush()
        _write(matter, entry, number=1, note="", by=by, at=at)
    if missing:
        if not known:  # later on, a template that is missing was removed on purpose
            for reply in shipped().replies:
                add_template(None, **reply, by=by, at=at)
        record("matters.loaded", by=by, at=at, subject="matters", detail=str(len(missing)))
        touch(Part.MATTERS)
    return len(missing)


def entry_of(version: MatterVersion) -> dict[str, Any]:
    """A version as an entry of the catalogue: what the form begins with, and what two versions are compared by."""
    columns = {"name": version.name, "category": version.category, "work_type": version.work_type.value}
    return {**columns, **version.content}


def edit(
    matter: Matter, entry: Mapping[str, Any], *, seen: int, whole_town: bool, note: str, by: str, at: datetime
) -> MatterVersion:
    """Make `entry` the current version; where nothing differs no version is made and the current one is returned.

    `seen` is the number of the version the form was filled from. Raises Stale when there is a newer one, DomainError
    when the entry breaks a rule or when what the law of the country sets is changed without `whole_town`.
    """
    current = _hold(matter)
    changed = changed_keys(entry_of(current), entry)
    if not changed:
        return current
    if current.number != seen:
        raise Stale(
            f"您改的时候，{current.entered_by} 已经存了第 {current.number} 版。您写的还在下面，请对照新的一版再保存。"
        )
    if not whole_town and (national := national_keys_changed(entry_of(current), entry)):
        raise DomainError(f"国家规定的内容（{'、'.join(national)}）只有系统管理员能改。别的改动请单独保存。")
    if found := problems(entry):
        raise DomainError(found[0])
    current.current = False
    db.session.flush()
    try:
        made = _write(matter, entry, number=current.number + 1, note=note, by=by, at=at)
    except IntegrityError as collision:
        raise Stale("刚才有人同时存了这个事项。请重新打开，看看新的一版再改。") from collision
    record("matter.edited", by=by, at=at, subject=matter.subject, detail="、".join(changed))
    touch(Part.MATTERS)
    db.session.expire(matter, ["current", "versions"])
    return made


def retire(matter: Matter, *, by: str, at: datetime) -> None:
    """Take no new requests; those under way keep their version and go on."""
    _hold(matter)
    if matter.retired_at is not None:
        raise DomainError("这个事项已经停办了，不用再停。")
    matter.retired_at = at
    record("matter.retired", by=by, at=at, subject=matter.subject)
    touch(Part.MATTERS)


def restore(matter: Matter, *, by: str, at: datetime) -> None:
    """Offer it again."""
    _hold(matter)
    if matter.retired_at is None:
        raise DomainError("这个事项正在办，不用恢复。")
    matter.retired_at = None
    record("matter.restored", by=by, at=at, subject=matter.subject)
    touch(Part.MATTERS)


def _hold(matter: Matter) -> MatterVersion:
    """The current version, read anew and held until the commit, so that two editors follow one another."""
    db.session.execute(select(Matter.id).where(Matter.id == matter.id).with_for_update())
    db.session.refresh(matter, ["retired_at"])
    asked = select(MatterVersion).where(MatterVersion.matter_id == matter.id, MatterVersion.current)
    return db.session.execute(asked.execution_options(populate_existing=True)).scalar_one()


def _write(matter: Matter, entry: Mapping[str, Any], *, number: int, note: str, by: str, at: datetime) -> MatterVersion:
    version = MatterVersion(
        matter_id=matter.id,
        number=number,
        name=entry["name"],
        category=entry["category"],
        work_type=WorkType(entry["work_type"]),
        content={key: value for key, value in entry.items() if key not in _OWN_COLUMNS},
        entered_at=at,
        entered_by=by,
        note=note,
        current=True,
    )
    db.session.add(version)
    db.session.flush()
    return version

"""上线前要核实: shipped values that are only examples until somebody has checked them against the town's own rule."""

import re
from datetime import datetime

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.versions import Part, touch
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Matter, MatterConfirmation, MatterVersion
from portal.domain.matters.parts import Basis, Need, Said
from portal.domain.records.services import record


def items(content: Content) -> list[str]:
    """What there is to check in an entry, each in words. A value that changes is another item, to be checked anew."""
    found = [f"本地规定：{item}" for item in content.local]
    if content.time_limit.basis is not Basis.NATIONAL:
        found.append(f"办理期限：{content.time_limit.span.words}")
    publicity = content.publicity
    if publicity.required is Said.LOCAL:
        found.append("要不要公示")
    if publicity.span and publicity.basis is not Basis.NATIONAL:
        found.append(f"公示多久：{publicity.span.words}")
    if content.proxy.allowed is Said.LOCAL:
        found.append("能不能代办")
    found += [f"要不要交：{paper.name}" for paper in content.papers if paper.need is Need.LOCAL]
    return found


def open_items(version: MatterVersion) -> list[str]:
    """Those nobody has ticked yet."""
    ticked = {one.item for one in version.matter.confirmations}
    return [item for item in items(content_of(version)) if item not in ticked]


def is_provisional(version: MatterVersion) -> bool:
    """True while residents must be told that the subdistrict's answer counts (以街道答复为准)."""
    return content_of(version).confirm_before_launch and bool(open_items(version))


def confirm(matter: Matter, item: str, *, by: str, at: datetime) -> None:
    """Somebody checked this value. Ticked already: nothing changes. Raises DomainError for what is no item any more."""
    if item not in items(content_of(matter.current)):
        raise DomainError("这一条已经改过了，请看新的一条再核实。")
    if item in {one.item for one in matter.confirmations}:
        return
    matter.confirmations.append(MatterConfirmation(matter_id=matter.id, item=item, confirmed_at=at, confirmed_by=by))
    record("matter.confirmed", by=by, at=at, subject=matter.subject, detail=item)
    touch(Part.MATTERS)


def take_back(matter: Matter, item: str, *, by: str, at: datetime) -> None:
    """The tick was a mistake. Nothing ticked: nothing changes."""
    ticked = [one for one in matter.confirmations if one.item == item]
    for one in ticked:
        db.session.delete(one)
        record("matter.confirmation_taken_back", by=by, at=at, subject=matter.subject, detail=item)
        touch(Part.MATTERS)
    db.session.flush()
    db.session.expire(matter, ["confirmations"])


def for_residents(item: str) -> str:
    """An item without the examples of other towns in its brackets."""
    return re.sub(r"（[^）]*）", "", item)

"""Requests put straight into the table, in any state, for what only reads them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.grids.models import Building, Grid
from portal.domain.matters.models import Level, Matter, MatterVersion
from portal.domain.matters.services import load_catalogue
from portal.domain.service_requests import search
from portal.domain.service_requests.applicants import name_digest, phone_digest
from portal.domain.service_requests.models import Channel, Holding, HoldingRole, ServiceRequest
from portal.domain.service_requests.numbering import numbered
from portal.domain.service_requests.workflow import SETTLED, Status
from tests.conftest import TODAY

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_sequence = count(1)


def version_of(slug: str = "baoxiu-gonggong") -> MatterVersion:
    """The current version of a shipped matter."""
    query = select(MatterVersion).join(Matter).where(Matter.slug == slug, MatterVersion.current)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        load_catalogue(by="system", at=NOW)
        db.session.flush()
        found = db.session.scalars(query).one()
    return found


def stored(
    grid: Grid,
    *,
    status: Status = Status.FILED,
    unit: str = "",
    handler: User | None = None,
    name: str | None = "张小三",
    phone: str | None = "14000002207",
    due: timedelta | None = timedelta(days=1),
    filed: timedelta = timedelta(hours=-3),
    building: Building | None = None,
    matter: str = "baoxiu-gonggong",
    had: tuple[str, ...] = (),
    **facts: Any,
) -> ServiceRequest:
    """One request in that grid; `had` are the units that led before the one that has it."""
    version, sequence = version_of(matter), next(_sequence)
    unit = unit or f"grid:{grid.id}"
    request = ServiceRequest(
        number=numbered(TODAY, sequence),
        code_digest="x",
        filing_token=f"token-{sequence}",
        channel=facts.pop("channel", Channel.WEB),
        filed_at=NOW + filed,
        matter_version=version,
        work_type=facts.pop("work_type", version.work_type),
        summary=facts.pop("summary", "楼道灯不亮"),
        community=grid.community,
        grid=grid,
        building=building,
        applicant_name=name,
        applicant_phone=phone,
        name_digest=name_digest(name) if name else None,
        phone_digest=phone_digest(phone) if phone else None,
        phone_tail=phone[-4:] if phone else "",
        status=status,
        level=Level(unit.partition(":")[0]),
        unit=unit,
        handler=handler,
        next_due_at=NOW + due if due is not None and status not in SETTLED else None,
        due_at=NOW + due if due is not None else None,
        settled_at=NOW if status in SETTLED else None,
        result="修好了" if status in (Status.RESOLVED, Status.CLOSED, Status.REFUSED) else "",
        refused_where="去找物业" if status is Status.REFUSED else "",
        **facts,
    )
    db.session.add(request)
    for held in had:
        db.session.add(Holding(request=request, unit=held, role=HoldingRole.LEAD, begins_at=NOW, ends_at=NOW))
    db.session.add(Holding(request=request, unit=unit, role=HoldingRole.LEAD, begins_at=NOW))
    db.session.flush()
    search.index(request)
    return request

"""The register of declared near relatives, for those who answer for the handling of a whole place."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.records.services import record
from portal.domain.service_requests.kinship import KinshipDeclaration
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import requests_where

MOST = 500


def registered(user: User, begins: datetime, ends: datetime, today: date) -> Sequence[KinshipDeclaration]:
    """What was declared from `begins` until before `ends` in the places of `user`, the newest first, at most `MOST`.

    Who reads it and is a declarer themselves does not find their own relative: that request is closed to them.
    """
    query = (
        select(KinshipDeclaration)
        .join(ServiceRequest)
        .where(KinshipDeclaration.at >= begins, KinshipDeclaration.at < ends)
        .where(requests_where(user, Permission.KINSHIP_VIEW, today))
        .options(joinedload(KinshipDeclaration.request).joinedload(ServiceRequest.matter_version))
        .options(joinedload(KinshipDeclaration.user))
        .order_by(KinshipDeclaration.at.desc(), KinshipDeclaration.id.desc())
    )
    return db.session.scalars(query.limit(MOST)).unique().all()


def first_declared() -> datetime | None:
    """When the register begins."""
    return db.session.scalar(select(func.min(KinshipDeclaration.at)))


def note_print(year: int, rows: int, *, by: str, at: datetime) -> None:
    """The register leaves the house on paper: who took it, and how much of it."""
    record("kinship.printed", by=by, at=at, subject=f"kinship {year}", detail=f"{rows}")

"""The town at a glance: its subdistricts and communities with their phone numbers."""

from collections.abc import Sequence

from sqlalchemy import func, select

from portal.db import db
from portal.domain.grids.models import Community, Grid, Subdistrict


def subdistricts() -> Sequence[Subdistrict]:
    return db.session.scalars(select(Subdistrict).order_by(Subdistrict.id)).all()


def communities() -> Sequence[Community]:
    return db.session.scalars(select(Community).order_by(Community.subdistrict_id, Community.id)).all()


def count_grids() -> int:
    return db.session.scalar(select(func.count(Grid.id))) or 0

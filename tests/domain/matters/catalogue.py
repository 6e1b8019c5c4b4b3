"""The shipped catalogue in a test's database."""

from datetime import UTC, datetime

from portal.db import db
from portal.domain.matters.models import Matter
from portal.domain.matters.services import load_catalogue

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
WHO = {"by": "安管理", "at": NOW}


def load() -> dict[str, Matter]:
    """Every shipped matter by its slug, committed."""
    load_catalogue(**WHO)
    db.session.commit()
    return {matter.slug: matter for matter in db.session.scalars(db.select(Matter))}

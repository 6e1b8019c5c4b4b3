"""one live placard per place"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LIVE = {
    "building": (["building_id"], "place_kind = 'building' AND retired_on IS NULL"),
    "entrance": (["entrance_id"], "retired_on IS NULL"),
    "spot": (["grid_id", "place_kind", "place_name"], "grid_id IS NOT NULL AND retired_on IS NULL"),
}


def upgrade() -> None:
    for name, (columns, condition) in LIVE.items():
        where = sa.text(condition)
        op.create_index(
            f"uq_placards_live_{name}", "placards", columns, unique=True, sqlite_where=where, postgresql_where=where
        )


def downgrade() -> None:
    for name in LIVE:
        op.drop_index(f"uq_placards_live_{name}", "placards")

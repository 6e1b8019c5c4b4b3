"""one open row per unmatched address"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_open = sa.text("outcome IS NULL")
    op.create_index(
        "uq_unmatched_addresses_open",
        "unmatched_addresses",
        ["address"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def downgrade() -> None:
    op.drop_index("uq_unmatched_addresses_open", table_name="unmatched_addresses")

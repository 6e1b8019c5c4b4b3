"""find what may be filed away"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

RESOLVED = sa.text("status = 'resolved'")


def upgrade() -> None:
    op.create_index(
        "ix_service_requests_resolved",
        "service_requests",
        ["settled_at"],
        sqlite_where=RESOLVED,
        postgresql_where=RESOLVED,
    )


def downgrade() -> None:
    op.drop_index("ix_service_requests_resolved", table_name="service_requests")

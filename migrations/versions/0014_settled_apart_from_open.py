"""settled requests apart from open ones in their index; what was handed over is read from an index alone

SQLite took the index of all settled_at for a short way to the open ones, of which there are thousands.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = "service_requests"
OPEN, SETTLED = sa.text("settled_at IS NULL"), sa.text("settled_at IS NOT NULL")
# Name, columns before, columns after, which rows before, which after.
CHANGED = (
    ("ix_service_requests_settled", ["settled_at"], ["settled_at"], None, SETTLED),
    ("ix_service_requests_open_grid", ["grid_id", "status"], ["grid_id", "status", "unit", "next_due_at"], OPEN, OPEN),
    (
        "ix_service_requests_open_community",
        ["community_id", "status"],
        ["community_id", "status", "unit", "next_due_at"],
        OPEN,
        OPEN,
    ),
)


def upgrade() -> None:
    for name, _before, after, _where, where in CHANGED:
        op.drop_index(name, table_name=TABLE)
        op.create_index(name, TABLE, after, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, before, _after, where, _where in CHANGED:
        op.drop_index(name, table_name=TABLE)
        op.create_index(name, TABLE, before, sqlite_where=where, postgresql_where=where)

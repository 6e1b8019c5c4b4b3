"""What the rules of keeping did, in figures.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "keeping_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_keeping_runs_something_done")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping_runs")),
        sa.UniqueConstraint("day", "rule", name=op.f("uq_keeping_runs_day_rule")),
    )
    op.create_index("ix_keeping_runs_last_at", "keeping_runs", ["last_at"])


def downgrade():
    op.drop_index("ix_keeping_runs_last_at", table_name="keeping_runs")
    op.drop_table("keeping_runs")

"""the results board, and the indexes its monthly figures are counted by"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_postings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=120), server_default="", nullable=False),
        sa.Column("checked_by", sa.String(length=60), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sentence != '' OR withdrawn_at IS NOT NULL", name=op.f("ck_result_postings_shown_with_words")
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by = '')", name=op.f("ck_result_postings_withdrawn_by_whom")
        ),
        sa.ForeignKeyConstraint(
            ["service_request_id"],
            ["service_requests.id"],
            name=op.f("fk_result_postings_service_request_id_service_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_postings")),
        sa.UniqueConstraint("service_request_id", name=op.f("uq_result_postings_service_request_id")),
    )
    op.create_index("ix_service_requests_settled", "service_requests", ["settled_at"])
    op.create_index("ix_service_request_limits_due", "service_request_limits", ["kind", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_service_request_limits_due", table_name="service_request_limits")
    op.drop_index("ix_service_requests_settled", table_name="service_requests")
    op.drop_table("result_postings")

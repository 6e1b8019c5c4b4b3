"""public periods and objections to them"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_RUNNING = sa.text("ended_at IS NULL")
_OPEN = sa.text("outcome IS NULL")


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "public_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column(
            "time_unit",
            _choice("time_unit", "workday", "day", "hour", "minute", "workhour", "calendar_month"),
            nullable=False,
        ),
        sa.Column("longer_because", sa.String(length=200), server_default="", nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("provisional", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hangs_at", sa.String(length=80), server_default="", nullable=False),
        sa.Column("supervision_phone", sa.String(length=30), server_default="", nullable=False),
        sa.Column("ground", _choice("ground", "duty", "consent"), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by", sa.String(length=60), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            _choice("periodending", "no_objection", "answered", "open", "founded", "taken_down", "stopped"),
            nullable=True,
        ),
        sa.Column("ended_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("ended_because", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_public_periods_ended_iff_how")),
        sa.CheckConstraint("ends_on >= begins_on", name=op.f("ck_public_periods_ends_after_it_begins")),
        sa.CheckConstraint(
            "ending != 'taken_down' OR ended_because != ''", name=op.f("ck_public_periods_taken_down_with_reason")
        ),
        sa.CheckConstraint("value > 0", name=op.f("ck_public_periods_value_positive")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_public_periods_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_periods")),
        sa.UniqueConstraint("key", name=op.f("uq_public_periods_key")),
        sa.UniqueConstraint("request_id", "round", name=op.f("uq_public_periods_request_id_round")),
    )
    op.create_index(op.f("ix_public_periods_request_id"), "public_periods", ["request_id"])
    op.create_index(
        "ix_public_periods_running", "public_periods", ["ends_on"], sqlite_where=_RUNNING, postgresql_where=_RUNNING
    )
    op.create_index(
        "uq_public_periods_running",
        "public_periods",
        ["request_id"],
        unique=True,
        sqlite_where=_RUNNING,
        postgresql_where=_RUNNING,
    )
    op.create_table(
        "public_period_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("code_digest", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("limit_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome", _choice("outcome", "unfounded", "resurvey", "appraisal", "not_entitled"), nullable=True
        ),
        sa.Column("found", sa.LargeBinary(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("rechecked_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("rechecked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome IS NULL) = (rechecked_at IS NULL)", name=op.f("ck_public_period_objections_rechecked_iff_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR answer IS NOT NULL", name=op.f("ck_public_period_objections_rechecked_with_answer")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["public_periods.id"], name=op.f("fk_public_period_objections_period_id_public_periods")
        ),
        sa.ForeignKeyConstraint(
            ["limit_id"],
            ["service_request_limits.id"],
            name=op.f("fk_public_period_objections_limit_id_service_request_limits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_period_objections")),
        sa.UniqueConstraint("number", name=op.f("uq_public_period_objections_number")),
        sa.UniqueConstraint("token", name=op.f("uq_public_period_objections_token")),
    )
    op.create_index(op.f("ix_public_period_objections_period_id"), "public_period_objections", ["period_id"])
    op.create_index(
        "ix_public_period_objections_open",
        "public_period_objections",
        ["period_id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "publicity_waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_publicity_waivers_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publicity_waivers")),
        sa.UniqueConstraint("request_id", name=op.f("uq_publicity_waivers_request_id")),
    )


def downgrade() -> None:
    op.drop_table("publicity_waivers")
    op.drop_table("public_period_objections")
    op.drop_table("public_periods")

"""home visits: what was agreed, what was found, who read it"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BOOKED = sa.text("state = 'booked'")


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("companion_id", sa.Integer(), nullable=True),
        sa.Column(
            "asked_whom",
            sa.Enum(
                "person", "agent", "family", name="askedwhom", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_how",
            sa.Enum(
                "phone",
                "in_person",
                "in_writing",
                name="askedhow",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("booked_by", sa.String(length=60), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "booked",
                "done",
                "missed",
                "moved",
                "cancelled",
                name="visitstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.LargeBinary(), nullable=True),
        sa.Column("wish", sa.LargeBinary(), nullable=True),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_visits_ends_after_start")),
        sa.CheckConstraint("(state = 'booked') = (settled_at IS NULL)", name=op.f("ck_visits_settled_iff_over")),
        sa.CheckConstraint("(wish IS NULL) = (wished_at IS NULL)", name=op.f("ck_visits_wished_iff_when")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_visits_request_id_service_requests")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["users.id"], name=op.f("fk_visits_lead_id_users")),
        sa.ForeignKeyConstraint(["companion_id"], ["users.id"], name=op.f("fk_visits_companion_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_request_id"), "visits", ["request_id"])
    op.create_index(
        "uq_visits_booked", "visits", ["request_id"], unique=True, sqlite_where=BOOKED, postgresql_where=BOOKED
    )
    op.create_index("ix_visits_due", "visits", ["starts_at"], sqlite_where=BOOKED, postgresql_where=BOOKED)
    op.create_table(
        "visit_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_records_visit_id_visits")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["service_request_entries.id"], name=op.f("fk_visit_records_entry_id_service_request_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_records")),
        sa.UniqueConstraint("token", name=op.f("uq_visit_records_token")),
    )
    op.create_index(op.f("ix_visit_records_visit_id"), "visit_records", ["visit_id"])
    op.create_table(
        "visit_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_visit_readings_reason_given")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["visit_records.id"], name=op.f("fk_visit_readings_record_id_visit_records")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_visit_readings_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_readings")),
    )
    op.create_index(op.f("ix_visit_readings_request_id"), "visit_readings", ["request_id"])


def downgrade() -> None:
    op.drop_table("visit_readings")
    op.drop_table("visit_records")
    op.drop_table("visits")

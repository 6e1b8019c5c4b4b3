"""the catalogue of matters and its versions"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WORK_TYPES = sa.Enum(
    "general",
    "coordinated",
    "urgent",
    "approval",
    name="worktype",
    native_enum=False,
    create_constraint=True,
    length=30,
)


def upgrade() -> None:
    op.create_table(
        "matters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matters")),
        sa.UniqueConstraint("slug", name=op.f("uq_matters_slug")),
    )
    op.create_table(
        "matter_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("work_type", WORK_TYPES, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=200), server_default="", nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_matter_versions_numbered_from_one")),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_matter_versions_matter_id_matters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_versions")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_matter_versions_matter_id_number")),
    )
    op.create_index(
        "uq_matter_versions_current",
        "matter_versions",
        ["matter_id"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "matter_confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=300), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matters.id"], name=op.f("fk_matter_confirmations_matter_id_matters")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_confirmations")),
        sa.UniqueConstraint("matter_id", "item", name=op.f("uq_matter_confirmations_matter_id_item")),
    )


def downgrade() -> None:
    op.drop_table("matter_confirmations")
    op.drop_index("uq_matter_versions_current", "matter_versions")
    op.drop_table("matter_versions")
    op.drop_table("matters")

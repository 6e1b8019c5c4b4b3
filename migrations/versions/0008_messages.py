"""the outbox, and the group robots and mail boxes of units"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_robots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "sms",
                "wecom",
                "dingtalk",
                "feishu",
                "email",
                "console",
                name="robot_channel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("address_digest", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "channel IN ('wecom', 'dingtalk', 'feishu', 'email')", name=op.f("ck_message_robots_group_or_mail_box")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_robots")),
        sa.UniqueConstraint("unit", "address_digest", name=op.f("uq_message_robots_unit_address_digest")),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("service_request_id", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=24), server_default="", nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "received",
                "handed_over",
                "supplement_wanted",
                "extended",
                "resolved",
                "refused",
                "reopened",
                "new_code_made",
                "rating_wanted",
                "filed",
                "assigned",
                "remind_half",
                "remind_most",
                "lapsed",
                "pressed",
                "urged",
                "rework",
                "extension_asked",
                "trial",
                name="occasion",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "sms",
                "wecom",
                "dingtalk",
                "feishu",
                "email",
                "console",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("robot_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.LargeBinary(), nullable=True),
        sa.Column("recipient_digest", sa.String(length=80), nullable=True),
        sa.Column("body", sa.String(length=300), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "failed",
                "dropped",
                "unsure",
                name="messagestate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=80), server_default="", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_reference", sa.String(length=80), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state = 'sending') = (lease_until IS NOT NULL)", name=op.f("ck_messages_sending_iff_leased")
        ),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_messages_sent_iff_when")),
        sa.CheckConstraint(
            "channel IN ('sms', 'console') OR robot_id IS NOT NULL", name=op.f("ck_messages_group_has_robot")
        ),
        sa.ForeignKeyConstraint(["robot_id"], ["message_robots.id"], name=op.f("fk_messages_robot_id_message_robots")),
        sa.ForeignKeyConstraint(
            ["service_request_id"],
            ["service_requests.id"],
            name=op.f("fk_messages_service_request_id_service_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("key", name=op.f("uq_messages_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_messages_reference")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_recipient_digest"), ["recipient_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_messages_service_request_id"), ["service_request_id"], unique=False)
        batch_op.create_index(
            "ix_messages_work",
            ["send_after"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_work",
            sqlite_where=sa.text("state IN ('waiting', 'sending')"),
            postgresql_where=sa.text("state IN ('waiting', 'sending')"),
        )
        batch_op.drop_index(batch_op.f("ix_messages_service_request_id"))
        batch_op.drop_index(batch_op.f("ix_messages_recipient_digest"))
        batch_op.drop_index(batch_op.f("ix_messages_created_at"))

    op.drop_table("messages")
    op.drop_table("message_robots")

"""Who speaks for somebody is found on the desk by name and by the last figures of the phone.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("mandates") as batch_op:
        batch_op.add_column(sa.Column("agent_name_digest", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("agent_phone_tail", sa.String(length=4), server_default="", nullable=False))
        batch_op.create_index(batch_op.f("ix_mandates_agent_name_digest"), ["agent_name_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_agent_phone_tail"), ["agent_phone_tail"], unique=False)


def downgrade():
    with op.batch_alter_table("mandates") as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandates_agent_phone_tail"))
        batch_op.drop_index(batch_op.f("ix_mandates_agent_name_digest"))
        batch_op.drop_column("agent_phone_tail")
        batch_op.drop_column("agent_name_digest")

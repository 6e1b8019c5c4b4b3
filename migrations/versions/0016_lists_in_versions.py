"""why a list of missing papers was sent again and what is not on it; why a copy may not be legible"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service_request_supplements", sa.Column("again", sa.Text(), server_default="", nullable=False))
    op.add_column("service_request_supplements", sa.Column("left_out", sa.Text(), server_default="", nullable=False))
    op.add_column(
        "service_request_attachments", sa.Column("faults", sa.String(length=60), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("service_request_attachments", "faults")
    op.drop_column("service_request_supplements", "left_out")
    op.drop_column("service_request_supplements", "again")

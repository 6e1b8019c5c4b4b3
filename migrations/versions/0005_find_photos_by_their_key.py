"""find photos by their key"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    has_photo = sa.text("photo != ''")
    op.create_index(
        "uq_persons_photo", "persons", ["photo"], unique=True, sqlite_where=has_photo, postgresql_where=has_photo
    )


def downgrade() -> None:
    op.drop_index("uq_persons_photo", table_name="persons")

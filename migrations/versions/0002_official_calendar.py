"""the official calendar of the shipped years"""

import sqlalchemy as sa
from alembic import op

from portal.domain.workdays.official import official_days

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

years = sa.table("calendar_years", sa.column("year", sa.Integer), sa.column("source", sa.String))
days = sa.table(
    "calendar_days", sa.column("day", sa.Date), sa.column("kind", sa.String), sa.column("name", sa.String)
)


def upgrade() -> None:
    # The file may hold later years by now; they come with migrations of their own.
    official = [row for row in official_days() if row.day.year <= 2026]
    op.bulk_insert(
        years,
        [
            {"year": year, "source": f"国务院办公厅关于{year}年部分节假日安排的通知"}
            for year in sorted({row.day.year for row in official})
        ],
    )
    op.bulk_insert(days, [{"day": row.day, "kind": row.kind.value, "name": row.name} for row in official])


def downgrade() -> None:
    op.execute(days.delete())
    op.execute(years.delete())

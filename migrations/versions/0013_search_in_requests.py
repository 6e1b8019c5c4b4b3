"""words of requests that can be searched, and indexes the queues of the desk are read from"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")
PRESSED = sa.text("settled_at IS NULL AND overseer_level IS NOT NULL")
# Name, columns before, columns after, which rows. The list is read from these without touching the table.
WIDER = (
    (
        "ix_service_requests_desk",
        ["unit", "status", "next_due_at"],
        ["unit", "status", "next_due_at", "community_id", "grid_id", "matter_version_id", "filed_at"],
        OPEN,
    ),
    ("ix_service_requests_town", None, ["status", "next_due_at", "grid_id", "matter_version_id", "filed_at"], OPEN),
    ("ix_service_requests_pressed", None, ["overseer_level", "community_id", "next_due_at"], PRESSED),
    ("ix_service_requests_grid", ["grid_id", "filed_at"], ["grid_id", "filed_at", "matter_version_id"], None),
    (
        "ix_service_requests_community",
        ["community_id", "filed_at"],
        ["community_id", "filed_at", "matter_version_id"],
        None,
    ),
    ("ix_service_requests_filed", ["filed_at"], ["filed_at", "matter_version_id"], None),
)
# SQLite: the search table holds no text of its own; the triggers keep it in step within each transaction.
SQLITE = (
    "CREATE VIRTUAL TABLE service_request_search USING fts5("
    "words, content='service_request_words', content_rowid='request_id', tokenize='unicode61 remove_diacritics 0',"
    " detail=none)",
    "CREATE TRIGGER service_request_search_added AFTER INSERT ON service_request_words BEGIN"
    " INSERT INTO service_request_search (rowid, words) VALUES (new.request_id, new.words); END",
    "CREATE TRIGGER service_request_search_removed AFTER DELETE ON service_request_words BEGIN"
    " INSERT INTO service_request_search (service_request_search, rowid, words)"
    " VALUES ('delete', old.request_id, old.words); END",
    "CREATE TRIGGER service_request_search_changed AFTER UPDATE ON service_request_words BEGIN"
    " INSERT INTO service_request_search (service_request_search, rowid, words)"
    " VALUES ('delete', old.request_id, old.words);"
    " INSERT INTO service_request_search (rowid, words) VALUES (new.request_id, new.words); END",
)
# PostgreSQL: the words are lexemes already, whatever the locale of the database says of Chinese letters.
POSTGRESQL = (
    "CREATE INDEX service_request_search ON service_request_words"
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)


def upgrade() -> None:
    for name, before, after, where in WIDER:
        if before is not None:
            op.drop_index(name, table_name="service_requests")
        op.create_index(name, "service_requests", after, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "service_request_words",
        sa.Column("request_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_service_request_words_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_service_request_words")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE service_request_search")
    op.drop_table("service_request_words")
    for name, before, _after, where in reversed(WIDER):
        op.drop_index(name, table_name="service_requests")
        if before is not None:
            op.create_index(name, "service_requests", before, sqlite_where=where, postgresql_where=where)

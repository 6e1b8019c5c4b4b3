"""the database refuses changes of state that the workflow does not hold"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# From which state to which, as the workflow stood with this migration.
MOVES = (
    ("closed", "filed"),
    ("filed", "closed"),
    ("filed", "in_progress"),
    ("filed", "merged"),
    ("filed", "refused"),
    ("filed", "resolved"),
    ("filed", "withdrawn"),
    ("in_progress", "closed"),
    ("in_progress", "filed"),
    ("in_progress", "merged"),
    ("in_progress", "refused"),
    ("in_progress", "resolved"),
    ("in_progress", "waiting"),
    ("in_progress", "withdrawn"),
    ("resolved", "closed"),
    ("resolved", "filed"),
    ("waiting", "filed"),
    ("waiting", "in_progress"),
    ("waiting", "withdrawn"),
)
NAME = "service_requests_moves"
REFUSAL = "a service request does not move like that"


def upgrade() -> None:
    known = " OR ".join(f"(OLD.status = '{before}' AND NEW.status = '{after}')" for before, after in MOVES)
    illegal = f"OLD.status != NEW.status AND NOT ({known})"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF status ON service_requests"
            f" FOR EACH ROW WHEN ({illegal}) EXECUTE FUNCTION {NAME}()"
        )
        return
    # A later migration that rebuilds the table on SQLite has to make the trigger again.
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE UPDATE OF status ON service_requests WHEN {illegal}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {NAME} ON service_requests")
        op.execute(f"DROP FUNCTION {NAME}()")
        return
    op.execute(f"DROP TRIGGER {NAME}")

"""who declared to be a near relative of an applicant; which step of its matter a request has reached"""

import sqlalchemy as sa
from alembic import op

from migrations.checks import any_of, replace_check

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

MOVES = (
    "accept:in_progress>in_progress",
    "add_facts:filed>filed",
    "add_facts:in_progress>in_progress",
    "add_facts:waiting>waiting",
    "answer_urge:filed>filed",
    "answer_urge:in_progress>in_progress",
    "answer_urge:resolved>resolved",
    "answer_urge:waiting>waiting",
    "appeal:closed>closed",
    "appeal:filed>filed",
    "appeal:in_progress>in_progress",
    "appeal:resolved>resolved",
    "appeal:waiting>waiting",
    "ask_extension:in_progress>in_progress",
    "ask_supplement:in_progress>waiting",
    "begin_publicity:in_progress>in_progress",
    "book_visit:filed>filed",
    "book_visit:in_progress>in_progress",
    "book_visit:waiting>waiting",
    "calendar:filed>filed",
    "calendar:in_progress>in_progress",
    "calendar:waiting>waiting",
    "check_papers:filed>filed",
    "check_papers:in_progress>in_progress",
    "check_papers:waiting>waiting",
    "classify:filed>filed",
    "classify:in_progress>in_progress",
    "close:resolved>closed",
    "contact:filed>filed",
    "contact:in_progress>in_progress",
    "contact:waiting>waiting",
    "correct_place:filed>filed",
    "correct_place:in_progress>filed",
    "correct_place:in_progress>in_progress",
    "correct_place:waiting>waiting",
    "declare_kinship:filed>filed",
    "declare_kinship:in_progress>filed",
    "deny_extension:filed>filed",
    "deny_extension:in_progress>in_progress",
    "deny_extension:waiting>waiting",
    "end_mandate:closed>closed",
    "end_mandate:filed>filed",
    "end_mandate:in_progress>in_progress",
    "end_mandate:refused>refused",
    "end_mandate:resolved>resolved",
    "end_mandate:waiting>waiting",
    "end_publicity:filed>filed",
    "end_publicity:in_progress>in_progress",
    "end_publicity:waiting>waiting",
    "escalate:filed>filed",
    "escalate:in_progress>filed",
    "file:>filed",
    "follow:filed>filed",
    "follow:in_progress>in_progress",
    "follow:waiting>waiting",
    "give_mandate:filed>filed",
    "give_mandate:in_progress>in_progress",
    "give_mandate:waiting>waiting",
    "grant_extension:filed>filed",
    "grant_extension:in_progress>in_progress",
    "grant_extension:waiting>waiting",
    "hand_over:filed>filed",
    "hand_over:in_progress>filed",
    "judge_appeal:closed>closed",
    "judge_appeal:filed>closed",
    "judge_appeal:filed>filed",
    "judge_appeal:in_progress>closed",
    "judge_appeal:in_progress>in_progress",
    "judge_appeal:resolved>resolved",
    "judge_appeal:waiting>waiting",
    "lapse:filed>filed",
    "lapse:in_progress>in_progress",
    "lapse:waiting>waiting",
    "merge:filed>merged",
    "merge:in_progress>merged",
    "new_code:closed>closed",
    "new_code:filed>filed",
    "new_code:in_progress>in_progress",
    "new_code:refused>refused",
    "new_code:resolved>resolved",
    "new_code:waiting>waiting",
    "note:closed>closed",
    "note:filed>filed",
    "note:in_progress>in_progress",
    "note:resolved>resolved",
    "note:waiting>waiting",
    "object:filed>filed",
    "object:in_progress>in_progress",
    "object:waiting>waiting",
    "pass_station:in_progress>in_progress",
    "person_code:closed>closed",
    "person_code:filed>filed",
    "person_code:in_progress>in_progress",
    "person_code:refused>refused",
    "person_code:resolved>resolved",
    "person_code:waiting>waiting",
    "precheck:filed>filed",
    "precheck:in_progress>in_progress",
    "provide_papers:filed>filed",
    "provide_papers:in_progress>in_progress",
    "provide_papers:waiting>waiting",
    "rate:closed>closed",
    "rate:resolved>resolved",
    "recheck:filed>filed",
    "recheck:in_progress>in_progress",
    "refer:filed>resolved",
    "refer:in_progress>resolved",
    "refuse:filed>refused",
    "refuse:in_progress>refused",
    "reopen:closed>filed",
    "reopen:resolved>filed",
    "resolve:in_progress>resolved",
    "return:filed>filed",
    "return:in_progress>filed",
    "review:in_progress>in_progress",
    "rework:closed>filed",
    "rework:resolved>filed",
    "settle:filed>resolved",
    "settle:in_progress>resolved",
    "sign_for:filed>in_progress",
    "state_facts:filed>filed",
    "state_facts:in_progress>in_progress",
    "state_facts:waiting>waiting",
    "succession:filed>filed",
    "succession:in_progress>filed",
    "succession:in_progress>in_progress",
    "succession:waiting>filed",
    "succession:waiting>waiting",
    "supplement:waiting>in_progress",
    "take_over:filed>filed",
    "take_over:in_progress>in_progress",
    "take_over:waiting>waiting",
    "urge:filed>filed",
    "urge:in_progress>in_progress",
    "visit:filed>filed",
    "visit:in_progress>in_progress",
    "visit:waiting>waiting",
    "withdraw:filed>withdrawn",
    "withdraw:in_progress>withdrawn",
    "withdraw:waiting>withdrawn",
    "withdraw_consent:closed>closed",
    "withdraw_consent:filed>filed",
    "withdraw_consent:in_progress>in_progress",
    "withdraw_consent:refused>refused",
    "withdraw_consent:resolved>resolved",
    "withdraw_consent:waiting>waiting",
)
NEW_MOVES = ("declare_kinship:in_progress>in_progress", "declare_kinship:waiting>waiting")
MOVE = "step || ':' || coalesce(before, '') || '>' || after"
CHECK = "service_request_entries", "ck_service_request_entries_move_of_the_table"
KIN = ("spouse", "parent", "child", "sibling", "grandparent", "grandchild")


def upgrade() -> None:
    replace_check(*CHECK, any_of(MOVE, MOVES + NEW_MOVES))
    op.create_table(
        "kinship_declarations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "relation", sa.Enum(*KIN, name="kin", native_enum=False, create_constraint=True, length=30), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("to_unit", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_kinship_declarations_request_id_service_requests")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_kinship_declarations_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kinship_declarations")),
        sa.UniqueConstraint("request_id", "user_id", name=op.f("uq_kinship_declarations_request_id_user_id")),
    )
    op.create_index("ix_kinship_declarations_user", "kinship_declarations", ["user_id", "request_id"])
    op.create_index("ix_kinship_declarations_at", "kinship_declarations", ["at"])
    op.create_table(
        "service_request_passages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("matter_version_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=24), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.String(length=80), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=80), server_default="", nullable=False),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("limit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("place >= 0", name=op.f("ck_service_request_passages_place_counted")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by = '')", name=op.f("ck_service_request_passages_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "ended_at IS NOT NULL OR NOT undone", name=op.f("ck_service_request_passages_undone_is_ended")
        ),
        sa.ForeignKeyConstraint(
            ["limit_id"],
            ["service_request_limits.id"],
            name=op.f("fk_service_request_passages_limit_id_service_request_limits"),
        ),
        sa.ForeignKeyConstraint(
            ["matter_version_id"],
            ["matter_versions.id"],
            name=op.f("fk_service_request_passages_matter_version_id_matter_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["service_requests.id"],
            name=op.f("fk_service_request_passages_request_id_service_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request_passages")),
    )
    op.create_index(op.f("ix_service_request_passages_limit_id"), "service_request_passages", ["limit_id"])
    op.create_index(op.f("ix_service_request_passages_request_id"), "service_request_passages", ["request_id"])
    op.create_index(
        "uq_service_request_passages_open",
        "service_request_passages",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("service_request_passages")
    op.drop_table("kinship_declarations")
    op.execute(
        "DELETE FROM service_request_entries WHERE step = 'declare_kinship' AND after IN ('waiting', 'in_progress')"
    )
    replace_check(*CHECK, any_of(MOVE, MOVES))

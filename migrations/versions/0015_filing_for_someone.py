"""filing for someone: mandates, papers, sensitive facts; the workflow's steps for them"""

import sqlalchemy as sa
from alembic import op

from migrations.checks import any_of, replace_check

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Columns and what their CHECK allowed before, and what comes with this migration.
STEPS = (
    "file",
    "sign_for",
    "classify",
    "settle",
    "hand_over",
    "escalate",
    "return",
    "contact",
    "visit",
    "note",
    "ask_supplement",
    "supplement",
    "ask_extension",
    "grant_extension",
    "deny_extension",
    "accept",
    "review",
    "resolve",
    "refuse",
    "merge",
    "correct_place",
    "withdraw",
    "add_facts",
    "follow",
    "urge",
    "answer_urge",
    "rate",
    "rework",
    "appeal",
    "judge_appeal",
    "reopen",
    "close",
    "new_code",
    "lapse",
    "succession",
    "calendar",
)
NEW_STEPS = (
    "give_mandate",
    "end_mandate",
    "take_over",
    "person_code",
    "declare_kinship",
    "provide_papers",
    "check_papers",
    "state_facts",
    "withdraw_consent",
    "book_visit",
    "precheck",
    "pass_station",
    "refer",
    "begin_publicity",
    "object",
    "recheck",
    "end_publicity",
)
ACTORS = (
    "resident",
    "neighbour",
    "holder",
    "helper",
    "above",
    "supervisor",
    "system",
)
NEW_ACTORS = ("agent",)
LIMITS = (
    "sign_for",
    "contact",
    "hand_over",
    "finish",
    "accept",
    "statutory",
    "rework_contact",
    "rework_finish",
    "urge_answer",
)
NEW_LIMITS = (
    "station",
    "objection",
    "promised_papers",
)
OCCASIONS = (
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
)
NEW_OCCASIONS = (
    "person_code",
    "mandate_given",
    "mandate_ended",
    "visit_booked",
    "publicity_begun",
    "publicity_ended",
    "fact_read",
    "objection_raised",
    "papers_promised",
)
# Steps as the workflow stood with this migration: step, state before, state after.
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
    "calendar:filed>filed",
    "calendar:in_progress>in_progress",
    "calendar:waiting>waiting",
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
    "deny_extension:filed>filed",
    "deny_extension:in_progress>in_progress",
    "deny_extension:waiting>waiting",
    "escalate:filed>filed",
    "escalate:in_progress>filed",
    "file:>filed",
    "follow:filed>filed",
    "follow:in_progress>in_progress",
    "follow:waiting>waiting",
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
    "rate:closed>closed",
    "rate:resolved>resolved",
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
    "succession:filed>filed",
    "succession:in_progress>filed",
    "succession:in_progress>in_progress",
    "succession:waiting>filed",
    "succession:waiting>waiting",
    "supplement:waiting>in_progress",
    "urge:filed>filed",
    "urge:in_progress>in_progress",
    "visit:filed>filed",
    "visit:in_progress>in_progress",
    "visit:waiting>waiting",
    "withdraw:filed>withdrawn",
    "withdraw:in_progress>withdrawn",
    "withdraw:waiting>withdrawn",
)
NEW_MOVES = (
    "begin_publicity:in_progress>in_progress",
    "book_visit:filed>filed",
    "book_visit:in_progress>in_progress",
    "book_visit:waiting>waiting",
    "check_papers:filed>filed",
    "check_papers:in_progress>in_progress",
    "check_papers:waiting>waiting",
    "declare_kinship:filed>filed",
    "declare_kinship:in_progress>filed",
    "end_mandate:closed>closed",
    "end_mandate:filed>filed",
    "end_mandate:in_progress>in_progress",
    "end_mandate:refused>refused",
    "end_mandate:resolved>resolved",
    "end_mandate:waiting>waiting",
    "end_publicity:filed>filed",
    "end_publicity:in_progress>in_progress",
    "end_publicity:waiting>waiting",
    "give_mandate:filed>filed",
    "give_mandate:in_progress>in_progress",
    "give_mandate:waiting>waiting",
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
    "recheck:filed>filed",
    "recheck:in_progress>in_progress",
    "refer:filed>resolved",
    "refer:in_progress>resolved",
    "state_facts:filed>filed",
    "state_facts:in_progress>in_progress",
    "state_facts:waiting>waiting",
    "take_over:filed>filed",
    "take_over:in_progress>in_progress",
    "take_over:waiting>waiting",
    "withdraw_consent:closed>closed",
    "withdraw_consent:filed>filed",
    "withdraw_consent:in_progress>in_progress",
    "withdraw_consent:refused>refused",
    "withdraw_consent:resolved>resolved",
    "withdraw_consent:waiting>waiting",
)
MOVE = "step || ':' || coalesce(before, '') || '>' || after"
CHECKS = (
    ("service_request_entries", "step", "step", STEPS, NEW_STEPS),
    ("service_request_entries", "actor", "actor", ACTORS, NEW_ACTORS),
    ("service_request_entries", "move_of_the_table", MOVE, MOVES, NEW_MOVES),
    ("service_request_urges", "actor", "actor", ACTORS, NEW_ACTORS),
    ("service_request_attachments", "actor", "added_by", ACTORS, NEW_ACTORS),
    ("service_request_limits", "limitkind", "kind", LIMITS, NEW_LIMITS),
    ("messages", "occasion", "occasion", OCCASIONS, NEW_OCCASIONS),
)


def upgrade() -> None:
    for table, name, column, known, new in CHECKS:
        replace_check(table, f"ck_{table}_{name}", any_of(column, known + new))
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "household",
                "relative",
                "guardian",
                "entrusted",
                "committee",
                "worker",
                name="agentkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("relation", sa.String(length=40), server_default="", nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "relationship_proof",
                "guardianship_proof",
                "written",
                "oral",
                "duty",
                name="mandatebasis",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "scope",
            sa.Enum("matter", "category", name="mandatescope", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=40), server_default="", nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("agent_name", sa.LargeBinary(), nullable=True),
        sa.Column("agent_phone", sa.LargeBinary(), nullable=True),
        sa.Column("agent_phone_digest", sa.String(length=80), nullable=True),
        sa.Column("agent_user_id", sa.Integer(), nullable=True),
        sa.Column("person_name", sa.LargeBinary(), nullable=True),
        sa.Column("person_phone", sa.LargeBinary(), nullable=True),
        sa.Column(
            "age",
            sa.Enum("child", "minor", "adult", name="personage", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("limited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "consent",
            sa.Enum(
                "shown",
                "read_out",
                "signed",
                "unable",
                name="personconsent",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("own_wish", sa.LargeBinary(), nullable=True),
        sa.Column("witnesses", sa.LargeBinary(), nullable=True),
        sa.Column(
            "told",
            sa.Enum("agent", "person", "both", name="told", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "revoked",
                "taken_over",
                "laid_down",
                "expired",
                "replaced",
                name="ending",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("ended_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("ended_because", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(scope = 'category') = (category != '')", name=op.f("ck_mandates_category_iff_scope")),
        sa.CheckConstraint("basis != 'oral' OR witnesses IS NOT NULL", name=op.f("ck_mandates_oral_with_witnesses")),
        sa.CheckConstraint(
            "kind NOT IN ('committee', 'worker') OR agent_user_id IS NOT NULL",
            name=op.f("ck_mandates_staff_by_account"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_mandates_ended_iff_how")),
        sa.ForeignKeyConstraint(["agent_user_id"], ["users.id"], name=op.f("fk_mandates_agent_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_agent_phone_digest"), ["agent_phone_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_agent_user_id"), ["agent_user_id"], unique=False)
        batch_op.create_index(
            "ix_mandates_running",
            ["valid_until"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_consents_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consents_request_id"), ["request_id"], unique=False)

    op.create_table(
        "mandate_representations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("agent_code_digest", sa.String(length=80), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_code_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("person_code_by", sa.String(length=60), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandates.id"], name=op.f("fk_mandate_representations_mandate_id_mandates")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_mandate_representations_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_representations")),
        sa.UniqueConstraint("request_id", "mandate_id", name=op.f("uq_mandate_representations_request_id_mandate_id")),
    )
    with op.batch_alter_table("mandate_representations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandate_representations_mandate_id"), ["mandate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandate_representations_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "need",
            sa.Enum(
                "always",
                "if_applicable",
                "if_available",
                "if_proxy",
                "unless_exempt",
                "local",
                name="need",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "have",
                "cannot",
                "not_applicable",
                name="paperstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column(
            "found",
            sa.Enum(
                "unseen",
                "fine",
                "unreadable",
                "wrong",
                name="papercheck",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("found_by", sa.String(length=60), server_default="", nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_by", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(found = 'unseen') = (found_at IS NULL)", name=op.f("ck_request_papers_found_iff_when")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_request_papers_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_papers")),
        sa.UniqueConstraint("request_id", "name", name=op.f("uq_request_papers_request_id_name")),
    )
    op.create_table(
        "sensitive_facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "id_number",
                "bank_account",
                "income",
                "disability",
                "illness",
                "living_alone",
                name="factkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(length=80), nullable=True),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(value IS NULL) = (deleted_at IS NOT NULL)", name=op.f("ck_sensitive_facts_deleted_iff_empty")
        ),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_sensitive_facts_consent_id_consents")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_sensitive_facts_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sensitive_facts")),
    )
    with op.batch_alter_table("sensitive_facts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sensitive_facts_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_sensitive_facts_request_id"), ["request_id"], unique=False)

    op.create_table(
        "fact_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason != ''", name=op.f("ck_fact_readings_reason_given")),
        sa.ForeignKeyConstraint(
            ["fact_id"], ["sensitive_facts.id"], name=op.f("fk_fact_readings_fact_id_sensitive_facts")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["service_requests.id"], name=op.f("fk_fact_readings_request_id_service_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_readings")),
    )
    with op.batch_alter_table("fact_readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fact_readings_request_id"), ["request_id"], unique=False)

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("service_request_attachments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paper", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("service_request_attachments", "deleted_at")
    op.drop_column("service_request_attachments", "paper")
    op.drop_column("messages", "code")

    with op.batch_alter_table("fact_readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_readings_request_id"))

    op.drop_table("fact_readings")
    with op.batch_alter_table("sensitive_facts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sensitive_facts_request_id"))
        batch_op.drop_index(batch_op.f("ix_sensitive_facts_digest"))

    op.drop_table("sensitive_facts")
    op.drop_table("request_papers")
    with op.batch_alter_table("mandate_representations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mandate_representations_request_id"))
        batch_op.drop_index(batch_op.f("ix_mandate_representations_mandate_id"))

    op.drop_table("mandate_representations")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_request_id"))

    op.drop_table("consents")
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_mandates_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mandates_agent_user_id"))
        batch_op.drop_index(batch_op.f("ix_mandates_agent_phone_digest"))

    op.drop_table("mandates")
    for table, name, column, known, _new in CHECKS:
        replace_check(table, f"ck_{table}_{name}", any_of(column, known))

"""service requests"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

# The steps of the workflow as they stood with this migration: step, state before, state after.
MOVES = (
    'accept:in_progress>in_progress',
    'add_facts:filed>filed',
    'add_facts:in_progress>in_progress',
    'add_facts:waiting>waiting',
    'answer_urge:filed>filed',
    'answer_urge:in_progress>in_progress',
    'answer_urge:resolved>resolved',
    'answer_urge:waiting>waiting',
    'appeal:closed>closed',
    'appeal:filed>filed',
    'appeal:in_progress>in_progress',
    'appeal:resolved>resolved',
    'appeal:waiting>waiting',
    'ask_extension:in_progress>in_progress',
    'ask_supplement:in_progress>waiting',
    'calendar:filed>filed',
    'calendar:in_progress>in_progress',
    'calendar:waiting>waiting',
    'classify:filed>filed',
    'classify:in_progress>in_progress',
    'close:resolved>closed',
    'contact:filed>filed',
    'contact:in_progress>in_progress',
    'contact:waiting>waiting',
    'correct_place:filed>filed',
    'correct_place:in_progress>filed',
    'correct_place:in_progress>in_progress',
    'correct_place:waiting>waiting',
    'deny_extension:filed>filed',
    'deny_extension:in_progress>in_progress',
    'deny_extension:waiting>waiting',
    'escalate:filed>filed',
    'escalate:in_progress>filed',
    'file:>filed',
    'follow:filed>filed',
    'follow:in_progress>in_progress',
    'follow:waiting>waiting',
    'grant_extension:filed>filed',
    'grant_extension:in_progress>in_progress',
    'grant_extension:waiting>waiting',
    'hand_over:filed>filed',
    'hand_over:in_progress>filed',
    'judge_appeal:closed>closed',
    'judge_appeal:filed>closed',
    'judge_appeal:filed>filed',
    'judge_appeal:in_progress>closed',
    'judge_appeal:in_progress>in_progress',
    'judge_appeal:resolved>resolved',
    'judge_appeal:waiting>waiting',
    'lapse:filed>filed',
    'lapse:in_progress>in_progress',
    'lapse:waiting>waiting',
    'merge:filed>merged',
    'merge:in_progress>merged',
    'new_code:closed>closed',
    'new_code:filed>filed',
    'new_code:in_progress>in_progress',
    'new_code:refused>refused',
    'new_code:resolved>resolved',
    'new_code:waiting>waiting',
    'note:closed>closed',
    'note:filed>filed',
    'note:in_progress>in_progress',
    'note:resolved>resolved',
    'note:waiting>waiting',
    'rate:closed>closed',
    'rate:resolved>resolved',
    'refuse:filed>refused',
    'refuse:in_progress>refused',
    'reopen:closed>filed',
    'reopen:resolved>filed',
    'resolve:in_progress>resolved',
    'return:filed>filed',
    'return:in_progress>filed',
    'review:in_progress>in_progress',
    'rework:closed>filed',
    'rework:resolved>filed',
    'settle:filed>resolved',
    'settle:in_progress>resolved',
    'sign_for:filed>in_progress',
    'succession:filed>filed',
    'succession:in_progress>filed',
    'succession:in_progress>in_progress',
    'succession:waiting>filed',
    'succession:waiting>waiting',
    'supplement:waiting>in_progress',
    'urge:filed>filed',
    'urge:in_progress>in_progress',
    'visit:filed>filed',
    'visit:in_progress>in_progress',
    'visit:waiting>waiting',
    'withdraw:filed>withdrawn',
    'withdraw:in_progress>withdrawn',
    'withdraw:waiting>withdrawn',
)

OFFICES = ("administrator", "subdistrict_officer", "community_officer", "grid_worker", "supervisor")
NEW_OFFICES = ("subdistrict_leader", "department_officer")
SUBDISTRICT_NAMED = "role NOT IN ('subdistrict_officer', 'subdistrict_leader') OR subdistrict_id IS NOT NULL"


def _in(values):
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


def upgrade() -> None:
    op.create_table('service_request_counters',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_service_request_counters'))
    )
    op.create_table('departments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=30), server_default='', nullable=False),
    sa.Column('duties', sa.String(length=200), server_default='', nullable=False),
    sa.Column('subdistrict_id', sa.Integer(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['subdistrict_id'], ['subdistricts.id'], name=op.f('fk_departments_subdistrict_id_subdistricts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_departments')),
    sa.UniqueConstraint('name', name=op.f('uq_departments_name'))
    )
    op.create_table('service_requests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('code_digest', sa.String(length=80), nullable=False),
    sa.Column('filing_token', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.Enum('placard', 'web', 'phone', 'counter', 'round', name='channel', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('filed_by', sa.String(length=60), server_default='', nullable=False),
    sa.Column('matter_version_id', sa.Integer(), nullable=False),
    sa.Column('work_type', sa.Enum('general', 'coordinated', 'urgent', 'approval', name='worktype', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('confidential', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('room', sa.LargeBinary(), nullable=True),
    sa.Column('place_text', sa.String(length=200), server_default='', nullable=False),
    sa.Column('applicant_name', sa.LargeBinary(), nullable=True),
    sa.Column('applicant_phone', sa.LargeBinary(), nullable=True),
    sa.Column('name_digest', sa.String(length=80), nullable=True),
    sa.Column('phone_digest', sa.String(length=80), nullable=True),
    sa.Column('phone_tail', sa.String(length=4), server_default='', nullable=False),
    sa.Column('status', sa.Enum('filed', 'in_progress', 'waiting', 'resolved', 'refused', 'withdrawn', 'merged', 'closed', name='status', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('level', sa.Enum('grid', 'community', 'subdistrict', 'department', name='level', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('unit', sa.String(length=24), nullable=False),
    sa.Column('handler_id', sa.Integer(), nullable=True),
    sa.Column('first_contact_id', sa.Integer(), nullable=True),
    sa.Column('first_contact_name', sa.String(length=60), server_default='', nullable=False),
    sa.Column('overseer_level', sa.Enum('grid', 'community', 'subdistrict', 'department', name='overseer_level', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('returns', sa.Integer(), server_default='0', nullable=False),
    sa.Column('reopenings', sa.Integer(), server_default='0', nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('provisional', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('signed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.Text(), server_default='', nullable=False),
    sa.Column('refused_where', sa.Text(), server_default='', nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('revision', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("(settled_at IS NOT NULL) = (status IN ('resolved', 'refused', 'withdrawn', 'merged', 'closed'))", name=op.f('ck_service_requests_settled_iff_status')),
    sa.CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name=op.f('ck_service_requests_merged_iff_named')),
    sa.CheckConstraint("level != 'grid' OR grid_id IS NOT NULL", name=op.f('ck_service_requests_grid_level_has_grid')),
    sa.CheckConstraint("status != 'refused' OR refused_where != ''", name=op.f('ck_service_requests_refused_with_the_right_place')),
    sa.CheckConstraint("status NOT IN ('in_progress', 'waiting') OR handler_id IS NOT NULL", name=op.f('ck_service_requests_handled_by_name')),
    sa.CheckConstraint("status NOT IN ('resolved', 'closed', 'refused') OR result != ''", name=op.f('ck_service_requests_settled_with_words')),
    sa.CheckConstraint("unit LIKE level || ':%'", name=op.f('ck_service_requests_unit_of_level')),
    sa.CheckConstraint('applicant_phone IS NULL OR phone_digest IS NOT NULL', name=op.f('ck_service_requests_phone_with_digest')),
    sa.CheckConstraint('entrance_id IS NULL OR building_id IS NOT NULL', name=op.f('ck_service_requests_entrance_of_building')),
    sa.CheckConstraint('merged_into_id IS NULL OR merged_into_id != id', name=op.f('ck_service_requests_merged_into_another')),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_service_requests_building_id_buildings')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_service_requests_community_id_communities')),
    sa.ForeignKeyConstraint(['entrance_id'], ['entrances.id'], name=op.f('fk_service_requests_entrance_id_entrances')),
    sa.ForeignKeyConstraint(['first_contact_id'], ['persons.id'], name=op.f('fk_service_requests_first_contact_id_persons')),
    sa.ForeignKeyConstraint(['grid_id'], ['grids.id'], name=op.f('fk_service_requests_grid_id_grids')),
    sa.ForeignKeyConstraint(['handler_id'], ['users.id'], name=op.f('fk_service_requests_handler_id_users')),
    sa.ForeignKeyConstraint(['matter_version_id'], ['matter_versions.id'], name=op.f('fk_service_requests_matter_version_id_matter_versions')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['service_requests.id'], name=op.f('fk_service_requests_merged_into_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_requests')),
    sa.UniqueConstraint('filing_token', name=op.f('uq_service_requests_filing_token')),
    sa.UniqueConstraint('number', name=op.f('uq_service_requests_number'))
    )
    with op.batch_alter_table('service_requests', schema=None) as batch_op:
        batch_op.create_index('ix_service_requests_building', ['building_id', 'filed_at'], unique=False)
        batch_op.create_index('ix_service_requests_community', ['community_id', 'filed_at'], unique=False)
        batch_op.create_index('ix_service_requests_desk', ['unit', 'status', 'next_due_at'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index('ix_service_requests_filed', ['filed_at'], unique=False)
        batch_op.create_index('ix_service_requests_grid', ['grid_id', 'filed_at'], unique=False)
        batch_op.create_index('ix_service_requests_handler', ['handler_id', 'status'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_service_requests_matter_version_id'), ['matter_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_requests_name_digest'), ['name_digest'], unique=False)
        batch_op.create_index('ix_service_requests_open_community', ['community_id', 'status'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index('ix_service_requests_open_grid', ['grid_id', 'status'], unique=False, sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.create_index(batch_op.f('ix_service_requests_phone_digest'), ['phone_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_service_requests_phone_tail'), ['phone_tail'], unique=False)

    op.create_table('service_request_drafts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_digest', sa.String(length=64), nullable=False),
    sa.Column('filing_token', sa.String(length=64), nullable=False),
    sa.Column('matter_version_id', sa.Integer(), nullable=False),
    sa.Column('fields', sa.LargeBinary(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['matter_version_id'], ['matter_versions.id'], name=op.f('fk_service_request_drafts_matter_version_id_matter_versions')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_drafts_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_drafts')),
    sa.UniqueConstraint('filing_token', name=op.f('uq_service_request_drafts_filing_token')),
    sa.UniqueConstraint('token_digest', name=op.f('uq_service_request_drafts_token_digest'))
    )
    with op.batch_alter_table('service_request_drafts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_drafts_changed_at'), ['changed_at'], unique=False)

    op.create_table('service_request_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), server_default='0', nullable=False),
    sa.Column('step', sa.Enum('file', 'sign_for', 'classify', 'settle', 'hand_over', 'escalate', 'return', 'contact', 'visit', 'note', 'ask_supplement', 'supplement', 'ask_extension', 'grant_extension', 'deny_extension', 'accept', 'review', 'resolve', 'refuse', 'merge', 'correct_place', 'withdraw', 'add_facts', 'follow', 'urge', 'answer_urge', 'rate', 'rework', 'appeal', 'judge_appeal', 'reopen', 'close', 'new_code', 'lapse', 'succession', 'calendar', name='step', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('actor', sa.Enum('resident', 'neighbour', 'holder', 'helper', 'above', 'supervisor', 'system', name='actor', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=60), nullable=False),
    sa.Column('who', sa.String(length=80), nullable=False),
    sa.Column('before', sa.Enum('filed', 'in_progress', 'waiting', 'resolved', 'refused', 'withdrawn', 'merged', 'closed', name='before', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('after', sa.Enum('filed', 'in_progress', 'waiting', 'resolved', 'refused', 'withdrawn', 'merged', 'closed', name='after', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('unit', sa.String(length=24), server_default='', nullable=False),
    sa.Column('to_unit', sa.String(length=24), server_default='', nullable=False),
    sa.Column('told', sa.Text(), server_default='', nullable=False),
    sa.Column('internal', sa.Text(), server_default='', nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.CheckConstraint("step || ':' || coalesce(before, '') || '>' || after IN " + _in(MOVES), name=op.f('ck_service_request_entries_move_of_the_table')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_entries_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_entries'))
    )
    with op.batch_alter_table('service_request_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_entries_request_id'), ['request_id'], unique=False)

    op.create_table('service_request_extensions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('time_unit', sa.Enum('workday', 'day', 'hour', 'minute', 'workhour', 'calendar_month', name='time_unit', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.Enum('granted', 'denied', name='decision', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('decided_by', sa.String(length=60), server_default='', nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decision_reason', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("reason != ''", name=op.f('ck_service_request_extensions_reason_given')),
    sa.CheckConstraint('(decision IS NULL) = (decided_at IS NULL)', name=op.f('ck_service_request_extensions_decided_iff_when')),
    sa.CheckConstraint('value > 0', name=op.f('ck_service_request_extensions_value_positive')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_extensions_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_extensions'))
    )
    with op.batch_alter_table('service_request_extensions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_extensions_request_id'), ['request_id'], unique=False)
        batch_op.create_index('uq_service_request_extensions_once', ['request_id'], unique=True, sqlite_where=sa.text("decision IS NULL OR decision = 'granted'"), postgresql_where=sa.text("decision IS NULL OR decision = 'granted'"))

    op.create_table('service_request_followers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('token', sa.String(length=64), nullable=False),
    sa.Column('code_digest', sa.String(length=80), nullable=False),
    sa.Column('phone', sa.LargeBinary(), nullable=True),
    sa.Column('phone_digest', sa.String(length=80), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_followers_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_followers')),
    sa.UniqueConstraint('token', name=op.f('uq_service_request_followers_token'))
    )
    with op.batch_alter_table('service_request_followers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_followers_request_id'), ['request_id'], unique=False)

    op.create_table('service_request_holdings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=24), nullable=False),
    sa.Column('role', sa.Enum('lead', 'helper', name='holdingrole', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_holdings_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_holdings'))
    )
    with op.batch_alter_table('service_request_holdings', schema=None) as batch_op:
        batch_op.create_index('ix_service_request_holdings_unit', ['unit', 'request_id'], unique=False)
        batch_op.create_index('uq_service_request_holdings_lead', ['request_id'], unique=True, sqlite_where=sa.text("role = 'lead' AND ends_at IS NULL"), postgresql_where=sa.text("role = 'lead' AND ends_at IS NULL"))

    op.create_table('service_request_limits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('sign_for', 'contact', 'hand_over', 'finish', 'accept', 'statutory', 'rework_contact', 'rework_finish', 'urge_answer', name='limitkind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('time_unit', sa.Enum('workday', 'day', 'hour', 'minute', 'workhour', 'calendar_month', name='time_unit', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('extra_value', sa.Integer(), nullable=True),
    sa.Column('extra_unit', sa.Enum('workday', 'day', 'hour', 'minute', 'workhour', 'calendar_month', name='extra_unit', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('provisional', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('because', sa.JSON(), nullable=False),
    sa.Column('half_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('most_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_look_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_half_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_most_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lapsed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lapsed_unit', sa.String(length=24), server_default='', nullable=False),
    sa.Column('lapsed_name', sa.String(length=80), server_default='', nullable=False),
    sa.CheckConstraint("(lapsed_at IS NULL) = (lapsed_name = '')", name=op.f('ck_service_request_limits_lapsed_with_name')),
    sa.CheckConstraint('(extra_value IS NULL) = (extra_unit IS NULL)', name=op.f('ck_service_request_limits_extra_with_unit')),
    sa.CheckConstraint('met_at IS NULL OR dropped_at IS NULL', name=op.f('ck_service_request_limits_met_or_dropped')),
    sa.CheckConstraint('value > 0', name=op.f('ck_service_request_limits_value_positive')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_limits_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_limits'))
    )
    with op.batch_alter_table('service_request_limits', schema=None) as batch_op:
        batch_op.create_index('ix_service_request_limits_lapsed', ['lapsed_at'], unique=False)
        batch_op.create_index('ix_service_request_limits_look', ['next_look_at'], unique=False, sqlite_where=sa.text('next_look_at IS NOT NULL'), postgresql_where=sa.text('next_look_at IS NOT NULL'))
        batch_op.create_index(batch_op.f('ix_service_request_limits_request_id'), ['request_id'], unique=False)

    op.create_table('service_request_ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('grade', sa.Enum('very_satisfied', 'satisfied', 'basically_satisfied', 'dissatisfied', 'very_dissatisfied', name='grade', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('solved', sa.Boolean(), nullable=False),
    sa.Column('words', sa.Text(), server_default='', nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counted', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_ratings_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_ratings')),
    sa.UniqueConstraint('request_id', 'round', name=op.f('uq_service_request_ratings_request_id_round'))
    )
    with op.batch_alter_table('service_request_ratings', schema=None) as batch_op:
        batch_op.create_index('ix_service_request_ratings_at', ['at'], unique=False)

    op.create_table('service_request_supplements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('otherwise', sa.Text(), server_default='', nullable=False),
    sa.Column('wanted_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('received_at IS NULL OR received_at >= asked_at', name=op.f('ck_service_request_supplements_received_after_asked')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_supplements_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_supplements'))
    )
    with op.batch_alter_table('service_request_supplements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_supplements_request_id'), ['request_id'], unique=False)
        batch_op.create_index('uq_service_request_supplements_open', ['request_id'], unique=True, sqlite_where=sa.text('received_at IS NULL'), postgresql_where=sa.text('received_at IS NULL'))

    op.create_table('service_request_urges',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=False),
    sa.Column('window', sa.String(length=24), nullable=False),
    sa.Column('actor', sa.Enum('resident', 'neighbour', 'holder', 'helper', 'above', 'supervisor', 'system', name='actor', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('words', sa.Text(), server_default='', nullable=False),
    sa.Column('by', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), server_default='', nullable=False),
    sa.Column('answered_by', sa.String(length=60), server_default='', nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(answered_at IS NULL) = (answer = '')", name=op.f('ck_service_request_urges_answered_in_writing')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_urges_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_urges')),
    sa.UniqueConstraint('request_id', 'window', 'actor', name=op.f('uq_service_request_urges_request_id_window_actor'))
    )
    op.create_table('service_request_appeals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('rating_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.String(length=60), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verdict', sa.Enum('upheld', 'dismissed', name='verdict', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('verdict_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_by', sa.String(length=60), server_default='', nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("reason != ''", name=op.f('ck_service_request_appeals_reason_given')),
    sa.CheckConstraint("verdict IS NULL OR verdict_reason != ''", name=op.f('ck_service_request_appeals_verdict_with_reason')),
    sa.CheckConstraint('(verdict IS NULL) = (decided_at IS NULL)', name=op.f('ck_service_request_appeals_decided_iff_when')),
    sa.ForeignKeyConstraint(['rating_id'], ['service_request_ratings.id'], name=op.f('fk_service_request_appeals_rating_id_service_request_ratings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_appeals')),
    sa.UniqueConstraint('rating_id', name=op.f('uq_service_request_appeals_rating_id'))
    )
    op.create_table('service_request_attachments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=32), nullable=False),
    sa.Column('request_id', sa.Integer(), nullable=True),
    sa.Column('draft_id', sa.Integer(), nullable=True),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('pending', 'ready', 'refused', name='attachmentstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('width', sa.Integer(), nullable=True),
    sa.Column('height', sa.Integer(), nullable=True),
    sa.Column('size', sa.Integer(), server_default='0', nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Enum('resident', 'neighbour', 'holder', 'helper', 'above', 'supervisor', 'system', name='actor', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('internal', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('request_id IS NOT NULL OR draft_id IS NOT NULL', name=op.f('ck_service_request_attachments_belongs_somewhere')),
    sa.ForeignKeyConstraint(['draft_id'], ['service_request_drafts.id'], name=op.f('fk_service_request_attachments_draft_id_service_request_drafts')),
    sa.ForeignKeyConstraint(['entry_id'], ['service_request_entries.id'], name=op.f('fk_service_request_attachments_entry_id_service_request_entries')),
    sa.ForeignKeyConstraint(['request_id'], ['service_requests.id'], name=op.f('fk_service_request_attachments_request_id_service_requests')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_service_request_attachments')),
    sa.UniqueConstraint('key', name=op.f('uq_service_request_attachments_key'))
    )
    with op.batch_alter_table('service_request_attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_service_request_attachments_draft_id'), ['draft_id'], unique=False)
        batch_op.create_index('ix_service_request_attachments_pending', ['lease_until'], unique=False, sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.create_index(batch_op.f('ix_service_request_attachments_request_id'), ['request_id'], unique=False)

    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('department_id', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_appointments_department_id_departments'), 'departments', ['department_id'], ['id'])
        batch_op.drop_constraint(batch_op.f('ck_appointments_role'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_appointments_role'), 'role IN ' + _in(OFFICES + NEW_OFFICES))
        batch_op.drop_constraint(batch_op.f('ck_appointments_subdistrict_named'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_appointments_subdistrict_named'), SUBDISTRICT_NAMED)
        batch_op.create_check_constraint(batch_op.f('ck_appointments_department_named'), "(role = 'department_officer') = (department_id IS NOT NULL)")
        batch_op.create_check_constraint(batch_op.f('ck_appointments_department_is_no_place'), "department_id IS NULL OR (subdistrict_id IS NULL AND community_id IS NULL)")



def downgrade() -> None:
    op.execute("DELETE FROM appointments WHERE role IN " + _in(NEW_OFFICES))
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_appointments_department_is_no_place'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_appointments_department_named'), type_='check')
        batch_op.drop_constraint(batch_op.f('ck_appointments_subdistrict_named'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_appointments_subdistrict_named'), "role != 'subdistrict_officer' OR subdistrict_id IS NOT NULL")
        batch_op.drop_constraint(batch_op.f('ck_appointments_role'), type_='check')
        batch_op.create_check_constraint(batch_op.f('ck_appointments_role'), 'role IN ' + _in(OFFICES))
        batch_op.drop_constraint(batch_op.f('fk_appointments_department_id_departments'), type_='foreignkey')
        batch_op.drop_column('department_id')

    with op.batch_alter_table('service_request_attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_request_attachments_request_id'))
        batch_op.drop_index('ix_service_request_attachments_pending', sqlite_where=sa.text("state = 'pending'"), postgresql_where=sa.text("state = 'pending'"))
        batch_op.drop_index(batch_op.f('ix_service_request_attachments_draft_id'))

    op.drop_table('service_request_attachments')
    op.drop_table('service_request_appeals')
    op.drop_table('service_request_urges')
    with op.batch_alter_table('service_request_supplements', schema=None) as batch_op:
        batch_op.drop_index('uq_service_request_supplements_open', sqlite_where=sa.text('received_at IS NULL'), postgresql_where=sa.text('received_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_service_request_supplements_request_id'))

    op.drop_table('service_request_supplements')
    with op.batch_alter_table('service_request_ratings', schema=None) as batch_op:
        batch_op.drop_index('ix_service_request_ratings_at')

    op.drop_table('service_request_ratings')
    with op.batch_alter_table('service_request_limits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_request_limits_request_id'))
        batch_op.drop_index('ix_service_request_limits_look', sqlite_where=sa.text('next_look_at IS NOT NULL'), postgresql_where=sa.text('next_look_at IS NOT NULL'))
        batch_op.drop_index('ix_service_request_limits_lapsed')

    op.drop_table('service_request_limits')
    with op.batch_alter_table('service_request_holdings', schema=None) as batch_op:
        batch_op.drop_index('uq_service_request_holdings_lead', sqlite_where=sa.text("role = 'lead' AND ends_at IS NULL"), postgresql_where=sa.text("role = 'lead' AND ends_at IS NULL"))
        batch_op.drop_index('ix_service_request_holdings_unit')

    op.drop_table('service_request_holdings')
    with op.batch_alter_table('service_request_followers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_request_followers_request_id'))

    op.drop_table('service_request_followers')
    with op.batch_alter_table('service_request_extensions', schema=None) as batch_op:
        batch_op.drop_index('uq_service_request_extensions_once', sqlite_where=sa.text("decision IS NULL OR decision = 'granted'"), postgresql_where=sa.text("decision IS NULL OR decision = 'granted'"))
        batch_op.drop_index(batch_op.f('ix_service_request_extensions_request_id'))

    op.drop_table('service_request_extensions')
    with op.batch_alter_table('service_request_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_request_entries_request_id'))

    op.drop_table('service_request_entries')
    with op.batch_alter_table('service_request_drafts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_request_drafts_changed_at'))

    op.drop_table('service_request_drafts')
    with op.batch_alter_table('service_requests', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_service_requests_phone_tail'))
        batch_op.drop_index(batch_op.f('ix_service_requests_phone_digest'))
        batch_op.drop_index('ix_service_requests_open_grid', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index('ix_service_requests_open_community', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_service_requests_name_digest'))
        batch_op.drop_index(batch_op.f('ix_service_requests_matter_version_id'))
        batch_op.drop_index('ix_service_requests_handler', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index('ix_service_requests_grid')
        batch_op.drop_index('ix_service_requests_filed')
        batch_op.drop_index('ix_service_requests_desk', sqlite_where=sa.text('settled_at IS NULL'), postgresql_where=sa.text('settled_at IS NULL'))
        batch_op.drop_index('ix_service_requests_community')
        batch_op.drop_index('ix_service_requests_building')

    op.drop_table('service_requests')
    op.drop_table('departments')
    op.drop_table('service_request_counters')

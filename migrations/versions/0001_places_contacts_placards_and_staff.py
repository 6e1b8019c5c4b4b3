"""places, contacts, placards and staff"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('buildings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('estate', sa.String(length=60), nullable=False),
    sa.Column('road', sa.String(length=60), nullable=False),
    sa.Column('number', sa.String(length=30), nullable=False),
    sa.Column('building_no', sa.String(length=30), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('floors', sa.Integer(), nullable=True),
    sa.Column('aliases', sa.Text(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.CheckConstraint('units >= 0', name=op.f('ck_buildings_units_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_buildings')),
    sa.UniqueConstraint('code', name=op.f('uq_buildings_code'))
    )
    with op.batch_alter_table('buildings', schema=None) as batch_op:
        batch_op.create_index('ix_buildings_place', ['estate', 'road', 'number'], unique=False)

    op.create_table('calendar_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('holiday', 'workday', name='daykind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_days'))
    )
    op.create_table('calendar_years',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_years'))
    )
    op.create_table('heartbeats',
    sa.Column('worker', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('worker', name=op.f('pk_heartbeats'))
    )
    op.create_table('persons',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('work_phone', sa.String(length=30), server_default='', nullable=False),
    sa.Column('photo', sa.String(length=64), server_default='', nullable=False),
    sa.Column('hours', sa.String(length=80), server_default='', nullable=False),
    sa.Column('duties', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_persons'))
    )
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.create_index('ix_persons_name_phone', ['name', 'work_phone'], unique=False)

    op.create_table('records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=60), nullable=False),
    sa.Column('action', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('detail', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_records'))
    )
    with op.batch_alter_table('records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_records_at'), ['at'], unique=False)
        batch_op.create_index('ix_records_subject', ['subject'], unique=False)

    op.create_table('register_changes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=60), nullable=False),
    sa.Column('subject', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('field', sa.String(length=30), nullable=False),
    sa.Column('old', sa.Text(), nullable=False),
    sa.Column('new', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_changes'))
    )
    with op.batch_alter_table('register_changes', schema=None) as batch_op:
        batch_op.create_index('ix_register_changes_code', ['subject', 'code'], unique=False)

    op.create_table('register_versions',
    sa.Column('part', sa.String(length=20), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('part', name=op.f('pk_register_versions'))
    )
    op.create_table('scan_batches',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_scan_batches'))
    )
    op.create_table('subdistricts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('supervision_phone', sa.String(length=30), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subdistricts')),
    sa.UniqueConstraint('name', name=op.f('uq_subdistricts_name'))
    )
    op.create_table('absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('cover_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('reason', sa.Enum('leave', 'training', 'sick', 'business', name='absencereason', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_by', sa.String(length=60), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('cover_id != person_id', name=op.f('ck_absences_cover_is_somebody_else')),
    sa.CheckConstraint('last_day >= first_day', name=op.f('ck_absences_ends_after_start')),
    sa.ForeignKeyConstraint(['cover_id'], ['persons.id'], name=op.f('fk_absences_cover_id_persons')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_absences_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    with op.batch_alter_table('absences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_absences_cover_id'), ['cover_id'], unique=False)
        batch_op.create_index('ix_absences_person', ['person_id', 'last_day'], unique=False)

    op.create_table('communities',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subdistrict_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=30), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['subdistrict_id'], ['subdistricts.id'], name=op.f('fk_communities_subdistrict_id_subdistricts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_communities')),
    sa.UniqueConstraint('subdistrict_id', 'name', name=op.f('uq_communities_subdistrict_id_name'))
    )
    op.create_table('entrances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_entrances_building_id_buildings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entrances')),
    sa.UniqueConstraint('building_id', 'number', name=op.f('uq_entrances_building_id_number'))
    )
    op.create_table('place_aliases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('whole_estate', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('alias', sa.String(length=60), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.String(length=60), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_place_aliases_building_id_buildings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_place_aliases'))
    )
    with op.batch_alter_table('place_aliases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_aliases_building_id'), ['building_id'], unique=False)

    op.create_table('users',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('username', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('must_change_password', sa.Boolean(), server_default=sa.true(), nullable=False),
    sa.Column('session_key', sa.String(length=32), nullable=False),
    sa.Column('totp_secret', sa.LargeBinary(), nullable=True),
    sa.Column('totp_on_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=True),
    sa.Column('failed_tries', sa.Integer(), server_default='0', nullable=False),
    sa.Column('locked_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_sign_in_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('disabled', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.CheckConstraint('totp_on_since IS NULL OR totp_secret IS NOT NULL', name=op.f('ck_users_totp_on_with_secret')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_users_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_users')),
    sa.UniqueConstraint('person_id', name=op.f('uq_users_person_id')),
    sa.UniqueConstraint('username', name=op.f('uq_users_username'))
    )
    op.create_table('appointments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('administrator', 'subdistrict_officer', 'community_officer', 'grid_worker', 'supervisor', name='role', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('subdistrict_id', sa.Integer(), nullable=True),
    sa.Column('community_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("role != 'community_officer' OR community_id IS NOT NULL", name=op.f('ck_appointments_community_named')),
    sa.CheckConstraint("role != 'grid_worker' OR (subdistrict_id IS NULL AND community_id IS NULL)", name=op.f('ck_appointments_worker_serves_by_post')),
    sa.CheckConstraint("role != 'subdistrict_officer' OR subdistrict_id IS NOT NULL", name=op.f('ck_appointments_subdistrict_named')),
    sa.CheckConstraint('subdistrict_id IS NULL OR community_id IS NULL', name=op.f('ck_appointments_one_place')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_appointments_community_id_communities')),
    sa.ForeignKeyConstraint(['subdistrict_id'], ['subdistricts.id'], name=op.f('fk_appointments_subdistrict_id_subdistricts')),
    sa.ForeignKeyConstraint(['user_id'], ['users.id'], name=op.f('fk_appointments_user_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments'))
    )
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appointments_user_id'), ['user_id'], unique=False)

    op.create_table('grids',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('population', sa.Integer(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.CheckConstraint('households >= 0 AND population >= 0', name=op.f('ck_grids_counts_not_negative')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_grids_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grids')),
    sa.UniqueConstraint('code', name=op.f('uq_grids_code'))
    )
    with op.batch_alter_table('grids', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_grids_community_id'), ['community_id'], unique=False)

    op.create_table('print_jobs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_format', sa.String(length=10), nullable=False),
    sa.Column('title', sa.String(length=80), nullable=False),
    sa.Column('placard_ids', sa.Text(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('state', sa.Enum('waiting', 'running', 'done', 'failed', name='jobstate', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('problem', sa.String(length=200), nullable=False),
    sa.CheckConstraint("(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name=op.f('ck_print_jobs_finished_iff_ended')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['users.id'], name=op.f('fk_print_jobs_asked_by_id_users')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_jobs'))
    )
    with op.batch_alter_table('print_jobs', schema=None) as batch_op:
        batch_op.create_index('ix_print_jobs_state', ['state', 'asked_at'], unique=False)

    op.create_table('unmatched_addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('landmark', sa.String(length=200), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=True),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.Enum('alias', 'building', 'dismissed', name='addressoutcome', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.String(length=60), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("outcome IS NULL OR outcome = 'dismissed' OR building_id IS NOT NULL", name=op.f('ck_unmatched_addresses_outcome_names_it')),
    sa.CheckConstraint('(outcome IS NULL) = (closed_at IS NULL)', name=op.f('ck_unmatched_addresses_closed_iff_outcome')),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_unmatched_addresses_building_id_buildings')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_unmatched_addresses_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unmatched_addresses'))
    )
    with op.batch_alter_table('unmatched_addresses', schema=None) as batch_op:
        batch_op.create_index('ix_unmatched_addresses_open', ['closed_at', 'last_at'], unique=False)

    op.create_table('assignments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_assignments_ends_after_start')),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_assignments_building_id_buildings')),
    sa.ForeignKeyConstraint(['grid_id'], ['grids.id'], name=op.f('fk_assignments_grid_id_grids')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignments'))
    )
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignments_building_id'), ['building_id'], unique=False)
        batch_op.create_index('ix_assignments_grid', ['grid_id', 'ends_on'], unique=False)
        batch_op.create_index('uq_assignments_open', ['building_id'], unique=True, sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))

    op.create_table('placards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('check_word', sa.String(length=4), nullable=False),
    sa.Column('place_kind', sa.Enum('entrance', 'building', 'estate_gate', 'notice_board', name='placekind', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('building_id', sa.Integer(), nullable=True),
    sa.Column('entrance_id', sa.Integer(), nullable=True),
    sa.Column('grid_id', sa.Integer(), nullable=True),
    sa.Column('place_name', sa.String(length=60), nullable=False),
    sa.Column('design_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('printed_digest', sa.String(length=64), server_default='', nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('printed_on', sa.Date(), nullable=True),
    sa.Column('put_up_on', sa.Date(), nullable=True),
    sa.Column('last_scanned_on', sa.Date(), nullable=True),
    sa.Column('damage_reported_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('retired_because', sa.Enum('lost', 'replaced', 'removed', name='retiredbecause', native_enum=False, create_constraint=True, length=30), nullable=True),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("(place_kind = 'entrance') = (entrance_id IS NOT NULL)", name=op.f('ck_placards_entrance_where_it_hangs')),
    sa.CheckConstraint("(place_kind IN ('entrance', 'building')) = (building_id IS NOT NULL)", name=op.f('ck_placards_building_where_it_hangs')),
    sa.CheckConstraint("replaced_by_id IS NULL OR (retired_because IS NOT NULL AND retired_because = 'replaced')", name=op.f('ck_placards_replaced_when_retired')),
    sa.CheckConstraint('(building_id IS NULL) = (grid_id IS NOT NULL)', name=op.f('ck_placards_grid_unless_building')),
    sa.CheckConstraint('(retired_on IS NULL) = (retired_because IS NULL)', name=op.f('ck_placards_retired_with_reason')),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_placards_building_id_buildings')),
    sa.ForeignKeyConstraint(['entrance_id'], ['entrances.id'], name=op.f('fk_placards_entrance_id_entrances')),
    sa.ForeignKeyConstraint(['grid_id'], ['grids.id'], name=op.f('fk_placards_grid_id_grids')),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['placards.id'], name=op.f('fk_placards_replaced_by_id_placards')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_placards')),
    sa.UniqueConstraint('code', name=op.f('uq_placards_code'))
    )
    with op.batch_alter_table('placards', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_placards_building_id'), ['building_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_placards_grid_id'), ['grid_id'], unique=False)

    op.create_table('posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('grid_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.Enum('worker', 'lead', name='postrole', native_enum=False, create_constraint=True, length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_posts_ends_after_start')),
    sa.ForeignKeyConstraint(['grid_id'], ['grids.id'], name=op.f('fk_posts_grid_id_grids')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_posts_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posts'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index('ix_posts_grid', ['grid_id', 'role', 'starts_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_posts_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_posts_open', ['grid_id', 'role'], unique=True, sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))

    op.create_table('scan_counts',
    sa.Column('placard_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('scans', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['placard_id'], ['placards.id'], name=op.f('fk_scan_counts_placard_id_placards')),
    sa.PrimaryKeyConstraint('placard_id', 'day', name=op.f('pk_scan_counts'))
    )


def downgrade() -> None:
    op.drop_table('scan_counts')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index('uq_posts_open', sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_posts_person_id'))
        batch_op.drop_index('ix_posts_grid')

    op.drop_table('posts')
    with op.batch_alter_table('placards', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_placards_grid_id'))
        batch_op.drop_index(batch_op.f('ix_placards_building_id'))

    op.drop_table('placards')
    with op.batch_alter_table('assignments', schema=None) as batch_op:
        batch_op.drop_index('uq_assignments_open', sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))
        batch_op.drop_index('ix_assignments_grid')
        batch_op.drop_index(batch_op.f('ix_assignments_building_id'))

    op.drop_table('assignments')
    with op.batch_alter_table('unmatched_addresses', schema=None) as batch_op:
        batch_op.drop_index('ix_unmatched_addresses_open')

    op.drop_table('unmatched_addresses')
    with op.batch_alter_table('print_jobs', schema=None) as batch_op:
        batch_op.drop_index('ix_print_jobs_state')

    op.drop_table('print_jobs')
    with op.batch_alter_table('grids', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_grids_community_id'))

    op.drop_table('grids')
    with op.batch_alter_table('appointments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appointments_user_id'))

    op.drop_table('appointments')
    op.drop_table('users')
    with op.batch_alter_table('place_aliases', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_aliases_building_id'))

    op.drop_table('place_aliases')
    op.drop_table('entrances')
    op.drop_table('communities')
    with op.batch_alter_table('absences', schema=None) as batch_op:
        batch_op.drop_index('ix_absences_person')
        batch_op.drop_index(batch_op.f('ix_absences_cover_id'))

    op.drop_table('absences')
    op.drop_table('subdistricts')
    op.drop_table('scan_batches')
    op.drop_table('register_versions')
    with op.batch_alter_table('register_changes', schema=None) as batch_op:
        batch_op.drop_index('ix_register_changes_code')

    op.drop_table('register_changes')
    with op.batch_alter_table('records', schema=None) as batch_op:
        batch_op.drop_index('ix_records_subject')
        batch_op.drop_index(batch_op.f('ix_records_at'))

    op.drop_table('records')
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_index('ix_persons_name_phone')

    op.drop_table('persons')
    op.drop_table('heartbeats')
    op.drop_table('calendar_years')
    op.drop_table('calendar_days')
    with op.batch_alter_table('buildings', schema=None) as batch_op:
        batch_op.drop_index('ix_buildings_place')

    op.drop_table('buildings')

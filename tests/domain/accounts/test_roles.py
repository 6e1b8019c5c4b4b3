"""Who may do what, written out: a change of rights is a change of this table."""

import pytest

from portal.domain.accounts.roles import GRANTS, Permission, Role

# The heads are short: leader and street stand for subdistrict_leader and subdistrict_officer, and so on.
TABLE = """
                 administrator  leader  street  community  department  worker  supervisor
desk             yes            yes     yes     yes        yes         yes     yes
place_view       yes            yes     yes     yes        no          yes     yes
place_import     yes            yes     yes     no         no          no      no
lookup_queue     yes            yes     yes     yes        no          no      no
contact_view     yes            yes     yes     yes        no          yes     yes
contact_edit     yes            yes     yes     yes        no          no      no
absence_edit     yes            yes     yes     yes        no          yes     no
placard_view     yes            yes     yes     yes        no          yes     yes
placard_edit     yes            yes     yes     yes        no          yes     no
placard_print    yes            yes     yes     yes        no          yes     no
staff_edit       yes            no      no      no         no          no      no
record_view      yes            yes     yes     no         no          no      yes
matter_edit      yes            yes     yes     no         no          no      no
calendar_edit    yes            no      no      no         no          no      no
department_edit  yes            no      no      no         no          no      no
request_view     yes            yes     yes     yes        yes         yes     yes
request_handle   yes            yes     yes     yes        yes         yes     no
request_approve  yes            yes     no      no         no          no      no
request_press    yes            yes     yes     yes        no          no      yes
rating_judge     yes            no      no      no         no          no      yes
result_check     yes            yes     yes     yes        no          no      no
message_view     yes            yes     yes     no         no          no      no
fact_read        no             yes     yes     yes        yes         yes     no
objection_check  yes            yes     yes     yes        yes         no      no
keeping_view     yes            yes     yes     no         no          no      no
kinship_view     yes            yes     yes     no         no          no      yes
"""
ROLES = {
    "administrator": Role.ADMINISTRATOR,
    "leader": Role.SUBDISTRICT_LEADER,
    "street": Role.SUBDISTRICT_OFFICER,
    "community": Role.COMMUNITY_OFFICER,
    "department": Role.DEPARTMENT_OFFICER,
    "worker": Role.GRID_WORKER,
    "supervisor": Role.SUPERVISOR,
}
HEADS, *ROWS = (line.split() for line in TABLE.strip().splitlines())
WANTED = {
    (ROLES[head], Permission(permission)): answer == "yes"
    for permission, *answers in ROWS
    for head, answer in zip(HEADS, answers, strict=True)
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_each_role_holds_what_the_table_says(role, permission):
    assert (permission in GRANTS[role]) is WANTED[role, permission]


def test_the_table_knows_every_role_and_permission():
    assert set(WANTED) == {(role, permission) for role in Role for permission in Permission}

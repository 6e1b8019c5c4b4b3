"""Who may do what, written out: a change of rights is a change of this table."""

import pytest

from portal.domain.accounts.roles import GRANTS, Permission, Role

# administrator, subdistrict officer, community officer, grid worker, supervisor
TABLE = """
desk           yes  yes  yes  yes  yes
place_view     yes  yes  yes  yes  yes
place_import   yes  yes  no   no   no
lookup_queue   yes  yes  yes  no   no
contact_view   yes  yes  yes  yes  yes
contact_edit   yes  yes  yes  no   no
absence_edit   yes  yes  yes  yes  no
placard_view   yes  yes  yes  yes  yes
placard_edit   yes  yes  yes  yes  no
placard_print  yes  yes  yes  yes  no
staff_edit     yes  no   no   no   no
record_view    yes  yes  no   no   yes
"""
ROLES = ("administrator", "subdistrict_officer", "community_officer", "grid_worker", "supervisor")
WANTED = {
    (role, permission): answer == "yes"
    for permission, *answers in (line.split() for line in TABLE.strip().splitlines())
    for role, answer in zip(ROLES, answers, strict=True)
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_each_role_holds_what_the_table_says(role, permission):
    assert (permission in GRANTS[role]) is WANTED[role.value, permission.value]


def test_the_table_knows_every_role_and_permission():
    assert set(WANTED) == {(role.value, permission.value) for role in Role for permission in Permission}

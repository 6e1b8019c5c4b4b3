"""A role and where it is held, before it becomes an appointment of somebody."""

from dataclasses import dataclass

from portal.domain.accounts.models import Appointment
from portal.domain.accounts.roles import Role


@dataclass(frozen=True)
class Office:
    """`role` in a subdistrict, a community or a department; with none, in the whole town.

    A grid worker serves by post.
    """

    role: Role
    subdistrict_id: int | None = None
    community_id: int | None = None
    department_id: int | None = None

    @classmethod
    def of(cls, held: Appointment) -> "Office":
        return cls(held.role, held.subdistrict_id, held.community_id, held.department_id)

    def appointment(self) -> Appointment:
        return Appointment(
            role=self.role,
            subdistrict_id=self.subdistrict_id,
            community_id=self.community_id,
            department_id=self.department_id,
        )


def place_problem(office: Office) -> str:
    """Why this role cannot be held in this place; empty when it can."""
    somewhere = office.subdistrict_id or office.community_id or office.department_id
    if office.role is Role.ADMINISTRATOR and somewhere:
        return "系统管理员管全镇，地方请选“全镇”。"
    if office.role is Role.GRID_WORKER and somewhere:
        return "网格员的网格由“人员和代班”里的任职决定，地方请选“全镇”。"
    if office.role is Role.SUBDISTRICT_OFFICER and not office.subdistrict_id:
        return "街道工作人员要选是哪个街道。"
    if office.role is Role.SUBDISTRICT_LEADER and not office.subdistrict_id:
        return "街道分管领导要选是哪个街道。"
    if office.role is Role.COMMUNITY_OFFICER and not office.community_id:
        return "社区工作人员要选是哪个社区。"
    if office.role is Role.DEPARTMENT_OFFICER and not office.department_id:
        return "部门工作人员要选是哪个部门。"
    if office.department_id and office.role is not Role.DEPARTMENT_OFFICER:
        return "部门里只有“部门工作人员”这个岗位。请换岗位，或者另选地方。"
    return ""


def person_problem(role: Role, person_id: int | None) -> str:
    """A grid worker's grids are those of their posts, so the account must say whose posts."""
    return "网格员的账号要先选对应的联系人。" if role is Role.GRID_WORKER and person_id is None else ""

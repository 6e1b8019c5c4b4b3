"""Where a member of staff may do something: the grids below the places of their roles.

Out of scope is answered like "does not exist": queries are narrowed with these, nothing is checked afterwards.
"""

from datetime import date

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.elements import ColumnElement

from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import GRANTS, Permission, Role
from portal.domain.contacts.models import Post
from portal.domain.contacts.serving import grids_served_by
from portal.domain.departments.models import Department
from portal.domain.grids.models import Community, Grid, Subdistrict


def grids_where(user: User, permission: Permission, today: date) -> Select[int]:
    """Ids of the grids in which `user` holds `permission` today, as a query to narrow others with."""
    parts: list[ColumnElement[bool]] = [false()]
    for appointment in user.appointments:
        if permission not in GRANTS[appointment.role] or appointment.role is Role.DEPARTMENT_OFFICER:
            continue
        if appointment.role is Role.GRID_WORKER:
            served = grids_served_by(user.person_id, today) if user.person_id else set()
            parts.append(Grid.id.in_(served))
        elif appointment.community_id is not None:
            parts.append(Grid.community_id == appointment.community_id)
        elif appointment.subdistrict_id is not None:
            parts.append(Community.subdistrict_id == appointment.subdistrict_id)
        else:
            return select(Grid.id)
    return select(Grid.id).join(Community).where(or_(*parts))


def subdistricts_where(user: User, permission: Permission) -> Select[int]:
    """Ids of the subdistricts in the whole of which `user` holds `permission`."""
    if whole_town(user, permission):
        return select(Subdistrict.id)
    held = [one.subdistrict_id for one in user.appointments if permission in GRANTS[one.role]]
    return select(Subdistrict.id).where(Subdistrict.id.in_([place for place in held if place is not None]))


def communities_where(user: User, permission: Permission) -> Select[int]:
    """Ids of the communities in the whole of which `user` holds `permission`."""
    if whole_town(user, permission):
        return select(Community.id)
    held = [one for one in user.appointments if permission in GRANTS[one.role]]
    return select(Community.id).where(
        or_(
            Community.id.in_([one.community_id for one in held if one.community_id is not None]),
            Community.subdistrict_id.in_([one.subdistrict_id for one in held if one.subdistrict_id is not None]),
        )
    )


def departments_of(user: User, permission: Permission) -> list[int]:
    """Ids of the departments for which `user` holds `permission`."""
    return [
        held.department_id
        for held in user.appointments
        if held.department_id is not None and permission in GRANTS[held.role]
    ]


def persons_where(user: User, permission: Permission, today: date) -> Select[int]:
    """Ids of the people who hold a post in those grids, or held one and now serve nowhere; also the user's own person.

    Whoever moved to another community belongs to that one: its cards are not for the former one to change.
    """
    elsewhere = aliased(Post)
    serve = select(elsewhere.person_id).where(or_(elsewhere.ends_on.is_(None), elsewhere.ends_on > today))
    posts = select(Post.person_id).where(
        Post.grid_id.in_(grids_where(user, permission, today)),
        or_(Post.ends_on.is_(None), Post.ends_on > today, Post.person_id.not_in(serve)),
    )
    if user.person_id is not None:
        return posts.union(select(Post.person_id).where(Post.person_id == user.person_id))  # type: ignore[return-value]
    return posts


def whole_town(user: User, permission: Permission) -> bool:
    """True when a role without a place grants `permission`: needed for what has no grid yet."""
    return any(
        permission in GRANTS[held.role]
        and held.role not in (Role.GRID_WORKER, Role.DEPARTMENT_OFFICER)
        and held.subdistrict_id is None
        and held.community_id is None
        for held in user.appointments
    )


def staff_where(user: User, permission: Permission, today: date) -> Select[int]:
    """Ids of the accounts that hold a role, or serve, where `user` holds `permission`; never those above them."""
    if whole_town(user, permission):
        return select(User.id)
    grids = grids_where(user, permission, today)
    communities = select(Grid.community_id).where(Grid.id.in_(grids))
    subdistricts = [held.subdistrict_id for held in user.appointments if permission in GRANTS[held.role]]
    departments = select(Department.id).where(Department.subdistrict_id.in_(subdistricts))
    appointed = select(Appointment.user_id).where(
        or_(
            Appointment.community_id.in_(communities),
            Appointment.subdistrict_id.in_(subdistricts),
            Appointment.department_id.in_(departments),
        )
    )
    return select(User.id).where(
        or_(User.id.in_(appointed), User.person_id.in_(persons_where(user, permission, today)))
    )

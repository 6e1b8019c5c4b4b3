"""Group robots and mail boxes of units: who may enter which, and what an address must look like."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from sqlalchemy import Select, select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import communities_where, grids_where, subdistricts_where, whole_town
from portal.domain.departments.models import Department
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids.models import Community, Grid, Subdistrict
from portal.domain.matters.models import Level
from portal.domain.messages.models import Medium, Message, MessageState, Robot
from portal.domain.messages.outbox import ROBOT_OFF
from portal.domain.records.services import record
from portal.domain.service_requests.units import Unit
from portal.encryption import digest, digests

# Robots are called nowhere else: an address that staff type in must not reach into the network of the portal.
HOSTS = {
    Medium.WECOM: "qyapi.weixin.qq.com",
    Medium.DINGTALK: "oapi.dingtalk.com",
    Medium.FEISHU: "open.feishu.cn",
}
SIGNED = frozenset({Medium.DINGTALK, Medium.FEISHU})
ADDRESS = "message_robots.address"


def address_of(medium: Medium, typed: str) -> str:
    """The address as it is called; DomainError when it is none of this medium."""
    if medium is Medium.EMAIL:
        if not re.fullmatch(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+", typed, re.ASCII):
            raise DomainError("邮箱地址不对，请写成 name@example.cn 这样。")
        return typed
    if not is_robot_address(medium, typed):
        raise DomainError(f"这不是这种机器人的地址。请从群设置里复制 https://{HOSTS[medium]}/ 开头的整条地址。")
    return typed


def is_robot_address(medium: Medium, address: str) -> bool:
    """https, the vendor's own host, no name or port in front or behind."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = address.isascii() and not re.search(r"[\s\x00-\x20\\]", address)
    return clean and parts.scheme == "https" and parts.netloc == HOSTS.get(medium) and bool(parts.path.strip("/"))


def add_robot(unit: Unit, medium: Medium, name: str, address: str, secret: str, *, by: str, at: datetime) -> Robot:
    """A robot or mail box for a unit, switched on. Raises DomainError when it is there already, or is none."""
    address = address_of(medium, address)
    known = Robot.address_digest.in_(digests(address, ADDRESS))
    if db.session.scalar(select(Robot.id).where(Robot.unit == str(unit), known)):
        raise DomainError("这个单位已经有这个地址了。停用的可以重新启用。")
    robot = Robot(
        unit=str(unit),
        medium=medium,
        name=name,
        address=address,
        address_digest=digest(address, ADDRESS),
        secret=secret if secret and medium in SIGNED else None,
        added_at=at,
        added_by=by,
    )
    db.session.add(robot)
    db.session.flush()
    record("robot.added", by=by, at=at, subject=robot.subject, detail=f"{medium.value} {unit}")
    return robot


def switch(robot: Robot, active: bool, *, by: str, at: datetime) -> None:
    """Switch on or off; what still waits for one switched off is dropped."""
    if robot.active == active:
        return
    robot.active = active
    if not active:
        waiting = select(Message).where(Message.robot_id == robot.id, Message.state == MessageState.WAITING)
        for message in db.session.scalars(waiting):
            message.state, message.last_error = MessageState.DROPPED, ROBOT_OFF
    record("robot.switched_on" if active else "robot.switched_off", by=by, at=at, subject=robot.subject)


def units_of(user: User, today: date) -> list[Unit]:
    """The units whose robots `user` looks after, from above to below."""
    levels: list[tuple[Level, Select[int]]] = [
        (Level.SUBDISTRICT, subdistricts_where(user, Permission.MESSAGE_VIEW)),
        (Level.DEPARTMENT, _departments(user)),
        (Level.COMMUNITY, communities_where(user, Permission.MESSAGE_VIEW)),
        (Level.GRID, grids_where(user, Permission.MESSAGE_VIEW, today)),
    ]
    return [Unit(level, one) for level, ids in levels for one in sorted(db.session.scalars(ids))]


def unit_names() -> dict[str, str]:
    """What every unit is called, by its key."""
    names: dict[str, str] = {}
    for level, table in (
        (Level.SUBDISTRICT, Subdistrict),
        (Level.DEPARTMENT, Department),
        (Level.COMMUNITY, Community),
        (Level.GRID, Grid),
    ):
        names |= {str(Unit(level, one)): name for one, name in db.session.execute(select(table.id, table.name))}
    return names


def robots_of(user: User, today: date) -> Sequence[Robot]:
    """The robots of these units, those in use first."""
    keys = [str(unit) for unit in units_of(user, today)]
    query = select(Robot).where(Robot.unit.in_(keys)).order_by(Robot.active.desc(), Robot.unit, Robot.id)
    return db.session.scalars(query).all()


def find_robot(user: User, robot_id: int, today: date) -> Robot:
    """The robot, when its unit is one of the user's; else NotFound."""
    robot = db.session.get(Robot, robot_id)
    if robot is None or robot.unit not in {str(unit) for unit in units_of(user, today)}:
        raise NotFound("没有这个机器人，或者它不归您管。")
    return robot


def _departments(user: User) -> Select[int]:
    if whole_town(user, Permission.MESSAGE_VIEW):
        return select(Department.id)
    return select(Department.id).where(Department.subdistrict_id.in_(subdistricts_where(user, Permission.MESSAGE_VIEW)))

"""The people and places of the tests. All invented; names say what they are for.

Lotus Road community (莲叶路社区)
  grid L1  worker Pan Yi (潘一), lead Yan (严组长)      Bright Garden 1-3号楼
  grid L2  worker Li Er (李二)                           Bright Garden 5号楼, Lotus Road 7号
Maple community (枫林社区)
  grid M1  worker He San (何三)                          Maple village 1号, 2号
Staff who sign in
  admin    may do everything
  officer  community officer of Lotus Road
  stranger community officer of Maple: must not see Lotus Road
  pan      grid worker, serves L1
  li       grid worker, serves L2
  street   subdistrict officer of 水镇街道
  leader   subdistrict leader of 水镇街道: approves extensions, decides what nobody wants
  cheng    department officer of the city management squad (城管中队, `cast.department`), which works in the whole town
  viewer   supervisor of the town, may look and change nothing
"""

from dataclasses import dataclass
from datetime import date

import argon2
import pytest
from sqlalchemy import select

from portal.db import db
from portal.domain.accounts import passwords
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.roles import Role
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.departments.models import Department
from portal.domain.grids.models import Assignment, Building, Community, Entrance, Grid, Subdistrict
from portal.domain.grids.versions import Part, touch

BEGAN = date(2026, 1, 1)
# argon2 of "correct horse battery", made once with low cost: hashing in every test would take most of its time.
PASSWORD = "correct horse battery"
HASH = "$argon2id$v=19$m=8,t=1,p=1$vvoyYrCA0lmmZHpwwRSrKA$m4QtDHXXcnM+VtW9rUH/+OolX7DH9cl9XCzc6UTzS9s"


@dataclass
class Cast:
    subdistrict: Subdistrict
    lotus: Community
    maple: Community
    l1: Grid
    l2: Grid
    m1: Grid
    bright1: Building
    bright5: Building
    road7: Building
    maple1: Building
    pan: Person
    li: Person
    he: Person
    yan: Person
    department: Department
    users: dict[str, User]


def fill(today: date) -> Cast:
    """Put the cast into an empty database and commit."""
    subdistrict = Subdistrict(name="水镇街道", supervision_phone="14000000900")
    lotus = Community(name="莲叶路社区", phone="14000000001", subdistrict=subdistrict)
    maple = Community(name="枫林社区", phone="14000000002", subdistrict=subdistrict)
    l1, l2, m1 = (
        Grid(community=community, code=code, name=name, households=300, population=712, scope=scope)
        for community, code, name, scope in (
            (lotus, "990001001", "莲叶路社区第1网格", "明亮花园1号楼至3号楼"),
            (lotus, "990001002", "莲叶路社区第2网格", "明亮花园5号楼；莲叶路单号"),
            (maple, "990002001", "枫林社区第1网格", "枫林村全部"),
        )
    )
    db.session.add_all([subdistrict, l1, l2, m1])
    db.session.flush()

    def building(code: str, grid: Grid, units: int = 0, **place: str) -> Building:
        made = Building(code=code, units=units, floors=6, aliases=place.pop("aliases", ""), **place)
        made.entrances = [Entrance(number=number) for number in range(1, units + 1)]
        db.session.add(made)
        db.session.flush()
        db.session.add(Assignment(building_id=made.id, grid_id=grid.id, starts_on=BEGAN))
        return made

    bright = {"estate": "明亮花园", "road": "莲叶路", "number": "12号", "aliases": "明亮小区|纺织宿舍"}
    building("B0001", l1, 3, building_no="1号楼", **bright)
    building("B0002", l1, 2, building_no="2号楼", **bright)
    building("B0003", l1, 2, building_no="3号楼", **bright)
    building("B0005", l2, 2, building_no="5号楼", **bright)
    building("B0007", l2, road="莲叶路", number="7号")
    building("B0011", m1, estate="枫林村", number="1号", aliases="枫林")
    building("B0012", m1, estate="枫林村", number="2号", aliases="枫林")

    pan, li, he = (
        Person(name=name, work_phone=phone, hours="周一至周五 8:30–17:30，急事随时")
        for name, phone in (("潘一", "14000000101"), ("李二", "14000000102"), ("何三", "14000000103"))
    )
    yan = Person(name="严组长", work_phone="14000000011")
    db.session.add_all([pan, li, he, yan])
    db.session.flush()
    for person, grid, role in (
        (pan, l1, PostRole.WORKER),
        (li, l2, PostRole.WORKER),
        (he, m1, PostRole.WORKER),
        (yan, l1, PostRole.LEAD),
        (yan, l2, PostRole.LEAD),
    ):
        db.session.add(Post(person_id=person.id, grid_id=grid.id, role=role, starts_on=BEGAN))

    department = Department(name="城管中队", phone="14000000301", duties="占道、乱堆乱放、违建")
    db.session.add(department)
    db.session.flush()
    of_street = {"subdistrict_id": subdistrict.id}
    for username, name, appointment, person in (
        ("admin", "安管理", Appointment(role=Role.ADMINISTRATOR), None),
        ("officer", "莲干事", Appointment(role=Role.COMMUNITY_OFFICER, community_id=lotus.id), None),
        ("stranger", "枫干事", Appointment(role=Role.COMMUNITY_OFFICER, community_id=maple.id), None),
        ("pan", "潘一", Appointment(role=Role.GRID_WORKER), pan),
        ("li", "李二", Appointment(role=Role.GRID_WORKER), li),
        ("street", "水办事", Appointment(role=Role.SUBDISTRICT_OFFICER, **of_street), None),
        ("leader", "水分管", Appointment(role=Role.SUBDISTRICT_LEADER, **of_street), None),
        ("cheng", "程队员", Appointment(role=Role.DEPARTMENT_OFFICER, department_id=department.id), None),
        ("viewer", "督查员", Appointment(role=Role.SUPERVISOR), None),
    ):
        user = User(
            username=username,
            name=name,
            person_id=person.id if person else None,
            password_hash=HASH,
            must_change_password=False,
            session_key=username,
            appointments=[appointment],
        )
        db.session.add(user)
    for part in Part:
        touch(part)
    db.session.commit()
    return present()


def present() -> Cast:
    """The cast in the database as it is, read in one transaction."""
    subdistrict = db.session.scalars(select(Subdistrict)).one()
    communities = {one.name: one for one in db.session.scalars(select(Community))}
    grids = {one.code: one for one in db.session.scalars(select(Grid))}
    buildings = {one.code: one for one in db.session.scalars(select(Building))}
    people = {one.name: one for one in db.session.scalars(select(Person))}
    cast = Cast(
        subdistrict=subdistrict,
        lotus=communities["莲叶路社区"],
        maple=communities["枫林社区"],
        l1=grids["990001001"],
        l2=grids["990001002"],
        m1=grids["990002001"],
        bright1=buildings["B0001"],
        bright5=buildings["B0005"],
        road7=buildings["B0007"],
        maple1=buildings["B0011"],
        pan=people["潘一"],
        li=people["李二"],
        he=people["何三"],
        yan=people["严组长"],
        department=db.session.scalars(select(Department)).one(),
        users={one.username: one for one in db.session.scalars(select(User))},
    )
    db.session.commit()
    return cast


def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords at the lowest cost: the real one takes most of the time of tests that sign in."""
    monkeypatch.setattr(passwords, "HASHER", argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

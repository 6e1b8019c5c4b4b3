"""Fill an empty portal with the sample town: places, people who sign in, placards on the walls, one absence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from portal.db import db
from portal.domain.accounts.models import Appointment, User
from portal.domain.accounts.passwords import OF_THE_DEMO, hashed
from portal.domain.accounts.roles import Role
from portal.domain.contacts.absences import enter_absence
from portal.domain.contacts.models import AbsenceReason, Person, Post, PostRole
from portal.domain.contacts.serving import absences_on
from portal.domain.departments.models import Department
from portal.domain.departments.queries import departments
from portal.domain.grids.directory import communities, subdistricts
from portal.domain.grids.importing.town import TownImport
from portal.domain.grids.models import Grid
from portal.domain.grids.versions import Part, touch
from portal.domain.placards import services as placards
from portal.domain.placards.making import make_for_grids, make_for_spot
from portal.domain.placards.models import Placard, PlaceKind
from portal.domain.placards.notices import notices_of

TOWN = Path(__file__).with_name("town")
BY = "演示"
DAYS_ON_THE_WALL = 40
DEPARTMENTS = (
    ("城管中队（演示）", "14000000301", "占道、乱停车、违建"),
    ("物业服务中心（演示）", "14000000302", "路灯、电梯、楼道、绿地"),
)


def load_town(*, today: date, at: datetime) -> bool:
    """Import the sample town into an empty register. False when there is a register already."""
    if db.session.scalar(select(func.count(Grid.id))):
        return False
    TownImport(TOWN, today=today, since=today - timedelta(days=300)).carry_out(by=BY, at=at)
    for number, community in enumerate(communities(), start=1):
        community.phone = f"1400000{number:04}"
    for subdistrict in subdistricts():
        subdistrict.supervision_phone = "14000000900"
    touch(Part.CONTACTS)
    return True


def appoint_cast() -> None:
    """One account for each role, all with the same password; accounts that exist stay as they are."""
    known = set(db.session.scalars(select(User.username)))
    worker = _worker_of(_first_grid())
    community, subdistrict = communities()[0], subdistricts()[0]
    squad = _departments()[0]
    cast = (
        ("demo-admin", "演示管理员", Appointment(role=Role.ADMINISTRATOR), None),
        ("demo-leader", "演示领导", Appointment(role=Role.SUBDISTRICT_LEADER, subdistrict_id=subdistrict.id), None),
        ("demo-street", "演示街道", Appointment(role=Role.SUBDISTRICT_OFFICER, subdistrict_id=subdistrict.id), None),
        ("demo-community", "演示社区", Appointment(role=Role.COMMUNITY_OFFICER, community_id=community.id), None),
        ("demo-department", "演示队员", Appointment(role=Role.DEPARTMENT_OFFICER, department_id=squad.id), None),
        ("demo-worker", worker.name, Appointment(role=Role.GRID_WORKER), worker),
        ("demo-supervisor", "演示督查", Appointment(role=Role.SUPERVISOR), None),
    )
    password = hashed(OF_THE_DEMO)
    for username, name, appointment, person in cast:
        if username not in known:
            db.session.add(
                User(
                    username=username,
                    name=name,
                    person_id=person.id if person else None,
                    password_hash=password,
                    must_change_password=False,
                    session_key=username,
                    appointments=[appointment],
                )
            )


def _departments() -> Sequence[Department]:
    """Two, made when there is none."""
    if not departments():
        for name, phone, duties in DEPARTMENTS:
            db.session.add(Department(name=name, phone=phone, duties=duties))
            db.session.flush()
    return sorted(departments(), key=lambda one: one.id)


def hang_placards(*, address: str, today: date, at: datetime) -> None:
    """A placard on every building, nearly all printed and on the wall, a few damaged or not yet up."""
    if db.session.scalar(select(func.count(Placard.id))):
        return
    began = today - timedelta(days=DAYS_ON_THE_WALL)
    then = at - timedelta(days=DAYS_ON_THE_WALL)
    made = make_for_grids(list(db.session.scalars(select(Grid.id))), today=today, by=BY, at=then)
    make_for_spot(PlaceKind.NOTICE_BOARD, _first_grid(), "社区公告栏", today=today, by=BY, at=then)
    db.session.flush()
    ids = [placard.id for placard in made if placard.id % 20]
    digests = {
        printable.placard_id: printable.digest
        for printable in notices_of(ids, today, address=address, photo=lambda _key: None)
    }
    placards.mark_printed(digests, today=began)
    db.session.expire_all()
    for placard in made:
        if placard.printed_on and placard.id % 7:
            placard.put_up_on = began
    for placard in made[10:13]:
        placards.report_damage(placard, by="", at=at)
    touch(Part.PLACARDS)


def send_somebody_on_leave(*, today: date, at: datetime) -> None:
    """When nobody is away: the second grid's worker is, and the first one's stands in."""
    if db.session.scalars(absences_on(today)).first() is not None:
        return
    first, second = db.session.scalars(select(Grid).order_by(Grid.code).limit(2)).all()
    enter_absence(
        _worker_of(second),
        _worker_of(first),
        first_day=today,
        last_day=today + timedelta(days=5),
        reason=AbsenceReason.LEAVE,
        today=today,
        by=BY,
        at=at,
    )


def _first_grid() -> Grid:
    return db.session.scalars(select(Grid).order_by(Grid.code).limit(1)).one()


def _worker_of(grid: Grid) -> Person:
    query = select(Person).join(Post).where(Post.grid_id == grid.id, Post.role == PostRole.WORKER)
    return db.session.scalars(query.where(Post.ends_on.is_(None))).one()

"""Entering a single building by hand: the same rows the import of a register makes."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.models import Assignment, Building, Entrance, Grid, RegisterChange
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record

MOST_UNITS = 99
_CODE = re.compile(r"[\w-]{1,30}")


@dataclass(frozen=True, kw_only=True)
class BuildingFacts:
    """What is known of a building. Texts as in the register: `number` 12号, `building_no` 3号楼; empty where none."""

    code: str
    grid: Grid
    estate: str = ""
    road: str = ""
    number: str = ""
    building_no: str = ""
    units: int = 0
    floors: int | None = None


def add_building(facts: BuildingFacts, *, today: date, by: str, at: datetime) -> Building:
    """Put a building into the register, looked after by its grid from `today` on.

    Raises DomainError when the code is taken, or when nobody could find the building by what is said of it.
    """
    _check(facts)
    building = Building(
        code=facts.code,
        estate=facts.estate,
        road=facts.road,
        number=facts.number,
        building_no=facts.building_no,
        units=facts.units,
        floors=facts.floors,
        aliases="",
        entrances=[Entrance(number=number) for number in range(1, facts.units + 1)],
        assignments=[Assignment(grid=facts.grid, starts_on=today)],
    )
    change = RegisterChange(changed_on=today, recorded_at=at, by=by, subject="building", code=facts.code)
    change.field, change.new = "building", building.title
    db.session.add_all([building, change])
    db.session.flush()
    touch(Part.PLACES)
    record(
        "building.added", by=by, at=at, subject=f"building {facts.code}", detail=f"{building.title}，{facts.grid.name}"
    )
    return building


def _check(facts: BuildingFacts) -> None:
    if not _CODE.fullmatch(facts.code):
        raise DomainError("楼栋编号只能用字母、数字和短横线，最多 30 个。")
    if db.session.scalar(select(Building.id).where(Building.code == facts.code)) is not None:
        raise DomainError(f"编号 {facts.code} 已经用在另一栋楼上了。")
    if not (facts.building_no or facts.number) or not (facts.estate or facts.road):
        raise DomainError("请写小区或路名，再写门牌号或楼号，不然居民查不到。")
    if not 0 <= facts.units <= MOST_UNITS:
        raise DomainError(f"单元数要在 0 到 {MOST_UNITS} 之间。")
    same = select(Building.code).where(
        Building.estate == facts.estate,
        Building.road == facts.road,
        Building.number == facts.number,
        Building.building_no == facts.building_no,
    )
    if (code := db.session.scalars(same).first()) is not None:
        raise DomainError(f"这栋楼已经在册，编号 {code}。")

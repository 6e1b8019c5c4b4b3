"""Other names of places that staff added, and the register's rows as the lookup index wants them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids.addresses import words
from portal.domain.grids.kept_words import holds_private_number
from portal.domain.grids.lookup import BuildingRow
from portal.domain.grids.models import Assignment, Building, PlaceAlias
from portal.domain.grids.nameable import Nameable
from portal.domain.grids.queries import holds_on, register_rows
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record

# Numbers with their words (3号楼, 2单元) are not a name: as one they would catch the addresses of every estate.
_NUMBER_WORDS = re.compile(r"[\d第一二三四五六七八九十甲乙丙丁号楼栋幢座门室弄期区院 -]|单元|(?<![a-z])[a-z](?![a-z])")


def lookup_rows(day: date) -> Iterator[BuildingRow]:
    """The buildings of the register on `day` for the index.

    The index takes aliases as names of an estate. So a name for one building, and the names of a house that belongs
    to no estate, become an estate of their own at the same road and number.
    """
    of_one = _names_of_one_building()
    for row in register_rows(day):
        names = of_one.get(row.building_code, [])
        line = BuildingRow(*row[:-1], aliases=tuple(alias for alias in row.aliases if alias not in names))
        yield line
        for alias in names:
            yield replace(line, estate=alias, building_no="", aliases=())
        if not line.estate:
            for alias in line.aliases:
                yield replace(line, estate=alias, aliases=())


def _names_of_one_building() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = db.session.execute(
        select(Building.code, PlaceAlias.alias)
        .join(Building, Building.id == PlaceAlias.building_id)
        .where(PlaceAlias.removed_at.is_(None), PlaceAlias.whole_estate.is_(False))
        .order_by(PlaceAlias.id)
    )
    for code, alias in rows:
        found[code].append(alias)
    return found


def likely_name(address: str) -> str:
    """The part of an unknown address that may be a name, 老棉纺厂 of 老棉纺厂 3号楼: what stands before a number."""
    found = re.match(r"\D{2,}?(?=[ -]*[甲乙丙丁]?\d)", address)
    return (found.group() if found else address).strip(" -")[:60]


def add_alias(place: Nameable, alias: str, *, grids: Select[int], today: date, by: str, at: datetime) -> PlaceAlias:
    """Give a building or a whole estate another name. `grids` are the ids this person looks after.

    Raises DomainError when the name says nothing, holds personal numbers, is taken already, or when a part of the
    estate lies outside `grids`.
    """
    alias, building = alias.strip(), place.building
    _check_name(alias)
    if place.whole_estate and _reaches_beyond(building, grids, today):
        raise DomainError(f"{building.estate or building.street_address}有几栋归别的社区，请街道的同事来加这个叫法。")
    if alias in (building.estate, *filter(None, building.aliases.split("|"))) or _standing(building, alias):
        raise DomainError(f"已经有「{alias}」这个叫法，不用再加。")
    added = PlaceAlias(building=building, alias=alias, whole_estate=place.whole_estate, added_at=at, added_by=by)
    db.session.add(added)
    touch(Part.PLACES)
    record("alias.added", by=by, at=at, subject=f"building {building.code}", detail=f"{alias}：{place.title}")
    return added


def remove_alias(alias: PlaceAlias, *, by: str, at: datetime) -> None:
    """Take a name that staff added out of use. Raises DomainError when it was removed before."""
    if alias.removed_at is not None:
        raise DomainError(f"「{alias.alias}」已经停用了。")
    alias.removed_at = at
    touch(Part.PLACES)
    record("alias.removed", by=by, at=at, subject=f"building {alias.building.code}", detail=alias.alias)


def standing_aliases(grids: Select[int], today: date) -> Select[PlaceAlias]:
    """The names in use for buildings of these grids, newest first."""
    held = select(Assignment.building_id).where(Assignment.grid_id.in_(grids), holds_on(today))
    return (
        select(PlaceAlias)
        .where(PlaceAlias.removed_at.is_(None), PlaceAlias.building_id.in_(held))
        .options(joinedload(PlaceAlias.building))
        .order_by(PlaceAlias.added_at.desc(), PlaceAlias.id.desc())
    )


def find_alias(alias_id: int, grids: Select[int], today: date) -> PlaceAlias:
    """A name in use in these grids; raises NotFound."""
    alias = db.session.scalars(standing_aliases(grids, today).where(PlaceAlias.id == alias_id)).first()
    if alias is None:
        raise NotFound("没有这个叫法，可能已经停用了。")
    return alias


def named_place(alias: PlaceAlias) -> str:
    """What a name stands for: 百通新苑 3号楼, or 百通新苑（整个小区）."""
    return Nameable(alias.building, alias.whole_estate).title


def _check_name(alias: str) -> None:
    if not 2 <= len(alias) <= 60:
        raise DomainError("叫法要写 2 到 60 个字。")
    if alias in words.GENERIC or not _NUMBER_WORDS.sub("", alias.lower()):
        raise DomainError(f"「{alias}」到处都有，不能当叫法。请写这个地方独有的名字。")
    if holds_private_number(alias):
        raise DomainError("叫法里不要写电话和证件号，只写地方的名字。")


def _reaches_beyond(building: Building, grids: Select[int], today: date) -> bool:
    """Does a part of the estate belong to a grid that is not among `grids`?"""
    same = [Building.estate == building.estate, Building.road == building.road]
    if not building.estate:
        same.append(Building.number == building.number)
    beyond = select(Assignment.id).join(Building, Building.id == Assignment.building_id)
    beyond = beyond.where(*same, holds_on(today), Assignment.grid_id.not_in(grids))
    return db.session.scalars(beyond).first() is not None


def _standing(building: Building, alias: str) -> bool:
    taken = select(PlaceAlias.id).where(PlaceAlias.building_id == building.id, PlaceAlias.alias == alias)
    return db.session.scalars(taken.where(PlaceAlias.removed_at.is_(None))).first() is not None

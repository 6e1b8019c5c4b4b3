"""Names that staff add: they say something, stay in scope, and reach the index the right way."""

from datetime import UTC, datetime

import pytest

from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where
from portal.domain.errors import DomainError, NotFound
from portal.domain.grids import aliases
from portal.domain.grids.found_places import Found, found_places
from portal.domain.grids.lookup import Decision, GridRow, Index, Reason
from portal.domain.grids.models import Assignment, Building, PlaceAlias
from portal.domain.grids.nameable import Nameable, find_nameable, nameable_places
from portal.domain.grids.queries import grid_rows
from portal.domain.records.models import Record
from tests.cast import Cast
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DONE = {"by": "莲干事", "at": MOMENT}


def add(cast: Cast, building: Building, alias: str, *, whole_estate: bool = False, who: str = "officer") -> PlaceAlias:
    grids = grids_where(cast.users[who], Permission.LOOKUP_QUEUE, TODAY)
    return aliases.add_alias(Nameable(building, whole_estate), alias, grids=grids, today=TODAY, **DONE)


def found(words: str) -> Found:
    db.session.flush()
    grids = [GridRow(*row) for row in grid_rows(TODAY)]
    with Index.build(aliases.lookup_rows(TODAY), grids) as index:
        return found_places(index.look_up(words), TODAY)


def test_a_name_of_one_building_leads_to_that_building_alone(cast: Cast):
    assert found("红楼").decision is Decision.NONE
    add(cast, cast.bright1, "红楼")
    (place,) = found("红楼2单元").places
    assert (place.building, place.unit, place.reason) == (cast.bright1, 2, Reason.ALIAS)


def test_a_name_of_the_estate_leads_to_all_its_buildings(cast: Cast):
    add(cast, cast.bright1, "电机厂宿舍", whole_estate=True)
    answer = found("电机厂宿舍5号楼")
    assert (answer.decision, answer.places[0].building) == (Decision.ANSWER, cast.bright5)
    assert answer.places[0].reason is Reason.ALIAS
    assert {place.grid for place in found("电机厂宿舍").places} == {cast.l1, cast.l2}


def test_a_name_of_a_house_on_a_road_is_found(cast: Cast):
    add(cast, cast.road7, "老粮店", whole_estate=True)
    assert found("老粮店").places[0].building == cast.road7


def test_a_name_of_one_building_is_no_name_of_its_estate(cast: Cast):
    add(cast, cast.bright1, "红楼")
    assert {place.building for place in found("红楼5号楼").places} <= {cast.bright1}


def test_a_removed_name_is_not_found_any_more(cast: Cast):
    alias = add(cast, cast.bright1, "红楼")
    aliases.remove_alias(alias, **DONE)
    assert found("红楼").decision is Decision.NONE
    with pytest.raises(DomainError, match="已经停用"):
        aliases.remove_alias(alias, **DONE)
    assert set(db.session.scalars(db.select(Record.action))) >= {"alias.added", "alias.removed"}


@pytest.mark.parametrize(
    ("alias", "sentence"),
    [
        ("楼", "2 到 60 个字"),
        ("红" * 61, "2 到 60 个字"),
        ("小区", "到处都有"),
        ("3号楼", "到处都有"),
        ("二单元", "到处都有"),
        ("A座 3号楼", "到处都有"),
        ("红楼 13800138000", "电话"),
        ("纺织宿舍", "已经有"),
        ("明亮花园", "已经有"),
    ],
)
def test_a_name_that_says_nothing_new_is_refused(cast: Cast, alias: str, sentence: str):
    with pytest.raises(DomainError, match=sentence):
        add(cast, cast.bright1, alias)


def test_a_name_for_a_whole_estate_needs_the_whole_estate(cast: Cast):
    db.session.delete(db.session.scalars(db.select(Assignment).filter_by(building_id=cast.bright5.id)).one())
    db.session.add(Assignment(building_id=cast.bright5.id, grid_id=cast.m1.id, starts_on=TODAY))
    db.session.flush()
    with pytest.raises(DomainError, match="归别的社区"):
        add(cast, cast.bright1, "电机厂宿舍", whole_estate=True)
    add(cast, cast.bright1, "电机厂宿舍")
    add(cast, cast.bright1, "老电机厂", whole_estate=True, who="admin")


def test_names_are_listed_and_found_in_ones_own_grids(cast: Cast):
    alias = add(cast, cast.bright1, "红楼")
    db.session.flush()
    for who, seen in (("officer", [alias]), ("stranger", []), ("admin", [alias])):
        grids = grids_where(cast.users[who], Permission.LOOKUP_QUEUE, TODAY)
        assert list(db.session.scalars(aliases.standing_aliases(grids, TODAY))) == seen
    with pytest.raises(NotFound):
        aliases.find_alias(alias.id, grids_where(cast.users["stranger"], Permission.LOOKUP_QUEUE, TODAY), TODAY)


def test_what_stands_for_a_place_is_said_in_words(cast: Cast):
    assert aliases.named_place(add(cast, cast.bright1, "红楼")) == "明亮花园 1号楼"
    assert aliases.named_place(add(cast, cast.bright1, "电机厂宿舍", whole_estate=True)) == "明亮花园（整个小区）"


@pytest.mark.parametrize(
    ("address", "name"),
    [("老棉纺厂家属院3号楼", "老棉纺厂家属院"), ("红楼", "红楼"), ("绿城 甲3号楼", "绿城"), ("3号楼", "3号楼")],
)
def test_the_likely_name_stands_before_the_number(address: str, name: str):
    assert aliases.likely_name(address) == name


def test_a_search_offers_buildings_and_their_estate_within_scope(cast: Cast):
    grids = grids_where(cast.users["officer"], Permission.LOOKUP_QUEUE, TODAY)

    def offered(words: str) -> list[str]:
        return [place.title for place in nameable_places(found(words), grids, TODAY)]

    assert offered("明亮花园1号楼") == ["明亮花园 1号楼", "明亮花园（整个小区）"]
    assert offered("明亮花园") == ["明亮花园（整个小区）"]
    assert offered("枫林村1号") == []


@pytest.mark.parametrize("key", ["building B0011", "estate B0011", "building B9999", "room B0001", "", "building"])
def test_a_place_out_of_scope_or_unknown_cannot_be_chosen(cast: Cast, key: str):
    with pytest.raises(NotFound):
        find_nameable(key, grids_where(cast.users["officer"], Permission.LOOKUP_QUEUE, TODAY), TODAY)


def test_a_chosen_place_is_found_again(cast: Cast):
    grids = grids_where(cast.users["officer"], Permission.LOOKUP_QUEUE, TODAY)
    place = Nameable(cast.bright1, whole_estate=True)
    assert find_nameable(place.key, grids, TODAY) == place

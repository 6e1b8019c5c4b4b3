"""What staff must check before launch, and what residents are told until they have."""

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters import services
from portal.domain.matters.confirming import confirm, for_residents, is_provisional, items, open_items, take_back
from portal.domain.matters.content import content_of
from tests.domain.matters.catalogue import WHO, load


@pytest.fixture
def matters(app):
    return load()


def test_every_local_value_is_an_item(matters):
    content = content_of(matters["gaoling"].current)
    found = items(content)
    assert [f"本地规定：{one}" for one in content.local] == found[: len(content.local)]
    assert found[len(content.local) :] == [
        "办理期限：15 个工作日",
        "要不要公示",
        "公示多久：7 天",
        "要不要交：近期照片",
    ]


def test_national_values_need_no_check(matters):
    found = items(content_of(matters["dibao"].current))
    assert not [item for item in found if "期限：" in item or "公示多久" in item]


def test_every_matter_that_ships_as_unconfirmed_has_something_to_check(matters):
    for matter in matters.values():
        assert open_items(matter.current), matter.slug


def test_ticking_all_ends_the_warning_and_taking_one_back_begins_it_again(matters):
    matter = matters["gaoling"]
    assert is_provisional(matter.current)
    for item in items(content_of(matter.current)):
        confirm(matter, item, **WHO)
        confirm(matter, item, **WHO)
    db.session.commit()
    assert len(matter.confirmations) == len(items(content_of(matter.current)))
    assert not is_provisional(matter.current)
    take_back(matter, "要不要公示", **WHO)
    db.session.commit()
    assert open_items(matter.current) == ["要不要公示"]
    assert is_provisional(matter.current)


def test_a_value_that_changes_is_to_be_checked_anew(matters):
    matter = matters["gaoling"]
    for item in items(content_of(matter.current)):
        confirm(matter, item, **WHO)
    limit = {**matter.current.content["time_limit"], "value": 10}
    entry = {**services.entry_of(matter.current), "time_limit": limit}
    services.edit(matter, entry, seen=1, whole_town=False, note="", **WHO)
    db.session.commit()
    assert open_items(matter.current) == ["办理期限：10 个工作日"]


def test_what_is_no_item_cannot_be_ticked(matters):
    with pytest.raises(DomainError, match="已经改过了"):
        confirm(matters["gaoling"], "办理期限：99 天", **WHO)


def test_a_matter_the_law_settles_is_not_provisional(matters):
    assert open_items(matters["juzhuzheng"].current)
    assert not is_provisional(matters["juzhuzheng"].current)


def test_residents_do_not_read_the_examples_of_other_towns():
    assert for_residents("总时限缩短（郑州25/40、青岛20/30）") == "总时限缩短"

"""The life of a placard."""

from datetime import timedelta

import pytest

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.grids.versions import versions
from portal.domain.placards import services
from portal.domain.placards.models import Placard, RetiredBecause
from portal.domain.records.models import Record
from tests.conftest import TODAY
from tests.domain.placards.placards import NOW, WHO, live_at, make_one, print_all


@pytest.fixture
def placard(cast) -> Placard:
    return make_one(cast.bright1)


def acts(placard: Placard) -> list[str]:
    return list(db.session.scalars(db.select(Record.action).filter_by(subject=placard.subject).order_by(Record.id)))


def test_a_sheet_is_put_up_after_it_was_printed(placard):
    with pytest.raises(DomainError, match="还没有印制"):
        services.put_up(placard, TODAY, today=TODAY, **WHO)
    print_all(placard)
    services.put_up(placard, TODAY, today=TODAY, **WHO)
    assert placard.put_up_on == TODAY
    assert acts(placard) == ["placard.put_up"]


@pytest.mark.parametrize("days", [-1, 1])
def test_it_is_not_put_up_before_printing_or_tomorrow(placard, days):
    print_all(placard)
    with pytest.raises(DomainError, match="张贴日期"):
        services.put_up(placard, TODAY + timedelta(days=days), today=TODAY, **WHO)


def test_a_second_report_of_damage_changes_nothing(placard):
    assert services.report_damage(placard, by="居民", at=NOW) is True
    assert services.report_damage(placard, by="居民", at=NOW + timedelta(hours=1)) is False
    assert placard.damage_reported_at == NOW
    assert acts(placard) == ["placard.damage_reported"]


def test_damage_is_cleared_and_can_be_reported_again(placard):
    services.report_damage(placard, by="居民", at=NOW)
    services.clear_damage(placard, **WHO)
    assert placard.damage_reported_at is None
    assert services.report_damage(placard, by="居民", at=NOW)


def test_clearing_what_was_not_reported_is_refused(placard):
    with pytest.raises(DomainError, match="没有破损的报告"):
        services.clear_damage(placard, **WHO)


def test_a_replaced_placard_points_to_the_new_one_at_the_same_place(cast, placard):
    new = services.replace(placard, today=TODAY, **WHO)
    db.session.commit()
    assert (placard.retired_because, placard.retired_on) == (RetiredBecause.REPLACED, TODAY)
    assert placard.replaced_by is new
    assert live_at(cast.bright1) is new
    assert new.code != placard.code
    assert new.check_word != placard.check_word
    assert new.printed_on is None


@pytest.mark.parametrize("because", [RetiredBecause.LOST, RetiredBecause.REMOVED])
def test_a_lost_or_removed_placard_is_retired(placard, because):
    services.retire(placard, because, today=TODAY, **WHO)
    db.session.commit()
    assert placard.retired_because is because
    assert acts(placard) == [f"placard.{because}"]


def test_a_retired_placard_takes_no_further_step(placard):
    services.retire(placard, RetiredBecause.LOST, today=TODAY, **WHO)
    db.session.flush()
    for step in (
        lambda: services.put_up(placard, TODAY, today=TODAY, **WHO),
        lambda: services.clear_damage(placard, **WHO),
        lambda: services.replace(placard, today=TODAY, **WHO),
        lambda: services.retire(placard, RetiredBecause.REMOVED, today=TODAY, **WHO),
    ):
        with pytest.raises(DomainError, match="已经停用"):
            step()
    assert services.report_damage(placard, by="居民", at=NOW) is False


def test_every_step_tells_the_kept_pages(placard):
    before = versions()["placards"]
    services.report_damage(placard, by="居民", at=NOW)
    assert versions()["placards"] > before


def test_the_database_refuses_a_placard_replaced_without_being_retired(placard):
    placard.replaced_by_id = placard.id
    with pytest.raises(Exception, match="replaced_when_retired"):
        db.session.flush()

"""Changing the catalogue: versions, two editors at once, what only the whole town may change, retiring."""

import copy

import pytest

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.grids.versions import Part, versions
from portal.domain.matters import services
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.changes import changes
from portal.domain.matters.models import Matter, MatterVersion, ReplyTemplate
from portal.domain.matters.queries import find_matter, find_version, offered
from portal.domain.records.models import Record
from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.matters.catalogue import NOW, WHO, load
from tests.parallel import at_once


@pytest.fixture
def matters(app):
    return load()


def edited(matter: Matter, seen: int | None = None, *, whole_town: bool = True, note: str = "", **parts):
    entry = {**copy.deepcopy(services.entry_of(matter.current)), **parts}
    seen = matter.current.number if seen is None else seen
    made = services.edit(matter, entry, seen=seen, whole_town=whole_town, note=note, **WHO)
    db.session.commit()
    return made


def acts() -> list[str]:
    return list(db.session.scalars(db.select(Record.action).order_by(Record.id)))


def test_the_shipped_matters_are_loaded_once(app):
    assert services.load_catalogue(**WHO) == 32
    assert services.load_catalogue(**WHO) == 0
    db.session.commit()
    assert [version.matter.slug for version in offered()] == [entry["slug"] for entry in shipped().entries]
    assert acts().count("matters.loaded") == 1


def test_a_version_says_what_the_file_says(matters):
    for entry in shipped().entries:
        said = services.entry_of(matters[entry["slug"]].current)
        assert said == {key: value for key, value in entry.items() if key != "slug"}


def test_loading_again_brings_what_is_missing_and_leaves_what_staff_edited(matters):
    edited(matters["gaoling"], eligibility="年满 85 岁")
    missing = matters["zixun"]
    db.session.execute(db.delete(MatterVersion).where(MatterVersion.matter_id == missing.id))
    db.session.delete(missing)
    removed = db.session.scalars(db.select(ReplyTemplate)).first()
    db.session.delete(removed)
    db.session.commit()
    assert services.load_catalogue(**WHO) == 1
    db.session.commit()
    assert find_matter("gaoling").current.content["eligibility"] == "年满 85 岁"
    assert find_matter("zixun").current.number == 1
    assert db.session.scalar(db.select(db.func.count(ReplyTemplate.id))) == len(shipped().replies) - 1


def test_an_edit_is_a_new_version_and_the_old_one_stays(matters):
    matter = matters["gaoling"]
    before = versions()[Part.MATTERS]
    made = edited(matter, note="照市里新文件", eligibility="年满 85 岁")
    assert (made.number, made.current, made.note, made.entered_by) == (2, True, "照市里新文件", "安管理")
    old = find_version(matter, 1)
    assert not old.current
    assert old.content["eligibility"] == "本地户籍，年满规定年龄（常见80岁）。换档（90、100岁）一般不用重申请。"
    assert matter.current is made
    assert versions()[Part.MATTERS] == before + 1
    (record,) = db.session.scalars(db.select(Record).where(Record.action == "matter.edited"))
    assert (record.subject, record.detail) == ("matter gaoling", "什么条件")


def test_nothing_changed_makes_no_version(matters):
    matter = matters["gaoling"]
    assert edited(matter).number == 1
    assert edited(matter, emergency=None, alert_words=[]).number == 1
    assert "matter.edited" not in acts()


def test_a_request_keeps_the_version_it_was_filed_under(matters):
    """A version is never written again: what it says is the same row for good."""
    matter = matters["gaoling"]
    kept = matter.current.id
    edited(matter, eligibility="年满 85 岁")
    edited(matter, eligibility="年满 90 岁")
    assert "常见80岁" in db.session.get(MatterVersion, kept).content["eligibility"]


def test_the_second_editor_is_told(matters):
    matter = matters["gaoling"]
    edited(matter, seen=1, eligibility="年满 85 岁")
    with pytest.raises(Stale, match="安管理 已经存了第 2 版"):
        edited(matter, seen=1, eligibility="年满 90 岁")
    db.session.rollback()
    assert matter.current.content["eligibility"] == "年满 85 岁"


def test_of_two_who_save_at_once_one_is_told(both_apps):
    fill(TODAY)
    load()
    db.session.remove()

    def save(text: str) -> None:
        matter = find_matter("gaoling")
        entry = {**services.entry_of(matter.current), "eligibility": text}
        services.edit(matter, entry, seen=1, whole_town=True, note="", by=text, at=NOW)

    refused = at_once(both_apps, save, ["甲写的", "乙写的", "丙写的"])
    assert len(refused) == 2
    assert all("第 2 版" in sentence or "同时" in sentence for sentence in refused)
    matter = find_matter("gaoling")
    assert [version.number for version in matter.versions] == [2, 1]
    assert sum(version.current for version in matter.versions) == 1


def test_the_database_refuses_a_second_current_version(both_apps):
    matters = load()
    twin = matters["zixun"].current
    db.session.add(
        MatterVersion(
            matter_id=twin.matter_id,
            number=2,
            name=twin.name,
            category=twin.category,
            work_type=twin.work_type,
            content=twin.content,
            entered_at=NOW,
            entered_by="谁",
            current=True,
        )
    )
    with pytest.raises(Exception, match="(?i)unique"):
        db.session.flush()


@pytest.mark.parametrize(
    ("slug", "parts", "named"),
    [
        ("dibao", {"time_limit": {"value": 20, "unit": "workday", "basis": "local"}}, "期限"),
        ("dibao", {"publicity": {"required": "no", "basis": "national"}}, "公示"),
        ("gaoling", {"national": []}, "国家规定的内容"),
        ("gaoling", {"time_limit": {"value": 10, "unit": "workday", "basis": "national"}}, "期限"),
    ],
)
def test_what_the_law_of_the_country_sets_only_the_whole_town_changes(matters, slug, parts, named):
    with pytest.raises(DomainError, match=f"国家规定的内容（{named}）只有系统管理员能改"):
        edited(matters[slug], whole_town=False, **parts)
    db.session.rollback()
    assert edited(matters[slug], whole_town=True, **parts).number == 2


def test_local_values_are_for_the_subdistrict_to_change(matters):
    limit = {**matters["gaoling"].current.content["time_limit"], "value": 10}
    assert edited(matters["gaoling"], whole_town=False, time_limit=limit).number == 2


def test_an_edit_that_breaks_a_rule_is_refused_whole(matters):
    with pytest.raises(DomainError, match="2 到 5 个"):
        edited(matters["dibao"], questions=[])
    db.session.rollback()
    assert matters["dibao"].current.number == 1


def test_what_changed_between_versions_is_told_row_by_row(matters):
    matter = matters["loudao-duiwu"]
    old = services.entry_of(matter.current)
    steps = [*old["steps"][:-1], {"name": "三天后再看", "level": "grid", "limit": {"value": 3, "unit": "workday"}}]
    (change,) = changes(old, {**old, "steps": steps})
    assert change.name == "步骤"
    assert change.old == ("复查，网格，7 天",)
    assert change.new == ("三天后再看，网格，3 个工作日",)


def test_a_retired_matter_is_no_longer_offered_and_can_come_back(matters):
    matter = matters["shineng-huli"]
    services.retire(matter, **WHO)
    assert "shineng-huli" not in {version.matter.slug for version in offered()}
    with pytest.raises(DomainError, match="已经停办"):
        services.retire(matter, **WHO)
    services.restore(matter, **WHO)
    assert "shineng-huli" in {version.matter.slug for version in offered()}
    with pytest.raises(DomainError, match="不用恢复"):
        services.restore(matter, **WHO)
    assert acts()[-2:] == ["matter.retired", "matter.restored"]

"""The shipped file: every entry is complete, and says what the law says."""

import copy

import pytest

from portal.domain.matters.catalogue import shipped
from portal.domain.matters.content import read_content
from portal.domain.matters.models import Level, WorkType
from portal.domain.matters.parts import AnswerKind, Basis, InPerson, Need, Photo, ProxyKind, Said, Situation
from portal.domain.matters.rules import EMERGENCY_PHONES, RESULT_KINDS, problems
from portal.domain.sensitive_facts.kinds import ASKED_BY_MATTERS, FactKind
from portal.domain.workdays.spans import Span, Unit

ENTRIES = {entry["slug"]: entry for entry in shipped().entries}
TEXTS = {
    "slug", "name", "category", "work_type", "accept_level", "decide_level", "department", "portal_help",
    "who_can_apply", "eligibility", "photo", "confidence", "source_note",
}  # fmt: skip
LISTS = {"words", "situations", "levels", "papers", "steps", "sensitive_facts", "national", "local", "questions",
         "sources"}  # fmt: skip
FLAGS = {"anonymous_allowed", "public_matter", "confirm_before_launch"}
PARTS = {"proxy", "time_limit", "publicity", "result"}
OPTIONAL = {"in_person", "kinship_check", "visit", "checklist", "screening", "emergency", "alert_words", "recurring"}


def spans(said: object) -> list[dict]:
    """Every length of time anywhere in an entry."""
    if isinstance(said, dict):
        own = [said] if {"value", "unit"} <= set(said) else []
        return own + [span for part in said.values() for span in spans(part)]
    return [span for part in said for span in spans(part)] if isinstance(said, list) else []


def test_there_are_the_31_matters_in_20_categories():
    assert len(ENTRIES) == len(shipped().entries) == 32
    assert {entry["category"] for entry in ENTRIES.values()} == set(shipped().categories)
    assert len(shipped().categories) == 20


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_entry_is_complete(slug: str):
    entry = ENTRIES[slug]
    assert set(entry) - OPTIONAL == TEXTS | LISTS | FLAGS | PARTS
    assert all(isinstance(entry[key], str) and entry[key] for key in TEXTS)
    assert all(isinstance(entry[key], list) for key in LISTS)
    assert all(isinstance(entry[key], bool) for key in FLAGS)
    assert entry["work_type"] in set(WorkType)
    assert {*entry["levels"], entry["accept_level"], entry["decide_level"]} <= set(Level)
    assert set(entry["situations"]) <= set(Situation)
    assert entry["photo"] in set(Photo)
    assert entry["confidence"] in ("high", "medium", "low")
    assert entry["result"]["kinds"]
    assert set(entry["result"]["kinds"]) <= set(RESULT_KINDS)
    assert len(entry["words"]) >= 10
    assert all(isinstance(word, str) and word for word in entry["words"])
    assert problems(entry) == []


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_limit_is_a_positive_number_of_a_known_unit(slug: str):
    found = spans(ENTRIES[slug])
    assert found
    for span in found:
        assert isinstance(span["value"], int)
        assert span["value"] > 0
        assert span["unit"] in set(Unit)


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_part_uses_known_words(slug: str):
    entry = ENTRIES[slug]
    assert entry["proxy"]["allowed"] in set(Said)
    assert set(entry["proxy"]["kinds"]) <= set(ProxyKind)
    assert entry["publicity"]["required"] in set(Said)
    assert {entry["publicity"]["basis"], entry["time_limit"]["basis"]} <= set(Basis)
    assert all(paper["required"] in set(Need) and paper["name"] for paper in entry["papers"])
    assert all(step["level"] in set(Level) and step["name"] for step in entry["steps"])


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_entry_asks_enough_and_nothing_sensitive(slug: str):
    questions = ENTRIES[slug]["questions"]
    assert 2 <= len(questions) <= 5
    assert len({question["key"] for question in questions}) == len(questions)
    for question in questions:
        assert question["kind"] in set(AnswerKind)
        assert (question["kind"] == "choice") == (len(question.get("options", [])) >= 2)
        for word in ("身份证号", "银行", "账号", "病名", "什么病", "残疾等级"):
            assert word not in question["label"]


def test_only_nuisances_and_suggestions_may_be_told_without_a_name():
    nameless = {slug for slug, entry in ENTRIES.items() if entry["anonymous_allowed"]}
    assert nameless == {
        "xiaofang-yinhuan", "loudao-duiwu", "yijian-jianyi", "baoxiu-gonggong", "huanjing-weisheng", "zaosheng",
        "zhandao",
    }  # fmt: skip


def test_public_matters_are_things_not_people():
    public = [entry for entry in ENTRIES.values() if entry["public_matter"]]
    assert {entry["slug"] for entry in public} == {
        "xiaofang-yinhuan", "loudao-duiwu", "baoxiu-gonggong", "huanjing-weisheng", "zhandao",
    }  # fmt: skip
    assert not {fact for entry in public for fact in entry["sensitive_facts"]} - {"举报人身份"}


def test_urgent_matters_name_fire_police_and_ambulance_first():
    urgent = [entry for entry in ENTRIES.values() if entry["work_type"] == "urgent"]
    assert {entry["slug"] for entry in urgent} == {"linshi-jinan", "xiaofang-yinhuan", "loudao-duiwu"}
    assert all(tuple(entry["emergency"]["phones"][:3]) == EMERGENCY_PHONES for entry in urgent)


@pytest.mark.parametrize(
    ("slug", "limit", "longest", "basis"),
    [
        ("dibao", "30 workday", "45 workday", Basis.NATIONAL),
        ("tekun", "30 workday", None, Basis.NATIONAL),
        ("linshi-jinan", "3 day", None, Basis.NATIONAL),
        ("canji-liangxiang", "16 workday", None, Basis.NATIONAL),
        ("juzhuzheng", "15 day", "30 day", Basis.NATIONAL),
        ("falv-yuanzhu", "7 day", None, Basis.NATIONAL),
        ("xiaofang-yinhuan", "24 hour", None, Basis.NATIONAL),
        ("gaoling", "15 workday", None, Basis.LOCAL),
        ("loudao-duiwu", "3 workday", None, Basis.PRACTICE),
    ],
)
def test_limits_are_those_of_the_rule(slug: str, limit: str, longest: str | None, basis: Basis):
    said = read_content(ENTRIES[slug], WorkType(ENTRIES[slug]["work_type"])).time_limit
    assert (said.span, said.extend_to) == (Span.parse(limit), Span.parse(longest) if longest else None)
    assert said.basis is basis


@pytest.mark.parametrize(("slug", "days"), [("dibao", "7 day"), ("tekun", "7 day"), ("canjizheng", "5 workday")])
def test_publicity_lasts_as_long_as_the_rule_says(slug: str, days: str):
    said = read_content(ENTRIES[slug], WorkType.APPROVAL).publicity
    assert (said.required, said.span) == (Said.YES, Span.parse(days))


@pytest.mark.parametrize("slug", ["linshi-jinan", "tanfang", "falv-yuanzhu", "maodun-tiaojie", "shengyu-dengji"])
def test_what_must_stay_private_is_never_published(slug: str):
    assert ENTRIES[slug]["publicity"]["required"] == "no"


def test_an_approval_has_two_clocks_and_other_work_one():
    dibao = read_content(ENTRIES["dibao"], WorkType.APPROVAL)
    assert (dibao.respond, dibao.finish) == (Span(1, Unit.WORKDAY), Span(2, Unit.WORKDAY))
    assert dibao.statutory is not None
    assert dibao.statutory.clock_starts == "街道受理之日"
    repair = read_content(ENTRIES["baoxiu-gonggong"], WorkType.COORDINATED)
    assert (repair.finish, repair.extend_to, repair.statutory) == (
        Span(5, Unit.WORKDAY), Span(15, Unit.WORKDAY), None,
    )  # fmt: skip
    fire = read_content(ENTRIES["xiaofang-yinhuan"], WorkType.URGENT)
    assert (fire.respond, fire.finish) == (Span(30, Unit.MINUTE), Span(24, Unit.HOUR))


def broken(slug: str, **parts: object) -> dict:
    return {**copy.deepcopy(ENTRIES[slug]), **parts}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (broken("dibao", time_limit={"value": 0, "unit": "workday", "basis": "local"}), "期限的数字"),
        (broken("dibao", time_limit={"value": 3, "unit": "fortnight", "basis": "local"}), "不认识的词"),
        (broken("dibao", questions=[]), "2 到 5 个"),
        (broken("dibao", words=[]), "常说的词"),
        (broken("dibao", anonymous_allowed=True), "不能不留姓名"),
        (broken("dibao", category="杂项"), "没有“杂项”这一类"),
        (broken("dibao", steps=[]), "至少写一步"),
        (broken("dibao", publicity={"required": "local", "fields": ["身份证号码"]}), "不能有“身份证号码”"),
        (broken("loudao-duiwu", emergency=None), "119、110、120"),
        (broken("loudao-duiwu", levels=["community"]), "没有勾这一级"),
        (broken("zixun", questions=[{"key": "a", "label": "您得了什么病", "kind": "line"}] * 2), "当面问"),
        (broken("zixun", questions=[{"key": "a", "label": "哪一种", "kind": "choice"}] * 2), "两个以上的选项"),
        ({"work_type": "general"}, "缺了“期限”"),
    ],
)  # fmt: skip
def test_an_entry_that_nobody_could_rely_on_is_named(entry: dict, words: str):
    assert any(words in problem for problem in problems(entry)), problems(entry)


def test_words_that_cannot_wait_are_noticed():
    content = read_content(ENTRIES["baoxiu-gonggong"], WorkType.COORDINATED)
    assert content.alarming("小区门口井盖没了，还漏电") == ["井盖没了", "漏电"]
    assert content.alarming("灯不亮") == []


def test_an_agent_reads_beforehand_what_only_the_person_can_do():
    said = {slug: read_content(entry, WorkType(entry["work_type"])).in_person for slug, entry in ENTRIES.items()}
    assert said["gaoling"] == (InPerson.FACE_CHECK,)
    assert said["tekun"] == (InPerson.AUTHORISATION, InPerson.ASSESSMENT)
    assert said["maodun-tiaojie"] == (InPerson.AGREEMENT,)
    for slug, entry in ENTRIES.items():
        papers = " ".join(paper["name"] for paper in entry["papers"])
        assert ("授权" in papers) == (InPerson.AUTHORISATION in said[slug]), slug


def test_only_a_matter_that_gives_something_to_a_person_asks_for_whom_it_is():
    asked = {slug for slug, entry in ENTRIES.items() if read_content(entry, WorkType(entry["work_type"])).asks_for_whom}
    assert {"gaoling", "dibao", "canji-liangxiang", "linshi-jinan", "maodun-tiaojie", "kaizhengming"} <= asked
    assert not asked & {"loudao-duiwu", "baoxiu-gonggong", "zaosheng", "yijian-jianyi", "zixun", "huanjing-weisheng"}


def content(slug: str):
    return read_content(ENTRIES[slug], WorkType(ENTRIES[slug]["work_type"]))


def test_questions_for_income_illness_disability_and_who_one_lives_with_are_marked():
    marked = {(slug, one.key): one.sensitive for slug in ENTRIES for one in content(slug).questions if one.sensitive}
    assert marked[("dibao", "income")] is FactKind.INCOME
    assert marked[("canji-liangxiang", "card")] is FactKind.DISABILITY
    assert marked[("shineng-huli", "how_long")] is FactKind.ILLNESS
    assert marked[("tanfang", "living")] is FactKind.LIVING_ALONE
    assert set(marked.values()) == set(ASKED_BY_MATTERS)
    telling = ("收入", "低保", "残疾", "自理", "和谁住", "自己能行")
    for slug in ENTRIES:
        for one in content(slug).questions:
            assert one.sensitive or not any(word in one.label for word in telling), f"{slug}: {one.label}"


def test_something_is_always_left_that_says_what_it_is_about():
    assert all(content(slug).open_questions for slug in ENTRIES)


def test_a_matter_asks_for_the_facts_it_names_and_an_approval_for_who_the_person_is():
    assert content("canji-liangxiang").fact_kinds == (
        FactKind.ID_NUMBER, FactKind.BANK_ACCOUNT, FactKind.INCOME, FactKind.DISABILITY,
    )  # fmt: skip
    assert content("gaoling").fact_kinds == (FactKind.ID_NUMBER, FactKind.BANK_ACCOUNT)
    assert content("tanfang").fact_kinds == (FactKind.LIVING_ALONE,)
    assert content("shiye-dengji").fact_kinds == ()
    assert content("linshi-jinan").fact_kinds == (), "help in an emergency waits for no consent"
    assert not any(content(slug).fact_kinds for slug in ENTRIES if content(slug).public_matter)


@pytest.mark.parametrize("kind", ["id_number", "bank_account"])
def test_no_question_asks_for_a_number(kind: str):
    entry = copy.deepcopy(ENTRIES["gaoling"])
    entry["questions"][0]["sensitive"] = kind
    assert any("专门的格子" in problem for problem in problems(entry))


def test_an_unknown_kind_of_fact_is_refused():
    entry = copy.deepcopy(ENTRIES["gaoling"])
    entry["questions"][0]["sensitive"] = "belief"
    assert problems(entry)


def test_a_public_matter_asks_nothing_sensitive():
    entry = copy.deepcopy(ENTRIES["huanjing-weisheng"])
    entry["questions"][0]["sensitive"] = "illness"
    assert any("公开的事" in problem for problem in problems(entry))


def test_no_question_asks_again_for_whom_it_is():
    asked = {question["label"] for entry in ENTRIES.values() for question in entry["questions"]}
    assert not asked & {"给谁申请", "给谁评"}

"""The pre-screening: every line can be reached, every question leads somewhere, and no answer is ever entitled."""

from itertools import product

import pytest

from portal.domain.errors import DomainError
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.rules import problems
from portal.domain.matters.screening import (
    QUESTIONS,
    Line,
    Verdict,
    problems_of_lines,
    read_answers,
    read_line,
    suggestions,
)

LINES = {one["slug"]: [read_line(text) for text in one["screening"]] for one in shipped().entries if "screening" in one}
OPTIONS = {one.key: tuple(one.options) for one in QUESTIONS}
BENEFITS = {"社会救助", "特困供养", "残疾人", "老年人", "医保社保", "就业", "住房", "户籍居住", "计生卫健", "退役军人"}


def slugs(verdict: Verdict, **answers: str) -> set[str]:
    return {one.slug for one in suggestions(LINES.items(), answers) if one.verdict is verdict}


def combinations(lines: list[Line]):
    """Every way of answering the questions these lines ask for, left out among them; others change nothing."""
    asked = sorted({key for line in lines for key in line.when})
    for chosen in product(*[(None, *OPTIONS[key]) for key in asked]):
        yield {key: option for key, option in zip(asked, chosen, strict=True) if option}


def test_there_are_six_to_ten_questions_with_answers_to_choose_from():
    assert 6 <= len(QUESTIONS) <= 10
    assert all(2 <= len(one.options) <= 5 for one in QUESTIONS)
    assert all(len(set(one.options.values())) == len(one.options) for one in QUESTIONS)


def test_every_benefit_of_the_catalogue_can_come_up():
    assert {one["slug"] for one in shipped().entries if one["category"] in BENEFITS} | {"tanfang"} == set(LINES)


@pytest.mark.parametrize("slug", LINES)
def test_every_line_is_the_first_that_fits_some_answers(slug: str):
    reached = set()
    for answers in combinations(LINES[slug]):
        reached.add(next((n for n, line in enumerate(LINES[slug]) if line.fits(answers)), None))
    assert reached >= set(range(len(LINES[slug])))
    assert None in reached, "a matter that always comes up says nothing"


def test_every_question_can_lead_somewhere():
    led = {key for lines in LINES.values() for line in lines for key in line.when}
    assert led == set(OPTIONS)


def test_answers_that_tell_of_no_need_lead_nowhere():
    calm = {
        "age": "none", "living": "together", "disability": "none", "care": "none", "money": "enough", "work": "fine",
        "housing": "own", "children": "none", "service": "no", "hukou": "here",
    }  # fmt: skip
    assert set(calm) == set(OPTIONS)
    assert suggestions(LINES.items(), calm) == []


def test_all_answers_together_never_break_it():
    """Each pair of questions in every combination, the others left out and then all given."""
    for first, second in product(OPTIONS, OPTIONS):
        for one, other in product(OPTIONS[first], OPTIONS[second]):
            found = suggestions(LINES.items(), {first: one, second: other})
            for suggestion in found:
                assert suggestion.because
                assert all(pair in {(first, one), (second, other)} for pair in suggestion.because)
            verdicts = [suggestion.verdict for suggestion in found]
            assert verdicts == sorted(verdicts, key=lambda verdict: verdict is not Verdict.WORTH)


def test_a_mother_of_eighty_four_who_lives_alone():
    said = {"age": "eighty", "living": "alone", "care": "some", "hukou": "here"}
    assert slugs(Verdict.WORTH, **said) == {"gaoling", "tanfang", "nengli-pinggu"}
    assert slugs(Verdict.ASK, **said) == {"shineng-butie"}


def test_somebody_who_is_in_trouble_now_is_not_sent_to_a_long_procedure():
    assert slugs(Verdict.WORTH, money="emergency") == {"linshi-jinan"}


def test_low_income_is_asked_for_where_the_household_is_registered():
    assert "dibao" in slugs(Verdict.WORTH, money="short", hukou="here")
    assert "dibao" in slugs(Verdict.ASK, money="short", hukou="away")


def test_destitute_support_needs_both_conditions_to_be_worth_it():
    assert "tekun" in slugs(Verdict.WORTH, living="nobody", age="seventy", money="short")
    assert "tekun" in slugs(Verdict.ASK, living="nobody", age="seventy", money="enough")
    assert "tekun" not in slugs(Verdict.WORTH, living="alone", age="seventy", money="short")


def test_a_disability_card_with_low_income_support():
    assert "canji-liangxiang" in slugs(Verdict.WORTH, disability="card", money="dibao")
    assert "canji-liangxiang" in slugs(Verdict.ASK, disability="card")
    assert "canjizheng" in slugs(Verdict.WORTH, disability="no_card")


LOCAL = ("gaoling", "yanglao-butie", "gongzufang", "linshi-zhichu")


@pytest.mark.parametrize("slug", LOCAL)
def test_what_each_place_decides_is_called_so(slug: str):
    assert any("各地不同" in line.note or "有的地方" in line.note for line in LINES[slug])
    assert not any("一定" in line.note or "肯定" in line.note for line in LINES[slug])


def test_only_known_answers_are_read():
    assert read_answers({"age": "eighty", "money": "million", "who": "王芳", "care": ""}) == {"age": "eighty"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("老人是80以上", "冒号后面"),
        ("老人是80以上：肯定能领", "冒号后面"),
        ("岁数是80以上：先问问", "前面用这些词"),
        ("老人是100：先问问", "回答只有"),
        ("老人是80以上，老人是70到79：先问问", "写了两次"),
        ("老人是80以上：先问问。" + "长" * 120, "最多 120 个字"),
        ("：先问问", "请写成"),
    ],
)
def test_a_line_nobody_could_read_is_named(text: str, words: str):
    with pytest.raises(DomainError, match=words):
        read_line(text)
    assert any(words in problem for problem in problems_of_lines([text]))


def test_a_line_that_never_counts_is_named():
    found = list(problems_of_lines(["老人是80以上：先问问", "老人是80以上，户口是本地：值得申请"]))
    assert len(found) == 1
    assert "永远轮不到" in found[0]
    assert not list(problems_of_lines(["老人是80以上，户口是本地：值得申请", "老人是80以上：先问问"]))


def test_the_rules_of_the_catalogue_read_the_lines():
    entry = dict(next(one for one in shipped().entries if one["slug"] == "gaoling"))
    assert problems(entry) == []
    assert any("回答只有" in problem for problem in problems({**entry, "screening": ["老人是很老：先问问"]}))

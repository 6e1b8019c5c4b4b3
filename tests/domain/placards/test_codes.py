import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.placards.codes import (
    ALPHABET,
    Mistake,
    MistypedCode,
    new_code,
    read_code,
    shown,
)

codes = st.randoms(use_true_random=False).map(lambda source: new_code(source.randrange))


def misread(text: str) -> MistypedCode:
    with pytest.raises(MistypedCode) as caught:
        read_code(text)
    return caught.value


def test_the_alphabet_is_prime_and_has_no_look_alikes():
    assert len(ALPHABET) == len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("0O1ILBSZGFNUV")


def test_a_code_needs_seven_draws():
    draws = []
    code = new_code(lambda n: draws.append(n) or 3)
    assert draws == [23] * 7
    assert len(code) == 8


def test_a_known_code_stays_valid():
    assert read_code("7KQ4M2XD") == "7KQ4M2XD"
    assert shown("7KQ4M2XD") == "7KQ4-M2XD"


@given(codes)
def test_a_code_reads_back_as_shown(code):
    assert read_code(shown(code)) == code


@given(codes)
def test_every_single_wrong_character_is_caught(code):
    for place in range(8):
        for other in set(ALPHABET) - {code[place]}:
            assert misread(code[:place] + other + code[place + 1 :]).mistake is Mistake.CHECK


@given(codes)
def test_every_swap_of_two_characters_is_caught(code):
    for one, two in combinations(range(8), 2):
        if code[one] != code[two]:
            swapped = list(code)
            swapped[one], swapped[two] = code[two], code[one]
            assert misread("".join(swapped)).mistake is Mistake.CHECK


def test_the_check_holds_for_all_codes_and_not_only_for_the_drawn_ones():
    """The check is linear, so it is enough that the weights of the eight places differ and none is 0."""
    weights = []
    for place in range(7):
        checks = []
        for value in range(23):
            values = [0] * 7
            values[place] = value
            checks.append(ALPHABET.index(new_code(lambda _n, left=values: left.pop(0))[-1]))
        assert sorted(checks) == list(range(23))
        weights.append(checks[1])
    weights.append(-1 % 23)
    assert len(set(weights)) == 8
    assert 0 not in weights


@pytest.mark.parametrize(
    "typed",
    [
        "7kq4m2xd",
        "7KQ4-M2XD",
        " 7kq4 m2xd\n",
        "７ＫＱ４－Ｍ２ＸＤ",
        "7KQ4—M2XD",
        "7KQ4·M2XD。",
        "7KO4-MZXD",
        "7K04M2X0",
    ],
)
def test_spellings_people_use_are_forgiven(typed):
    assert read_code(typed) == "7KQ4M2XD"


def test_look_alikes_become_what_is_printed():
    drawn = (new_code(random.Random(seed).randrange) for seed in range(9_999))
    code = next(code for code in drawn if set("8526") < set(code))
    typed = code.replace("8", "B").replace("5", "s").replace("2", "z").replace("6", "g")
    assert read_code(typed) == code


@pytest.mark.parametrize("typed", ["", "7KQ4", "7KQ4M2XDD"])
def test_a_wrong_length_is_said_so(typed):
    problem = misread(typed)
    assert problem.mistake is Mistake.LENGTH
    assert f"{len(typed)} 位" in str(problem)


@pytest.mark.parametrize(
    ("typed", "foreign"),
    [("7KQ4M2X1", "1"), ("7KQ4M2Xl", "L"), ("松鹤", "松"), ("7KQ4M2X?", "?")],
)
def test_a_foreign_character_is_named(typed, foreign):
    problem = misread(typed)
    assert (problem.mistake, problem.character) == (Mistake.FOREIGN, foreign)
    assert foreign in str(problem)


def test_a_mistyped_code_is_a_value_error():
    assert isinstance(misread("7KQ4M2XE"), ValueError)

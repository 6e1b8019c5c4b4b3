import random
import re
from collections import Counter

from pypinyin import lazy_pinyin

from portal.domain.placards.check_words import WORDS, pick


def as_heard(word: str) -> tuple[str, ...]:
    """The syllables without tones, with the sounds merged that many speakers do not tell apart."""
    merged = []
    for syllable in lazy_pinyin(word):
        syllable = re.sub("^([zcs])h", r"\1", syllable)
        syllable = re.sub("^[lr]", "n", syllable)
        syllable = re.sub("^f", "h", syllable)
        merged.append(re.sub("ng$", "n", syllable))
    return tuple(merged)


def test_there_are_enough_words_of_two_common_characters():
    assert 230 <= len(WORDS) == len(set(WORDS))
    for word in WORDS:
        assert len(word) == 2
        for character in word:
            assert 0xB0 <= character.encode("gb2312")[0] <= 0xD7, f"{character} is not among the 3,755 common ones"


def test_no_two_words_sound_alike():
    heard = Counter(as_heard(word) for word in WORDS)
    assert [sound for sound, count in heard.items() if count > 1] == []


def test_no_character_comes_more_than_three_times():
    assert max(Counter("".join(WORDS)).values()) <= 3


def test_a_word_the_neighbours_do_not_have_is_preferred():
    free = {"松鹤", "竹林"}
    taken = [word for word in WORDS if word not in free]
    assert {pick(random.Random(seed).randrange, taken) for seed in range(40)} == free


def test_when_all_are_taken_the_rarest_is_picked():
    taken = [*WORDS, *WORDS]
    taken.remove("荷叶")
    assert pick(random.Random(1).randrange, taken) == "荷叶"


def test_every_word_can_be_picked():
    assert [pick(lambda _n, at=at: at, ()) for at in range(len(WORDS))] == list(WORDS)

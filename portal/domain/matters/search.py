"""Finding a matter by plain words: 吃低保, 楼上吵得睡不着, 电动车上楼.

Every matter is a small text of its own: the words people use for it, its name, category, who it is for. What was typed
is compared with each, word by word first, then by pairs of characters, rare pairs counting more; a word that sounds the
same or has one wrong character still counts.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from portal.domain.grids.addresses.normalise import plain
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion

SOUNDS = Path(__file__).with_name("sounds.txt")
LONGEST = 60  # characters of a query that are read
MOST = 8  # matters shown for a query
LEAST = 1.0  # of likeness; below it nothing was found
FEW = 4  # matters; a character in the words of no more than these tells something by itself

# One spelling for what people call by many names.
_SAME = {
    "电瓶车": "电动车",
    "电驴": "电动车",
    "电单车": "电动车",
    "爸妈": "老人",
    "爹妈": "老人",
    "父母": "老人",
    "爷爷": "老人",
    "奶奶": "老人",
    "姥姥": "老人",
    "姥爷": "老人",
    "外婆": "老人",
    "外公": "老人",
    "老爷子": "老人",
    "老太太": "老人",
    "老头": "老人",
    "老娘": "老人",
    "老爹": "老人",
    "我妈": "老人",
    "我爸": "老人",
    "小孩": "孩子",
    "娃娃": "孩子",
    "婴儿": "孩子",
    "宝宝": "孩子",
    "楼梯间": "楼道",
    "楼梯口": "楼道",
    "楼梯": "楼道",
    "走廊": "楼道",
    "过道": "楼道",
    "失火": "着火",
    "起火": "着火",
    "火灾": "着火",
    "噪音": "噪声",
    "残废": "残疾",
    "辞退": "失业",
    "解雇": "失业",
    "裁员": "失业",
    "下岗": "失业",
    "医疗保险": "医保",
    "社会保险": "社保",
    "养老院": "敬老院",
    "4050": "四零五零",
}
_SAMES = re.compile("|".join(sorted(_SAME, key=len, reverse=True)))
# Said in every question, and says nothing of the matter.
_EMPTY = re.compile(
    "我想|我要|想要|请问|怎么办理|怎么办|怎么弄|怎么|如何|能不能|可不可以|可以|有没有|是不是|哪里|哪儿|什么|多少"
    "|我们|我家|你们|咱们|一下|这个|那个|现在|今年|今天|昨天|一直|老是|总是|天天|好几|[的了吗呢吧啊呀么我你他她们这那个就都也还很太给把被让]"
)
_SIGNS = re.compile(r"[^0-9a-z一-鿿〇]+")
_DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class Entry:
    """One matter as the search sees it; a text is worth the more, the closer it is to what people say."""

    slug: str
    words: tuple[str, ...]
    texts: tuple[tuple[float, str], ...]


def entry_of_version(version: MatterVersion) -> Entry:
    content = content_of(version)
    asked = " ".join(" ".join((question.label, question.hint, *question.options)) for question in content.questions)
    return Entry(
        slug=version.matter.slug,
        words=(version.name, *content.words),
        texts=(
            (3.0, " ".join(content.words)),
            (2.0, version.name),
            (1.5, version.category),
            (1.0, " ".join((content.eligibility, content.who_can_apply))),
            (0.6, " ".join((content.result, asked, *content.alert_words))),
        ),
    )


@dataclass(slots=True)
class _Indexed:
    slug: str
    words: tuple[str, ...]
    sounds: tuple[tuple[str, ...], ...]
    weights: dict[str, float] = field(default_factory=dict)
    characters: frozenset[str] = frozenset()


class MatterSearch:
    """The catalogue, ready to be asked. Made anew when the catalogue changes; asking takes well below a millisecond."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._matters: list[_Indexed] = []
        in_matters: Counter[str] = Counter()
        holding: Counter[str] = Counter()
        for entry in entries:
            words = tuple(dict.fromkeys(filter(None, (_bare(word) for word in entry.words))))
            made = _Indexed(entry.slug, words, tuple(_sound(word) for word in words))
            for weight, text in entry.texts:
                for part in re.split(r"\s+", text):
                    for gram in _grams(_bare(part)):
                        made.weights[gram] = max(weight, made.weights.get(gram, 0.0))
            made.characters = frozenset("".join(words))
            in_matters.update(made.weights.keys())
            holding.update(made.characters)
            self._matters.append(made)
        count = len(self._matters)
        self._rarity = {gram: math.log(1 + count / (0.5 + number)) for gram, number in in_matters.items()}
        self._telling = {
            sign: math.log(1 + count / (0.5 + number)) for sign, number in holding.items() if number <= FEW
        }

    def find(self, typed: str) -> list[str]:
        """The slugs of the matters that may be meant, best first, at most `MOST`; empty when nothing fits."""
        asked = _asked(typed)
        scored = [(self._score(matter, asked), matter.slug) for matter in self._matters]
        best = max((score for score, _slug in scored), default=0.0)
        enough = [(score, slug) for score, slug in scored if score >= max(LEAST, best * 0.15)]
        return [slug for _score, slug in sorted(enough, key=lambda pair: -pair[0])[:MOST]]

    def _score(self, matter: _Indexed, asked: "_Asked") -> float:
        words = zip(matter.words, matter.sounds, strict=True)
        score = max((_likeness(word, sound, asked) for word, sound in words), default=0.0)
        for gram in asked.grams:
            if weight := matter.weights.get(gram):
                score += weight * self._rarity[gram]
        telling = [self._telling[sign] for sign in asked.characters & matter.characters if sign in self._telling]
        # One character alone is chance: 烧 of 红烧肉 is no fire.
        return score + sum(telling) if score >= LEAST or len(telling) >= 2 else 0.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed: as a whole, without what says nothing, in pairs of characters, and as it sounds."""

    whole: str
    gist: str
    grams: frozenset[str]
    characters: frozenset[str]
    sound: tuple[str, ...]


def _asked(typed: str) -> _Asked:
    text = plain(typed[:LONGEST])
    whole = _bare(text)
    parts = [part for part in (_bare(part) for part in _EMPTY.sub(" ", text).split()) if part]
    gist = "".join(parts) or whole
    grams = frozenset(gram for part in parts for gram in _grams(part))
    # Compared as it sounds only where it is short: a sentence sounds like nothing else.
    sound = _sound(gist) if 2 <= len(gist) <= 8 else (gist,) if gist.isascii() and gist.isalpha() else ()
    return _Asked(whole, gist, grams, frozenset("".join(parts)), sound)


def _likeness(word: str, word_sound: tuple[str, ...], asked: _Asked) -> float:
    """How much of what was asked is this very word: 100 for the word itself, less for a part or a slip."""
    if word in (asked.whole, asked.gist):
        return 100.0
    if len(word) >= 2 and word in asked.whole and not _says_nothing(word):
        return 8.0 + 4.0 * len(word)
    if asked.gist and asked.gist in word:
        return 10.0 + 10.0 * len(asked.gist) / len(word)
    if asked.sound and "".join(asked.sound) == "".join(word_sound):
        return 20.0
    if len(word) >= 3 and abs(len(word) - len(asked.gist)) <= 1 and _one_slip(word, asked.gist):
        return 15.0
    return 0.0


@lru_cache(maxsize=4096)
def _says_nothing(word: str) -> bool:
    return not _EMPTY.sub("", word)


def _one_slip(one: str, other: str) -> bool:
    """One character too many, missing, wrong, or two neighbours swapped."""
    if len(one) > len(other):
        one, other = other, one
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1]
    return one[start + 1 :] == other[start + 1 :] or (swapped and one[start + 2 :] == other[start + 2 :])


def _bare(text: str) -> str:
    """Simplified characters, letters and digits only, with one spelling for what has many."""
    bare = _SIGNS.sub("", plain(text))
    return _SAMES.sub(lambda found: _SAME[found[0]], bare).translate(_DIGITS)


def _grams(text: str) -> list[str]:
    """Pairs of neighbouring characters; of a single character itself."""
    return [text] if len(text) == 1 else [text[at : at + 2] for at in range(len(text) - 1)]


def _sound(word: str) -> tuple[str, ...]:
    return tuple(_syllables().get(sign, sign) for sign in word)


@cache
def _syllables() -> dict[str, str]:
    """The toneless reading of the 3,755 commonest characters; the table of all of them would take 50 MB of memory."""
    lines = SOUNDS.read_text(encoding="utf-8").splitlines()
    return {sign: syllable for syllable, signs in (line.split() for line in lines) for sign in signs}

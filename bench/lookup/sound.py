"""How characters sound and look: readings, homophones, look-alikes, and the distance of two names."""

from collections import defaultdict
from functools import lru_cache

from pypinyin import Style, pinyin

from .phrases import phrases

LOOKALIKES = phrases("sound_lookalikes")

STARTS = [("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"), ("h", "f"), ("r", "l")]
ENDS = [("ang", "an"), ("eng", "en"), ("ing", "in")]


@lru_cache(None)
def readings(ch):
    """All toneless readings of a character; itself when it has none."""
    return frozenset(pinyin(ch, style=Style.NORMAL, heteronym=True, errors=lambda x: [x])[0])


@lru_cache(100_000)
def spell(text):
    """Toneless syllables of a phrase, with the readings that the phrase itself suggests."""
    return tuple(s[0].replace("ü", "v") for s in pinyin(text, style=Style.NORMAL, errors=lambda x: list(x)))


@lru_cache(None)
def blurred(syllable):
    """One spelling for syllables that many speakers do not keep apart (zh/z, ing/in, l/n, h/f)."""
    for a, b in STARTS:
        if syllable.startswith(a):
            syllable = b + syllable[len(a) :]
            break
    for a, b in ENDS:
        if syllable.endswith(a):
            return syllable[: -len(a)] + b
    return syllable


def _common_characters():
    """The first level of GB 2312: the 3,755 characters that an input method offers first."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


@lru_cache(1)
def homophone_table():
    """Reading -> common characters that sound so."""
    table = defaultdict(list)
    for ch in _common_characters():
        table[spell(ch)[0]].append(ch)
    return table


@lru_cache(1)
def blurred_table():
    """Blurred reading -> common characters."""
    table = defaultdict(list)
    for ch in _common_characters():
        table[blurred(spell(ch)[0])].append(ch)
    return table


@lru_cache(1)
def lookalike_table():
    """Character -> characters of similar shape, from hand-made groups."""
    table = defaultdict(set)
    for group in LOOKALIKES:
        for ch in group:
            table[ch] |= set(group) - {ch}
    return {k: sorted(v) for k, v in table.items()}


@lru_cache(200_000)
def char_cost(a, b):
    """How far one character is from another for a reader who hears and sees them: 0 equal, 1 unrelated."""
    if a == b:
        return 0.0
    if readings(a) & readings(b):
        return 0.35
    if {blurred(x) for x in readings(a)} & {blurred(x) for x in readings(b)} or b in lookalike_table().get(a, ()):
        return 0.5
    return 1.0


@lru_cache(400_000)
def distance(a, b):
    """Edit distance of two names with cheap steps between characters that sound or look alike."""
    two, one = None, [0.8 * j for j in range(len(b) + 1)]
    for i, x in enumerate(a, 1):
        row = [0.8 * i]
        for j, y in enumerate(b, 1):
            best = min(one[j] + 0.8, row[j - 1] + 0.8, one[j - 1] + char_cost(x, y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y and x != y:
                best = min(best, two[j - 2] + 0.7)
            row.append(best)
        two, one = one, row
    return one[-1]

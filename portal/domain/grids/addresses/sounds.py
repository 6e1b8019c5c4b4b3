"""How characters sound: toneless pinyin, and a loose form in which common dialect mergers are equal."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from itertools import islice, product

from portal.domain.grids.addresses import numerals
from portal.domain.grids.addresses.types import Reason

_LOOSE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("v", "u"))
_INITIALS = ("zh", "ch", "sh")


@functools.lru_cache(maxsize=4096)
def loosen(pinyin: str) -> str:
    """Merge zh/z, ch/c, sh/s, ing/in, eng/en, ang/an and l/n; works on one syllable or on many joined."""
    for written, merged in _LOOSE:
        pinyin = pinyin.replace(written, merged)
    return pinyin


def register_readings() -> str:
    """All characters with their toneless readings, one 'character:reading,reading' a line; made when indexing."""
    import unicodedata

    from pypinyin.pinyin_dict import pinyin_dict

    lines = []
    for code, marked in pinyin_dict.items():
        if not (0x3400 <= code <= 0x9FFF or code == 0x3007):
            continue
        bare = unicodedata.normalize("NFD", marked.replace("ü", "v").replace("ǘ", "v").replace("ǚ", "v")
                                     .replace("ǜ", "v").replace("ǖ", "v").replace("ɡ", "g"))  # fmt: skip
        plain = "".join(letter for letter in bare if letter.isascii())
        distinct = list(dict.fromkeys(plain.split(",")))[:3]
        lines.append(f"{chr(code)}:{','.join(distinct)}")
    return "\n".join(lines)


class Sounds:
    """Readings of characters and number tokens, from the table stored in the index."""

    def __init__(self, table: str) -> None:
        self._readings: dict[str, str] = dict(line.split(":", 1) for line in table.split("\n") if line)
        self.syllables = frozenset(
            reading for readings in self._readings.values() for reading in readings.split(",") if len(reading) > 1
        ) - {"ng", "hm", "hng"}
        self._cache: dict[str, tuple[str, ...]] = {}
        self.substitutions: dict[tuple[str, str, bool], tuple[float, Reason]] = {}

    def of(self, token: str) -> tuple[str, ...]:
        """Readings of a token, most common first: a character, a number ('34' sounds as it is said) or letters."""
        known = self._cache.get(token)
        if known is None:
            if token.isdigit() and token.isascii():
                known = ("".join(self.of(character)[0] for character in numerals.spoken(token)),)
            else:
                readings = self._readings.get(token)
                known = tuple(readings.split(",")) if readings else (token,)
            if len(self._cache) > 30000:
                self._cache.clear()
            self._cache[token] = known
        return known

    def loose(self, token: str) -> tuple[str, ...]:
        """Loose readings of a token."""
        return tuple(dict.fromkeys(loosen(reading) for reading in self.of(token)))

    def spellings(self, tokens: Sequence[str], limit: int = 6) -> Iterable[tuple[str, ...]]:
        """Ways to pronounce a name, loose, at most ``limit``: one of the first two readings of each token."""
        choices = [self.loose(token)[:2] for token in tokens]
        yield from islice(product(*choices), limit)

    def initials(self, tokens: Sequence[str], *, spoken: bool) -> str:
        """First letters: 百通新苑 → btxy; digits stay digits, or are ``spoken``: 34组团 → 34zt or sszt."""
        letters = []
        for token in tokens:
            if token.isdigit() and not spoken:
                letters.append(token)
            elif token.isdigit():
                letters += [self.of(character)[0][:1] for character in numerals.spoken(token)]
            else:
                letters.append(self.of(token)[0][:1])
        return "".join(letters)

    def all_initials(self, tokens: Sequence[str]) -> set[str]:
        """Initials with numbers as digits and spoken, and with the second reading of a character (长: c or z)."""
        letters = [
            (token,) if token.isdigit() else tuple(dict.fromkeys(one[:1] for one in self.of(token)[:2]))
            for token in tokens
        ]
        found = {"".join(one) for one in islice(product(*letters), 6)}
        return found | {self.initials(tokens, spoken=True)}

    def same(self, one: str, other: str) -> bool:
        """Do the two tokens share a toneless reading?"""
        return not set(self.of(one)).isdisjoint(self.of(other))

    def near(self, one: str, other: str) -> bool:
        """Do they share a reading once dialect mergers are ignored?"""
        return not set(self.loose(one)).isdisjoint(self.loose(other))

    def cut(self, letters: str) -> list[str] | None:
        """Split letters into pinyin syllables (longest first, with backtracking), or None if that is impossible."""
        best: dict[int, list[str] | None] = {len(letters): []}
        for start in range(len(letters) - 1, -1, -1):
            best[start] = None
            for end in range(min(len(letters), start + 6), start, -1):
                rest = best.get(end)
                if rest is not None and letters[start:end] in self.syllables:
                    best[start] = [letters[start:end], *rest]
                    break
        return best[0]

"""Keys under which a register name is found, and how far a typed stretch is from it."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Sequence

from portal.domain.grids.addresses import words
from portal.domain.grids.addresses.shapes import alike
from portal.domain.grids.addresses.sounds import Sounds
from portal.domain.grids.addresses.types import Reason

SAME, SOUND, NEAR, SHAPE, OTHER_CHARACTER = 0.0, 0.22, 0.3, 0.32, 0.95
MISSING, EXTRA, SWAPPED = 0.5, 0.5, 0.35
TELLING = 1.5
TOO_FAR = 1.6
MOST_KEPT = 65536
_FAR = (9.0, Reason.SPELLED)


def hashed(tag: str, text: str) -> int:
    """A 32-bit key; equal keys of different texts are sorted out by comparing the names."""
    return zlib.crc32((tag + text).encode())


@functools.lru_cache(maxsize=8192)
def own_length(tokens: tuple[str, ...]) -> int:
    """How many tokens are the name's own: 百通新苑 → 2, 长沙小区 → 2, 九江路 → 2, 国棉五厂宿舍 → 4."""
    joined = "".join(tokens)
    if len(joined) != len(tokens):
        return max(1, len(tokens) - sum(joined.endswith(word) for word in ("小区", "宿舍", "组团", "路")))
    for word in words.GENERIC:
        if joined.endswith(word) and len(word) < len(joined):
            return len(joined) - len(word)
    return len(tokens) - 1 if joined.endswith(words.ROAD_ENDS) else len(tokens)


@functools.lru_cache(maxsize=8192)
def dropped_ending(tokens: tuple[str, ...]) -> int:
    """How many tokens of a droppable ending (小区, 村) the name has, 0 if none or if a road would remain."""
    joined = "".join(tokens)
    for word in words.DROPPABLE:
        if joined.endswith(word) and len(tokens) - len(word) >= 2:
            return 0 if joined[: -len(word)].endswith(("路", "街", "道", "巷")) and word != "社区" else len(word)
    return 0


def keys(tokens: tuple[str, ...], sounds: Sounds, road: bool) -> Iterator[int]:
    """Every key of a name. E exact, W one token unknown, D one missing, S sound, V sound with one unknown,
    A a stretch left out, I initials."""
    length = len(tokens)
    yield hashed("E", "".join(tokens))
    if dropped_ending(tokens):
        yield hashed("E", "".join(tokens[: length - dropped_ending(tokens)]))
    spellings = list(sounds.spellings(tokens))
    for spelling in spellings:
        yield hashed("S", "".join(spelling))
    if length >= 3:
        for initials in sounds.all_initials(tokens):
            yield hashed("I", initials)
        for index in range(length):
            yield hashed("W", "".join((*tokens[:index], "?", *tokens[index + 1 :])))
    if length >= 4:
        for index in range(length):
            yield hashed("D", "".join((*tokens[:index], *tokens[index + 1 :])))
            for spelling in spellings[:2]:
                yield hashed("V", "".join((*spelling[:index], "?", *spelling[index + 1 :])))
    if road:
        for dropped in _road_endings(tokens):
            yield hashed("A", "".join(tokens[:-dropped]))
        return
    for kept in range(2, length):
        for front in range(kept + 1):
            back = kept - front
            if front == 1 and back == 1:
                continue
            stretch = "".join((*tokens[:front], *tokens[length - back :]))
            if stretch not in words.GENERIC and stretch not in words.FACILITIES and not stretch.endswith(("路", "街")):
                yield hashed("A", stretch)


def _road_endings(tokens: Sequence[str]) -> Iterator[int]:
    """Lengths of the word for road that may be left out: 路, 胡同, 大道."""
    if len(tokens) >= 3 and tokens[-1] in words.ROAD_ENDS:
        yield 1
    if len(tokens) >= 4 and "".join(tokens[-2:]) in words.ROAD_ENDS:
        yield 2


def substitution(typed: str, written: str, sounds: Sounds, letters: bool) -> tuple[float, Reason]:
    """Cost of ``typed`` standing for ``written``; ``letters`` when typed is a pinyin syllable.

    Kept with the sounds and not for the process, so that it goes when a renewed index takes their place.
    """
    known = sounds.substitutions.get((typed, written, letters))
    if known is None:
        if len(sounds.substitutions) > MOST_KEPT:
            sounds.substitutions.clear()
        known = sounds.substitutions[typed, written, letters] = _substitution(typed, written, sounds, letters)
    return known


def _substitution(typed: str, written: str, sounds: Sounds, letters: bool) -> tuple[float, Reason]:
    if typed == written:
        return SAME, Reason.EXACT
    if letters:
        if typed in sounds.of(written) or typed.replace("v", "u") in sounds.of(written):
            return 0.02, Reason.PINYIN
        return (NEAR, Reason.PINYIN) if sounds.near(typed, written) else (OTHER_CHARACTER, Reason.PINYIN)
    if typed[0] in words.TELLING and written[0] in words.TELLING:
        return TELLING, Reason.SHAPE
    if typed in words.GENERIC and written in words.GENERIC and sounds.loose(typed)[0] != sounds.loose(written)[0]:
        return OTHER_CHARACTER, Reason.SHAPE
    same, look = sounds.same(typed, written), alike(typed, written)
    if same:
        return SOUND - (0.06 if look else 0.0), Reason.SOUND
    if look:
        return SHAPE, Reason.SHAPE
    if sounds.near(typed, written):
        return NEAR, Reason.SOUND
    return OTHER_CHARACTER, Reason.SHAPE


def compare(typed: Sequence[str], kinds: str, name: tuple[str, ...], sounds: Sounds) -> tuple[float, Reason]:
    """Smallest cost of turning a typed stretch into a name, with the reason of its dearest step.

    Costs: 0 the same, 0.2 to 0.35 a sound or look alike, 0.35 two swapped, 0.5 one missing or extra, about 1 another
    character. ``kinds`` is the stretch of ``Tokens.shadow``.
    """
    rows, columns = len(typed), len(name)
    if abs(rows - columns) > 2:
        return 9.0, Reason.SPELLED
    if rows == columns:
        level = _level(typed, kinds, name, sounds)
        if level[0] < 0.6:
            return level
    above: list[tuple[float, Reason]] = [(0.0, Reason.EXACT)]
    for column in range(columns):
        above.append((above[-1][0] + _gap(name[column], MISSING), Reason.SPELLED))
    earlier = above
    for row in range(rows):
        current = [(above[0][0] + _gap(typed[row], EXTRA), Reason.SPELLED)]
        for column in range(columns):
            if abs(column - row) > 3:
                current.append(_FAR)
                continue
            cost, reason = substitution(typed[row], name[column], sounds, kinds[row] == "a")
            past = above[column]
            best = (past[0] + cost, past[1] if cost == 0 or past[1] is Reason.SPELLED else reason)
            doubled = row > 0 and typed[row] == typed[row - 1]
            extra = above[column + 1][0] + (0.25 if doubled else _gap(typed[row], EXTRA))
            missing = current[column][0] + _gap(name[column], MISSING)
            if extra < best[0]:
                best = (extra, Reason.SPELLED)
            if missing < best[0]:
                best = (missing, Reason.SPELLED)
            if row and column and typed[row] == name[column - 1] and typed[row - 1] == name[column]:
                swapped = earlier[column - 1][0] + SWAPPED
                if swapped < best[0]:
                    best = (swapped, Reason.SPELLED)
            current.append(best)
        if min(current)[0] > TOO_FAR:
            return _FAR
        earlier, above = above, current
    return above[-1]


def _level(typed: Sequence[str], kinds: str, name: Sequence[str], sounds: Sounds) -> tuple[float, Reason]:
    """Token by token; of several slips of the ear only the first counts in full, for they come together."""
    steps = [substitution(one, other, sounds, kind == "a") for one, other, kind in zip(typed, name, kinds, strict=True)]
    wrong = sorted((step for step in steps if step[0] > 0), key=lambda step: -step[0])
    if not wrong:
        return 0.0, Reason.EXACT
    total = wrong[0][0]
    for cost, reason in wrong[1:]:
        if reason is Reason.SOUND:
            total += cost * 0.3
        elif reason is Reason.PINYIN and cost < 0.1:
            total += cost * 0.1
        else:
            total += cost
    return total, wrong[0][1]


def _gap(token: str, cost: float) -> float:
    return TELLING if token[0] in words.APART else cost


def shortened(typed: Sequence[str], name: tuple[str, ...]) -> float:
    """Cost of leaving out one stretch of a name: 0.2 for 小区, 村; more the more of its own part is gone."""
    left_out = len(name) - len(typed)
    if left_out <= 0:
        return 9.0
    front = 0
    while front < len(typed) and typed[front] == name[front]:
        front += 1
    if list(typed[front:]) != list(name[len(name) - (len(typed) - front) :]):
        return 9.0
    if front == len(typed) and left_out == dropped_ending(name):
        return 0.2
    gone = name[front : front + left_out]
    kept_own = min(front, own_length(name)) + max(0, own_length(name) - (front + left_out))
    if kept_own < 2:
        return 0.9
    telling = any(token[0] in words.TELLING for token in gone)
    if front == len(typed):
        return (0.3 if "".join(gone) in words.GENERIC and len(typed) > 2 else 0.38) + (0.15 if telling else 0.0)
    if not front:
        return 0.38 + 0.02 * left_out
    own_gone = min(front + left_out, own_length(name)) - front
    return 0.4 + 0.03 * left_out + (0.2 if telling else 0.12 if own_gone >= 2 and kept_own <= own_gone else 0.0)

"""Where register names occur in the typed tokens, exactly or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice, product
from zlib import crc32

from portal.domain.grids.addresses import names, words
from portal.domain.grids.addresses.names import hashed
from portal.domain.grids.addresses.sounds import loosen
from portal.domain.grids.addresses.store import ESTATE, ROAD, Name, Store
from portal.domain.grids.addresses.tokens import Tokens
from portal.domain.grids.addresses.types import Reason

Wanted = dict[int, list[tuple[int, int]]]

_LITERAL, _UNKNOWN, _MISSING, _SOUND, _SOUND_UNKNOWN, _LEFT_OUT = (hashed(tag, "") for tag in "EWDSVA")
LONGEST = 14
DEAREST = 1.05
KEPT = 40
NUMBER_LIKE = 0.3
ROAD_OF_A_SIDE = 0.56
_NUMBER_LIKE = re.compile(r"[第和与及跟到至或]?0[号栋楼幢座院弄期区]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start``..``end`` read as a register name at ``cost`` (0 is letter for letter)."""

    start: int
    end: int
    name: Name
    cost: float
    reason: Reason

    @property
    def kind(self) -> int:
        """ESTATE, ROAD, COMMUNITY, SUBDISTRICT or DISTRICT."""
        return self.name.kind


def exact(tokens: Tokens, store: Store) -> list[Mention]:
    """Names that stand in the text letter for letter, or without a droppable ending."""
    wanted: Wanted = {}
    raw = [text.encode() for text in tokens.texts]
    seed, known, size = hashed("E", ""), store.known, len(tokens)
    for start in range(size):
        key = crc32(raw[start], seed)
        for end in range(start + 2, min(size, start + LONGEST) + 1):
            if "," in tokens.gaps[end - 1]:
                break
            key = crc32(raw[end - 1], key)
            if known(key):
                wanted.setdefault(key, []).append((start, end))
    return _verified(tokens, store, wanted)


def near(tokens: Tokens, store: Store, closed: set[int]) -> list[Mention]:
    """Names that the text may mean by sound, look, spelling, shortening or pinyin; none on a ``closed`` token."""
    wanted: Wanted = {}
    for index, kind in enumerate(tokens.shadow):
        if index not in closed and kind in "ia" and len(tokens.texts[index]) >= 2:
            _initials(tokens, index, store, wanted)
    raw = [text.encode() for text in tokens.texts]
    sounds = [
        (store.sounds.loose(text)[0] if kind not in "ai" else loosen(text)).encode()
        for text, kind in zip(tokens.texts, tokens.shadow, strict=True)
    ]
    for start, end in _stretches(tokens, 2, 10, closed):
        shadow = tokens.shadow[start:end]
        if "#" in shadow or "i" in shadow or shadow.strip("0") == "":
            continue
        for key in _near_keys(raw[start:end], sounds[start:end], "a" in shadow):
            if store.known(key):
                wanted.setdefault(key, []).append((start, end))
    return _verified(tokens, store, wanted)


def _near_keys(raw: list[bytes], sounds: list[bytes], letters: bool) -> Iterator[int]:
    """Keys of one stretch, see ``names.keys``; a text with one token too many or two swapped has the key of the right
    one. Only the part behind the changed token is hashed anew."""
    length = len(raw)
    yield crc32(b"".join(sounds), _SOUND)
    yield crc32(b"".join(raw), _LEFT_OUT)
    if length < 3:
        return
    unknown, literal, sound = _UNKNOWN, _LITERAL, _SOUND_UNKNOWN
    before = _LITERAL
    for index in range(length):
        if not letters:
            rest = b"".join(raw[index + 1 :])
            yield crc32(rest, crc32(b"?", unknown))
            if length >= 4:
                yield crc32(rest, literal)
            if index:
                yield crc32(rest, crc32(raw[index - 1], crc32(raw[index], before)))
            before, literal = literal, crc32(raw[index], literal)
            unknown = crc32(raw[index], unknown)
        if length >= 4:
            yield crc32(b"".join(sounds[index + 1 :]), crc32(b"?", sound))
            sound = crc32(sounds[index], sound)
    if not letters:
        yield crc32(b"".join(raw), _MISSING)


def _initials(tokens: Tokens, index: int, store: Store, wanted: Wanted) -> None:
    def want(text: str, start: int, end: int) -> None:
        key = hashed("I", text)
        if store.known(key):
            wanted.setdefault(key, []).append((start, end))

    text = tokens.texts[index]
    end = index + 1
    start = index
    while start > 0 and tokens.shadow[start - 1] in "ia" and tokens.gaps[start] == "":
        start -= 1
        text = tokens.texts[start] + text
    if 3 <= len(text) <= LONGEST:
        want(text, start, end)
        if end < len(tokens) and tokens.shadow[end] == "0" and end + 1 < len(tokens) and tokens.shadow[end + 1] in "ia":
            want(text + tokens.texts[end] + tokens.texts[end + 1], start, end + 2)


def _stretches(tokens: Tokens, shortest: int, longest: int,
               closed: Set[int] = frozenset()) -> Iterator[tuple[int, int]]:  # fmt: skip
    size = len(tokens)
    for start in range(size):
        if start in closed:
            continue
        for end in range(start + 1, min(size, start + longest) + 1):
            if end - 1 in closed or ("," in tokens.gaps[end - 1] and end - 1 > start):
                break
            if end - start >= shortest:
                yield start, end


def _verified(tokens: Tokens, store: Store, wanted: Wanted) -> list[Mention]:
    best: dict[tuple[int, int, int], Mention] = {}
    for key, name in store.names(list(wanted)):
        for start, end in wanted[key]:
            cost, reason = _cost(tokens, start, end, name, store)
            if cost > DEAREST:
                continue
            known = best.get((start, end, name.id))
            if known is None or cost < known.cost:
                best[start, end, name.id] = Mention(start, end, name, cost, reason)
    ranked = sorted(best.values(), key=lambda mention: mention.cost - 0.22 * (mention.end - mention.start))
    kept: list[Mention] = []
    for mention in ranked:
        better = (one for one in kept if one.name.id == mention.name.id)
        if all(one.end <= mention.start or mention.end <= one.start for one in better):
            kept.append(mention)
    return kept[:KEPT]


def _cost(tokens: Tokens, start: int, end: int, name: Name, store: Store) -> tuple[float, Reason]:
    typed = tokens.texts[start:end]
    if name.kind == ESTATE and end < len(tokens) and tokens.gaps[end] == "" and tokens.shadow[end] in "省市县区":
        return 9.0, Reason.EXACT
    like_number = _NUMBER_LIKE.fullmatch(tokens.shadow[start:end]) is not None
    if like_number and _cuts_marker(tokens.shadow, start, end):
        return 9.0, Reason.EXACT
    if "".join(typed) == "".join(name.tokens):
        return (NUMBER_LIKE if like_number else 0.0), Reason.EXACT
    if like_number:
        return 9.0, Reason.EXACT
    shadow = tokens.shadow[start:end]
    if shadow.strip("ia0") == "":
        letters = "".join(typed)
        if letters in store.sounds.all_initials(name.tokens):
            return (0.4 if len(letters) >= 4 else 0.62), Reason.INITIALS
    if "i" in shadow:
        return 9.0, Reason.INITIALS
    if "a" in shadow:
        spelt = _spelt(typed, name, store)
        if spelt is not None:
            return spelt, Reason.PINYIN
    cost, reason = names.compare(typed, shadow, name.tokens, store.sounds)
    if "a" in shadow and cost < 0.6:
        return cost + 0.02, Reason.PINYIN
    if len(name.tokens) - len(typed) > 0:
        short = names.shortened(typed, name.tokens)
        if name.kind == ROAD and short < 9:
            short = 0.42
            if typed[-1] == name.tokens[-1] and name.tokens[0][0] in words.TELLING:
                short = ROAD_OF_A_SIDE
                cost = max(cost, short) if tuple(typed) == name.tokens[1:] else cost
        elif name.kind != ESTATE and short < 9:
            short = max(short, 0.3)
        if short < cost:
            return short, Reason.SHORTENED
    if cost == 0:
        return 0.0, Reason.EXACT
    own = names.own_length(name.tokens)
    if cost > 0.9 and reason in (Reason.SHAPE, Reason.PINYIN):
        if cost > 1.2 or (len(name.tokens) < 4 and name.kind != ROAD) or len(name.tokens) < 3:
            return 9.0, reason
        return (0.75 if len(name.tokens) >= 4 else 0.85), reason
    if own <= 2 and cost >= names.NEAR and reason is not Reason.SOUND:
        cost += 0.1
    if len(name.tokens) == 2:
        cost += 0.2
    return cost, reason


def _cuts_marker(shadow: str, start: int, end: int) -> bool:
    """Does a name like 三号 end inside the word behind its number (3号楼)?"""
    marker = words.MARKER.match(shadow, shadow.index("0", start) + 1)
    return marker is not None and marker.end() > end


def _spelt(typed: Sequence[str], name: Name, store: Store) -> float | None:
    """Cost of letters and characters that together sound like the whole name, also where the syllables are cut
    differently or a number is spelt (bayi for 81); None if they do not."""
    sounds = store.sounds
    joined = "".join(text if text.isascii() and text.isalpha() else sounds.of(text)[0] for text in typed)
    if any(
        "".join(spelling) == joined for spelling in islice(product(*(sounds.of(one)[:2] for one in name.tokens)), 6)
    ):
        return 0.04
    if any("".join(spelling) == loosen(joined) for spelling in sounds.spellings(name.tokens)):
        return 0.28
    return None


def merged(exact_ones: Sequence[Mention], near_ones: Sequence[Mention]) -> list[Mention]:
    """Both kinds, without a near reading of a name that stands there letter for letter."""
    known = {(one.name.id, index) for one in exact_ones if one.cost < 0.02 for index in range(one.start, one.end)}
    return [*exact_ones, *(one for one in near_ones if (one.name.id, one.start) not in known)]

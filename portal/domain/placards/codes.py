"""Short codes printed on placards: read aloud, typed by hand, and refused when mistyped.

Seven random characters and one check character. The alphabet leaves out whatever is taken for something else in print
or on the phone (0 O, 1 I L, B 8, S 5, Z 2, G 6, F E, N M, U V), which leaves 23 characters, a prime: in arithmetic
modulo 23 one check character catches every single wrong character and every swap of two characters.
"""

import unicodedata
from collections.abc import Callable
from enum import StrEnum
from itertools import product

ALPHABET = "23456789ACDEHJKMPQRTWXY"
LENGTH = 8

# What people type for a character they cannot find on the placard. A round shape may be either of two letters;
# the check character decides which.
LOOK_ALIKES = {"B": "8", "S": "5", "Z": "2", "G": "6", "O": "DQ", "0": "DQ"}

_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_SEPARATORS = "-‐‑–—−_·.,，。、~/ー"


class Mistake(StrEnum):
    """Why a typed code cannot be one of ours."""

    LENGTH = "length"
    FOREIGN = "foreign"
    CHECK = "check"


class MistypedCode(ValueError):
    """The text is no placard code at all, whatever is in the database. `str()` is a sentence for the person.

    `mistake` says why; `character` is the first foreign character, empty for the other mistakes.
    """

    def __init__(self, mistake: Mistake, sentence: str, character: str = "") -> None:
        super().__init__(sentence)
        self.mistake = mistake
        self.character = character


def new_code(randbelow: Callable[[int], int]) -> str:
    """A random code. `randbelow(n)` draws from 0 … n-1, as `secrets.randbelow` does; 3.4 billion codes exist."""
    drawn = "".join(ALPHABET[randbelow(len(ALPHABET))] for _ in range(LENGTH - 1))
    return drawn + _check_character(drawn)


def read_code(text: str) -> str:
    """The bare code somebody typed or pasted: case, width, spaces, hyphens and look-alikes are forgiven.

    Raises `MistypedCode` when it cannot be a code.
    """
    typed = "".join(
        character
        for character in unicodedata.normalize("NFKC", text).upper()
        if not character.isspace() and character not in _SEPARATORS
    )
    for character in typed:
        if character not in _VALUE and character not in LOOK_ALIKES:
            raise MistypedCode(
                Mistake.FOREIGN,
                f"编号里没有“{character}”，请对照公示牌再看一遍。",
                character,
            )
    if len(typed) != LENGTH:
        raise MistypedCode(Mistake.LENGTH, f"编号是 {LENGTH} 位字母和数字，您输入了 {len(typed)} 位。")
    readings = {"".join(reading) for reading in product(*(LOOK_ALIKES.get(c, c) for c in typed))}
    fitting = [reading for reading in readings if _check_character(reading[:-1]) == reading[-1]]
    if len(fitting) != 1:
        raise MistypedCode(Mistake.CHECK, "编号有一位不对，请对照公示牌再看一遍。")
    return fitting[0]


def shown(code: str) -> str:
    """The code in two groups of four, as printed: `7KQ4-M2XD`."""
    return f"{code[:4]}-{code[4:]}"


def _check_character(drawn: str) -> str:
    """The drawn characters as digits of a number in base 2, modulo 23.

    The powers of two met here and the -1 of the check character itself all differ modulo 23 and none is 0: so no
    single change and no swap leaves the sum as it was.
    """
    total = 0
    for character in drawn:
        total = (2 * total + _VALUE[character]) % len(ALPHABET)
    return ALPHABET[total]

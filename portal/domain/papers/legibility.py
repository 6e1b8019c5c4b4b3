"""Whether a photographed paper can be read: a rule of a few numbers, asked before the person leaves the page.

The same rule is applied on the phone (`static/papers.js`, which is given `RULE`) and here. It sees sharpness, size,
light and writing that runs out of the picture. It cannot tell whether it is the right paper, whether a page is missing,
or whether a stamp is genuine; docs/papers.md says how the numbers were found. Nobody is kept from sending a picture.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, BinaryIO

from portal.domain.service_requests.picture_kinds import MOST_PIXELS
from portal.domain.service_requests.reencoding import Unreadable, measured


class Fault(StrEnum):
    """Why a picture may not be legible."""

    SMALL = "small"
    BLURRED = "blurred"
    DARK = "dark"
    PALE = "pale"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Rule:
    """The numbers.

    long_side, short_side  in pixels, as kept: a sheet of A4 1000 high gives a character of 五号 (3.7 mm) 12 pixels, the
                           smallest raster Chinese type is drawn in; 600 leaves room for a card that fills the picture
    sharp   variance of the Laplacian in the sharpest tiles, less the noise, at 1000 pixels: a full page of 五号
            becomes unreadable where it falls below
    light   a twentieth of the picture is at least so light: the paper itself, in a room with a lamp on
    range   between the darkest and the lightest: writing stands out from its paper
    """

    long_side: int = 1000
    short_side: int = 600
    sharp: int = 150
    light: int = 80
    range: int = 50


RULE = Rule()


def rule_numbers() -> dict[str, int]:
    """The rule for the phone."""
    return asdict(RULE)


def faults_of(measures: Mapping[str, Any], rule: Rule = RULE) -> list[Fault]:
    """What is wrong with a picture that was measured; the first is what to say."""
    found = []
    if max(measures["width"], measures["height"]) < rule.long_side or (
        min(measures["width"], measures["height"]) < rule.short_side
    ):
        found.append(Fault.SMALL)
    if measures["light"] < rule.light:
        found.append(Fault.DARK)
    elif measures["range"] < rule.range:
        found.append(Fault.PALE)
    if measures["sharp"] < rule.sharp and Fault.PALE not in found:
        found.append(Fault.BLURRED)
    if measures["cut"] and not found:
        found.append(Fault.CUT)
    return found


def look(source: BinaryIO | bytes) -> list[Fault]:
    """The faults of a picture as it came; none for what cannot be measured. About a quarter of a second."""
    try:
        return faults_of(measured(source, most_pixels=MOST_PIXELS))
    except Unreadable:
        return []


def written(faults: list[Fault]) -> str:
    """As an attachment keeps them: `small,blurred`."""
    return ",".join(faults)


def read(kept: str) -> list[Fault]:
    """What `written` wrote; words nobody knows are left out."""
    return [Fault(word) for word in kept.split(",") if word in list(Fault)]

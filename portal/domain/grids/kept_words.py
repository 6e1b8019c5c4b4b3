"""What may be kept of an address a resident typed: words of place, never phones, identity numbers, persons or rooms.

The lookup's own `cleaned` text holds only names the register knows. Here the name is unknown by definition, so
everything personal is taken out instead and the rest stays.
"""

import re

from portal.domain.grids.addresses import words
from portal.domain.grids.addresses.normalise import plain, without_private

LONGEST = 120

_DIGIT = "[0-9零〇一二三四五六七八九幺]"
# Nine digits and more with at most one space or dash between two: a number spelt out, not 12-3-1001.
_LONG_NUMBER = re.compile(rf"(?:{_DIGIT}[ -]?){{8,}}{_DIGIT}[x]?")
_ROOM = re.compile(r"(?<=[元楼栋幢座门梯层院-])\s*-?\d{3,4}(?:室|号|房|户)?(?![\d号栋幢楼])|\d{2,4}[室房户]")
_INTRODUCED = re.compile(
    r"(?:我叫|名叫|名字[是叫]?|姓名|我姓|我是|联系人|收件人|收货人|户主|业主|本人)[:, ]*[一-鿿]{2,4}?"
    r"(?=在|住|家|的|电|手机|身份|[^一-鿿]|$)"
)
_SPEECH = re.compile(
    r"请问一?下?|麻烦|您好|你好|谢谢|查一?下|我们家|我家|家住|住在|现住|居住|住址|地址|我住|我在|我姓|我叫|我是|(?<![一-鿿])住"
    r"|身份证|联系?电话|电话|手机|微信|号码|联系人|收件人"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|端木|南宫|宇文|长孙"
_SURNAME = f"(?:{_COMPOUND}|[{words.SURNAMES}])"
_OF_PLACE = "路街道巷弄里村庄屯区园苑楼院厂店桥城府湾居坊场站学校宿舍户元号栋幢座门镇乡县市口馆所面边侧旁头"
_TITLED = re.compile(
    rf"{_SURNAME}[一-鿿]{{0,2}}?(?:{words.TITLES})(?:的?家里?|处|收)?|[老小阿][{words.SURNAMES}](?:家里?|收)"
)
# A whole piece that reads like a full name, or such an ending behind a building or entrance.
_NAME = re.compile(rf"{_SURNAME}[一-鿿]{{1,2}}(?:收|家里?)?")
_NAME_BEHIND = re.compile(rf"(?<=[{_OF_PLACE}]){_SURNAME}[一-鿿]{{1,2}}(?:收|家里?)?$")


def kept_words(typed: str) -> str:
    """The part of `typed` that may be stored, at most 120 characters; empty when nothing of it is about a place."""
    text = _without_numbers(plain(typed))
    for pattern in (_INTRODUCED, _TITLED, _ROOM, _SPEECH):
        text = pattern.sub(" ", text)
    pieces = (_without_name(piece) for piece in re.split(r"[ ,./()+:@]+", text))
    kept = " ".join(piece for piece in pieces if piece.strip("-#"))[:LONGEST].strip(" -")
    return kept if re.search(r"[一-鿿a-z]", kept) else ""


def holds_private_number(text: str) -> bool:
    """Does the text hold a phone number, an identity number, a plate or the like?"""
    return _without_numbers(plain(text)) != plain(text)


def _without_numbers(text: str) -> str:
    return _LONG_NUMBER.sub(" ", without_private(text))


def _without_name(piece: str) -> str:
    if len(piece) == 1 or (_NAME.fullmatch(piece) and piece[-1] not in _OF_PLACE):
        return ""
    behind = _NAME_BEHIND.search(piece)
    return piece[: behind.start()] if behind and piece[-1] not in _OF_PLACE else piece

"""No identity or card number lies about in free text: one check for every text a request keeps or an entry tells.

Free text is searched, printed and sent on; a number belongs into the field that seals it.
"""

import re
import unicodedata

from portal.domain.errors import DomainError
from portal.domain.sensitive_facts.bank_accounts import is_card_number
from portal.domain.sensitive_facts.id_numbers import is_resident_number

ID_IN_TEXT = (
    "这里不能写身份证号。请删掉：要用的话，写在“个人信息”那一页的格子里，那里加密保存，谁看过都有记录；"
    "也可以等网格员联系您时再说。"
)
CARD_IN_TEXT = (
    "这里不能写银行卡号。请删掉：要用的话，写在“个人信息”那一页的格子里，那里加密保存，谁看过都有记录；"
    "也可以等网格员联系您时再说。"
)
# As people part them, over two lines as well: 110105 19491231 002X, 1101-0519-…; a card in groups of four or in one.
# Looked for from every figure on: the one before may be a house number.
_APART = r"[\s\-_.·,、/]{0,3}"
_ID = re.compile(rf"(?<![0-9])(?=([0-9](?:{_APART}[0-9]){{16}}{_APART}[0-9X])(?![0-9]))", re.IGNORECASE)
_CARD = re.compile(
    r"(?<![0-9])(?=([0-9]{16,19}|[0-9]{4}(?:[\s\-]{1,3}[0-9]{4}){3}(?:[\s\-]{1,3}[0-9]{1,3})?)(?![0-9]))"
)


class NumberInText(DomainError):
    """An identity or card number was typed where everybody reads it. `str()` says where it belongs."""


def refuse_numbers(*texts: str) -> None:
    """Raise NumberInText when a text holds a valid identity number, or a number that adds up like a card's."""
    for text in texts:
        if len(text) < 16:
            continue
        plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
        plain = re.sub(r"[‐-―−]", "-", plain)
        if any(is_resident_number(_digits(one[1])) for one in _ID.finditer(plain)):
            raise NumberInText(ID_IN_TEXT)
        if any(is_card_number(_digits(one[1])) for one in _CARD.finditer(plain)):
            raise NumberInText(CARD_IN_TEXT)


def _digits(found: str) -> str:
    return re.sub(r"[^0-9X]", "", found.upper())

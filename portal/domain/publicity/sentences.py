"""What a sentence on the results board must not hold, and what somebody has to look at twice.

A result is public; whom it concerned is not (个人信息保护法 25 条): no name, no telephone number, no door, no car.
"""

import re
import unicodedata
from enum import StrEnum

from portal.domain.contacts.names import COMPOUND_SURNAMES, split_name
from portal.domain.errors import DomainError

LONGEST = 80


class SentenceRefused(DomainError):
    """The sentence cannot stand on the board as it is. `str()` says what to change."""


class Concern(StrEnum):
    """What a sentence seems to hold. Of the first two we are sure enough to refuse."""

    NUMBER = "number"
    APPLICANT = "applicant"
    DOOR = "door"
    PERSON = "person"
    PLATE = "plate"


NEVER = frozenset({Concern.NUMBER, Concern.APPLICANT})

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹窦章苏潘葛范彭鲁韦马方任袁柳史唐费薛雷贺倪汤罗毕郝安常于傅齐康伍余顾孟黄"
    "穆萧尹姚邵汪毛狄贝明戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾路娄江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯卢莫房丁邓洪包左石崔龚程邢裴陆翁段侯"
    "武刘龙叶黎白赖乔温庄柴阎连习向古易廖耿欧关"
)
_SURNAME = f"(?:{'|'.join(sorted(COMPOUND_SURNAMES))}|[{_SURNAMES}])"
_TITLE = (
    "先生|女士|小姐|阿姨|大爷|大妈|大叔|大伯|大姐|大哥|奶奶|爷爷|叔叔|伯伯|婆婆|老师|师傅|同志|老人|老伯|老太|某某|某"
)
_RESIDENT = (
    "居民|业主|住户|群众|户主|租客|租户|房东|房主|申请人|反映人|来电人|当事人|报修人|投诉人|联系人|邻居|村民|老人"
)
# Words that begin like a surname and a given name but are none, behind 居民 and the like.
_NO_NAME = "(?!反映|反应|反馈|满意|确认|同意|要求|表示|协商|代表|投诉|报修|小区|安全|安装|明确|任何|关心|关注|连接|向)"
_CJK_DIGITS = "〇零一二三四五六七八九十百两"

_NUMBER = re.compile(r"(?:\d[\s\-–—.]?){6,}\d|[〇零一二三四五六七八九幺两]{7,}|\d{15}[\dXx]")
_DOOR = re.compile(
    rf"\d+\s*[-–—#]\s*\d+"
    rf"|(?:\d+|[{_CJK_DIGITS}]+)\s*(?:号楼|栋|幢|单元|门栋|号院|室|户|弄|号(?![线称令召角文]))"
    rf"|\d{{3,4}}(?=住|家|房|的?(?:住户|业主|居民))"
)
_PERSON = re.compile(
    rf"{_SURNAME}[\u4e00-\u9fff]{{0,2}}?(?:{_TITLE})"
    rf"|[老小]{_SURNAME}(?![\u4e00-\u9fff]?(?:区|路|街|园|苑|院|村))家?"
    rf"|(?:{_RESIDENT})[:：]?{_NO_NAME}{_SURNAME}[\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]?(?:路|街|园|苑|村))"
    rf"|姓{_SURNAME}|{_SURNAME}姓"
)
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}")
_ENDS = "。！？!?；;"


def tidied(typed: str) -> str:
    """One line that ends with a full stop."""
    text = " ".join(typed.split())
    return text if not text or text[-1] in _ENDS else f"{text}。"


def check_form(sentence: str) -> None:
    """Raise SentenceRefused unless it is one sentence of a length people read."""
    if len(sentence) < 5:
        raise SentenceRefused("请用一句话写办得怎么样，例如“路灯已经修好。”")
    if len(sentence) > LONGEST:
        raise SentenceRefused(f"太长了，最多 {LONGEST} 个字。请只写办得怎么样。")
    if any(sign in sentence[:-1] for sign in "。！？!?\n"):
        raise SentenceRefused("只写一句话。多出来的请删掉。")


def concerns(sentence: str, *, name: str | None = None, phone: str | None = None) -> list[Concern]:
    """What `sentence` seems to give away; with `name` and `phone` of the applicant, also those."""
    text = unicodedata.normalize("NFKC", sentence)
    found = {
        Concern.NUMBER: bool(_NUMBER.search(text)),
        Concern.APPLICANT: _names(text, name or "") or _tells(text, phone or ""),
        Concern.DOOR: bool(_DOOR.search(_NUMBER.sub(" ", text))),
        Concern.PERSON: bool(_PERSON.search(text)),
        Concern.PLATE: bool(_PLATE.search(text)),
    }
    return [concern for concern, there in found.items() if there]


def _names(text: str, name: str) -> bool:
    """The whole name, or the given name where it is long enough to be nobody else's word."""
    _, given = split_name(name)
    return len(name) > 1 and (name in text or (len(given) > 1 and given in text))


def _tells(text: str, phone: str) -> bool:
    """The last four digits of a number say whose it is to those who know it."""
    digits = re.sub(r"\D", "", phone)
    return len(digits) > 6 and digits[-4:] in re.findall(r"\d{4,}", text)

"""Rewrites of a plain text before it is cut: dates go, spoken digits and English words take their usual form."""

from __future__ import annotations

import re

_NUMBER = r"([0-9]{1,4}[a-z]?|[a-z]|[甲乙丙丁]?[〇零一二两三四五六七八九十百]{1,5})"
_END = r"(?![0-9a-z号栋幢座楼单弄])"

_DIGITS_GO_ON = r"[\d〇零洞]|[oli]+(?![a-z])|[号栋幢座楼单室户房弄,. -]|$"
_SMALL = r"[0-9]{1,3}"

Rules = tuple[tuple[re.Pattern[str], str], ...]


def _rules(*rules: tuple[str, str]) -> Rules:
    return tuple((re.compile(pattern), replacement) for pattern, replacement in rules)


_ENGLISH = _rules(
    (rf"(?<![a-z])(?:building|bldg|block|tower)[ .,:]*(?:no|number)?[ .,:#]*{_NUMBER}(?![0-9a-z])", r" \1号楼 "),
    (rf"(?<![a-z])unit[ .,:]*(?:no)?[ .,:#]*{_NUMBER}(?![0-9a-z])", r" \1单元 "),
    (r"(?<![a-z])(?:room|rm|flat|apt|apartment)[ .,:]*(?:no)?[ .,:#]*(\d{1,5})(?![0-9a-z])", r" \1室 "),
    (r"(?<![a-z])(?:floor|fl)[ .,:#]*(\d{1,2})(?![0-9a-z])", r" \1层 "),
    (r"(?<![a-z])lane[ .,:#]*(\d{1,5})(?![0-9a-z])", r" \1弄 "),
    (r"(?<![a-z])(?:road|rd)(?![a-z])", "lu"),
    (r"(?<![a-z])(?:street|st)(?![a-z])", "jie"),
)
_USUAL = _rules(
    (r"(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[日号]?(?!\d)", " , "),
    (r"(?<!\d)\d{1,2}月\d{1,2}[日号]", " , "),
    (r"(?:[本上下这每当]个?月\d{1,2}[日号]|从\d{1,2}[日号](?:开始|起))", " , "),
    (r"(?<!\d)[012]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)", " , "),
    (r"(?:取[件货餐]码|提货码|验证码|密码|尾号|订单号?|运单号?|停?车位)[是为: ]{0,2}[\da-z-]+号?", " , "),
    (r"\d{1,4}号?停?车位", " , "),
    (r"[\d一二两三四五六][室房][\d一二两三]厅(?:[\d一二两三][卫厨阳])*", " , "),
    (r"(?<=[\d〇零一二三四五六七八九十])杠(?=[\d一二三四五六七八九])", "-"),
    (rf"(?<=\d)[〇零洞o](?={_DIGITS_GO_ON})", "0"),
    (rf"(?<=\d)[幺li](?={_DIGITS_GO_ON})", "1"),
    (rf"(?<=\d)[〇零洞o](?={_DIGITS_GO_ON})", "0"),
    (r"(?<![a-z\d])[li](?=\d+(?:[号栋幢座楼单室户房弄, -]|$))", "1"),
    (r"(?<![a-z\d])[li](?=弄|单元)", "1"),
    (r"(?<![a-z\d])[li]{2}(?=[号栋幢弄]|单元)", "11"),
    (r"幺(?=\d)", "1"),
    (r"(?<!\d)两(?=\d)", "2"),
    (rf"(?<![\da-z号#])(?:楼栋?号|栋号?|幢号?|座号?|no[. ]?)[: ]?({_SMALL})(\d)单元", r"\1号楼\2单元"),
    (r"(?<![\da-z号#甲乙丙])([栋幢座])([a-z])(?=\d单元|[ ,]|$)", r"\2\1"),
    (r"(?<![\da-z号#甲乙丙])([栋幢])(\d{1,3})(?=[ ,]|$)", r"\2\1"),
    (rf"楼[:=]+ ?{_NUMBER}{_END}", r"\1号楼"),
    (r"倒数第?[一二两三四五][栋幢座]", " "),
    (r"最[里后前外][面边头]?的?一?[栋幢座]", " "),
    (r"俩(?=\d|号|单元|栋|幢)", "2"),
    (r"张三|李四|王五|赵六|五金(?:商?店|行)|二手房|三轮车", " "),
    (
        rf"(?<![0-9a-z号])(?:楼栋?号|楼栋|栋号|幢号|座号|编号|楼号)(?:[是为:,= ]{{0,3}}){_NUMBER}(?:的楼|楼)?{_END}",
        r"\1号楼",
    ),
    (rf"(?:单元号?)(?:[是为:,=]{{1,3}}){_NUMBER}{_END}", r"\1单元"),
    (r"(?:房间?号|室号|门号|户号)(?:[是为:,= ]{0,3})(\d{1,5})室?", r" \1室"),
    (r"(?:门牌号?码?|门牌是)(?:[是为:,= ]{0,3})", ""),
    (rf"(?<![a-z])no?[.: ]{{1,2}}{_NUMBER}(?:号楼?|楼)?{_END}", r"\1号"),
    (rf"第?网格(?:号|编号)?[是为: ]{{0,2}}{_NUMBER}{_END}", r"\1网格"),
    (r"(\d)\s*[号#]?\s*-\s*([甲乙丙丁])(?=[号栋幢座楼#])", r"\1\2"),
    (r"\(([甲乙丙丁])\)\s*(?=\d)", r"\1"),
    (r"(?<=\d)[ ]?[(]([甲乙丙丁])[)]", r"\1"),
    (r"(\d)\s*(?:号楼|#楼?|号|栋|幢|座)([甲乙丙丁])(?:号楼|楼|栋|幢|座)", r"\1\2号楼"),
    (r"(\d)(号楼|#楼?|栋|幢|座)([甲乙丙丁])(?=\d{1,2}(?:单元|门)|\d{3,4}(?:室|户|房|号|$)|[ ,]|$)", r"\1\3\2"),
)
_LETTERS = re.compile("[a-z]{2}")
_LIST_NUMBERS = re.compile(r"(?m)(?:^|(?<=[ \t]))[ \t]*\d{1,2}[.、)](?=[ \t]*[^\d\s.])")


def without_list_numbers(raw: str) -> str:
    """Drop '1.' and '2、' at the beginning of lines."""
    return _LIST_NUMBERS.sub("", raw)


def usual(plain: str) -> str:
    """Apply the rewrites in order."""
    if _LETTERS.search(plain):
        for pattern, replacement in _ENGLISH:
            plain = pattern.sub(replacement, plain)
    for pattern, replacement in _USUAL:
        plain = pattern.sub(replacement, plain)
    return plain

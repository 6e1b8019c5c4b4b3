"""我家可能享受哪些政策: ten questions, and which matters are worth applying for. Nothing that is answered is kept.

A matter says on whom it may fit in plain lines, read from the top; the first that fits counts:

    老人是80以上，户口是本地：值得申请。年龄和钱数各地不同
    老人是70到79或80以上：先问问。有的地方 70 岁起

Whoever answers decides what to say; what is left out fits no line.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import DomainError


class Verdict(StrEnum):
    """What a line leads to: 值得申请, 先问问. Never "entitled": the subdistrict or the department decides."""

    WORTH = "worth"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `name` and `options` are the words the lines use; how people are asked stands with the page."""

    key: str
    name: str
    options: Mapping[str, str]


QUESTIONS = (
    Asked("age", "老人", {"none": "没有", "sixty": "60到69", "seventy": "70到79", "eighty": "80以上"}),
    Asked("living", "同住", {"together": "有家人", "alone": "独住", "nobody": "没人管"}),
    Asked("disability", "残疾", {"none": "没有", "card": "有证", "no_card": "没办证"}),
    Asked("care", "照顾", {"none": "不用", "some": "有时", "most": "天天"}),
    Asked(
        "money",
        "钱",
        {"enough": "够用", "spent": "花了大钱", "short": "不够用", "dibao": "领低保", "emergency": "过不去"},
    ),
    Asked("work", "工作", {"fine": "不缺", "self": "自己干", "lost": "没工作", "long": "长期没工作"}),
    Asked("housing", "住房", {"own": "有房", "rented": "没房"}),
    Asked("children", "孩子", {"none": "没有", "baby": "刚生", "school": "上学"}),
    Asked("service", "当兵", {"no": "没有", "yes": "有"}),
    Asked("hukou", "户口", {"here": "本地", "away": "外地半年", "new": "外地不久"}),
)
_BY_KEY = {one.key: one for one in QUESTIONS}
_BY_NAME = {one.name: one for one in QUESTIONS}
_VERDICTS = {"值得申请": Verdict.WORTH, "先问问": Verdict.ASK}
LONGEST_LINE, MOST_LINES = 120, 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a matter: the answers it asks for, by question; what it leads to; what to know beside it."""

    when: Mapping[str, tuple[str, ...]]
    verdict: Verdict
    note: str

    def fits(self, answers: Mapping[str, str]) -> bool:
        return all(answers.get(key) in options for key, options in self.when.items())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`because`: the answers that led here, as pairs of question and option."""

    slug: str
    verdict: Verdict
    note: str
    because: tuple[tuple[str, str], ...]


def read_line(text: str) -> Line:
    """A line as staff write it. Raises DomainError with the sentence that says what is wrong in it."""
    conditions, colon, rest = text.strip().partition("：")
    word, _stop, note = rest.partition("。")
    if len(text) > LONGEST_LINE:
        raise DomainError(f"一行最多 {LONGEST_LINE} 个字，请写短一些。")
    if not colon or word.strip() not in _VERDICTS:
        raise DomainError(f"“{text}”：冒号后面请写“值得申请”或“先问问”。")
    when: dict[str, tuple[str, ...]] = {}
    for condition in conditions.split("，"):
        key, options = _condition(condition.strip())
        if key in when:
            raise DomainError(f"“{text}”：“{_BY_KEY[key].name}”写了两次，请用“或”连起来。")
        when[key] = options
    return Line(when, _VERDICTS[word.strip()], note.strip().rstrip("。"))


def problems_of_lines(lines: Iterable[str]) -> Iterator[str]:
    """What is wrong with the lines of a matter, in plain sentences."""
    read: list[Line] = []
    for text in lines:
        try:
            line = read_line(text)
        except DomainError as refusal:
            yield str(refusal)
            continue
        if any(_covers(earlier, line) for earlier in read):
            yield f"“{text}”：上面已经有一行把这种情况包括了，这一行永远轮不到。请换个顺序。"
        read.append(line)
    if len(read) > MOST_LINES:
        yield f"预筛最多写 {MOST_LINES} 行。"


def _covers(earlier: Line, later: Line) -> bool:
    """Whether whatever fits `later` fits `earlier` already."""
    return all(
        set(later.when.get(key, ())) <= set(options) and key in later.when for key, options in earlier.when.items()
    )


def read_answers(sent: Mapping[str, str]) -> dict[str, str]:
    """The known answers to known questions; anything else is left out."""
    return {one.key: sent[one.key] for one in QUESTIONS if sent.get(one.key) in one.options}


def suggestions(matters: Iterable[tuple[str, Iterable[Line]]], answers: Mapping[str, str]) -> list[Suggestion]:
    """What fits these answers, in the order of `matters` (slug and lines); what is worth applying for first."""
    found = []
    for slug, lines in matters:
        line = next((line for line in lines if line.fits(answers)), None)
        if line is not None:
            because = tuple((key, answers[key]) for key in line.when)
            found.append(Suggestion(slug, line.verdict, line.note, because))
    return sorted(found, key=lambda one: one.verdict is not Verdict.WORTH)


def words_of_lines() -> str:
    """The words that lines may use, for those who write them: 老人（没有、60到69、…）；…"""
    return "；".join(f"{one.name}（{'、'.join(one.options.values())}）" for one in QUESTIONS)


def _condition(text: str) -> tuple[str, tuple[str, ...]]:
    name, verb, listed = text.partition("是")
    asked = _BY_NAME.get(name)
    if asked is None or not verb:
        raise DomainError(f"“{text}”：请写成“老人是80以上”这样，前面用这些词：{'、'.join(_BY_NAME)}。")
    keys = {word: key for key, word in asked.options.items()}
    wanted = [word.strip() for word in listed.split("或")]
    for word in wanted:
        if word not in keys:
            raise DomainError(f"“{text}”：“{name}”的回答只有：{'、'.join(keys)}。")
    return asked.key, tuple(keys[word] for word in wanted)

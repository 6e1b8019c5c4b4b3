"""What an entry of the catalogue must be before anybody can rely on it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.domain.errors import DomainError
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.content import Content, read_content
from portal.domain.matters.models import WorkType
from portal.domain.matters.names import NAMES
from portal.domain.matters.parts import AnswerKind, Said
from portal.domain.matters.screening import problems_of_lines
from portal.domain.matters.visit_plan import problems_of_plan
from portal.domain.sensitive_facts.kinds import ASKED_BY_MATTERS

RESULT_KINDS = ("证件", "资金", "上门服务", "书面答复", "登记结果", "调解协议", "现场处置")
# Fire, police, ambulance: shown first on every urgent matter.
EMERGENCY_PHONES = ("119", "110", "120")
# What a public notice may never carry (个人信息保护法 25、28 条; 政府信息公开条例 15 条).
NEVER_PUBLISHED = ("身份证", "手机", "电话号码", "门牌", "银行", "账号", "病情", "诊断", "残疾细节", "照片")
# Asked by the authority that decides, on its own paper; never by the portal's questions.
NEVER_ASKED = ("身份证号是", "银行卡号是", "什么病", "病名是", "诊断", "残疾类别", "残疾等级")
# 容缺受理 leaves the main papers where they are: who applies, for what, and that they may be checked.
MAIN_PAPERS = ("申请书", "申请表", "授权书", "身份证", "户口簿", "委托")
LONGEST_HOW = 200
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 5
LONGEST_NAME, LONGEST_ITEM, LONGEST_TEXT = 40, 120, 600


def problems(entry: Mapping[str, Any]) -> list[str]:
    """Everything that is wrong with an entry, in plain sentences; an empty list when nothing is."""
    try:
        content = read_content(entry, WorkType(entry["work_type"]))
    except KeyError as absent:
        return [f"缺了“{NAMES.get(str(absent.args[0]), absent.args[0])}”，请补上。"]
    except DomainError as refusal:
        return [str(refusal)]
    except (AttributeError, TypeError, ValueError) as misfit:
        return [f"有不认识的词：{misfit}"]
    found = [
        *_naming(entry, content),
        *_handling(entry, content),
        *_bringing(content),
        *_asking(content),
        *_kept_apart(content),
        *_showing(content),
    ]
    return [*found, *problems_of_plan(content.visit), *problems_of_lines(content.screening)]


def _naming(entry: Mapping[str, Any], content: Content) -> Iterator[str]:
    if not 2 <= len(entry["name"]) <= LONGEST_NAME:
        yield f"名称要有 2 到 {LONGEST_NAME} 个字。"
    if entry["category"] not in shipped().categories:
        yield f"没有“{entry['category']}”这一类，请从列表里选。"
    if not content.words:
        yield "请至少写一个居民常说的词，不然查不到。"
    if len(set(content.words)) < len(content.words):
        yield "居民常说的词有重复，请删掉一个。"
    texts = (content.who_can_apply, content.eligibility, content.department, content.result)
    if not all(texts):
        yield "谁能办、什么条件、归谁管、办成以后得到什么，四项都要写。"
    if any(len(item) > LONGEST_ITEM for item in (*content.words, *content.local, *content.national)):
        yield f"一个词或一条规定最多 {LONGEST_ITEM} 个字，请写短一些。"
    if any(len(text) > LONGEST_TEXT for text in (*texts, content.portal_help, content.proxy.note)):
        yield f"一段话最多 {LONGEST_TEXT} 个字，请写短一些。"


def _handling(entry: Mapping[str, Any], content: Content) -> Iterator[str]:
    if not content.steps:
        yield "请至少写一步怎么办。"
    worked_at = {step.level for step in content.steps} | {content.accept_level, content.decide_level}
    if not worked_at <= set(content.levels):
        yield "有一步归某一级办，可是“哪几级参与”里没有勾这一级。"
    if not set(content.result_kinds) <= set(RESULT_KINDS) or not content.result_kinds:
        yield "办成以后得到什么，请从列表里选。"
    longer = content.time_limit.extend_to
    if longer and longer.unit == content.time_limit.span.unit and longer.value <= content.time_limit.span.value:
        yield "延长以后的期限要比原来的长。"
    if content.proxy.allowed is not Said.NO and not content.proxy.kinds:
        yield "可以代办的，请勾上谁可以代办。"
    phones = content.emergency.phones if content.emergency else ()
    if entry["work_type"] == WorkType.URGENT and phones[: len(EMERGENCY_PHONES)] != EMERGENCY_PHONES:
        yield "突发性的事项要先写 119、110、120。"


def _bringing(content: Content) -> Iterator[str]:
    names = [paper.name for paper in content.papers]
    if len(set(names)) < len(names):
        yield "有两样材料同名，请改一个，免得照片交错。"
    for paper in content.papers:
        if len(paper.how) > LONGEST_HOW:
            yield f"“{paper.name}”怎么办，最多写 {LONGEST_HOW} 个字。"
        if paper.may_follow and (word := _first_in(paper.name, MAIN_PAPERS)):
            yield f"“{paper.name}”是主要材料（{word}），不能后补。"
        if paper.may_follow and paper.shared:
            yield f"“{paper.name}”政府已有，不用交，也就不用后补。"


def _asking(content: Content) -> Iterator[str]:
    if not FEWEST_QUESTIONS <= len(content.questions) <= MOST_QUESTIONS:
        yield f"要问的问题有 {FEWEST_QUESTIONS} 到 {MOST_QUESTIONS} 个，现在是 {len(content.questions)} 个。"
    keys = [question.key for question in content.questions]
    if len(set(keys)) < len(keys) or not all(re.fullmatch(r"[a-z][a-z0-9_]{0,29}", key) for key in keys):
        yield "每个问题要有自己的代号，用小写字母。"
    for question in content.questions:
        if not question.label:
            yield "有一个问题还没有写。"
        if (question.kind is AnswerKind.CHOICE) != bool(question.options) or len(question.options) == 1:
            yield f"“{question.label}”：要选的问题写两个以上的选项，别的问题不写选项。"
        if question.sensitive and question.sensitive not in ASKED_BY_MATTERS:
            yield f"“{question.label}”：证件号和银行账号有专门的格子，不用另外问。"
        if word := _first_in(question.label, NEVER_ASKED):
            yield f"“{question.label}”问到了“{word}”，这类情况由办理单位当面问，这里不能问。"


def _kept_apart(content: Content) -> Iterator[str]:
    if content.questions and not content.open_questions:
        yield "每个问题都标了敏感，办的人就看不到是什么事了，请至少留一个不敏感的。"
    if content.public_matter and any(question.sensitive for question in content.questions):
        yield "公开的事不能问涉及个人情况的问题。"


def _showing(content: Content) -> Iterator[str]:
    for field in content.publicity.fields:
        if word := _first_in(field, NEVER_PUBLISHED):
            yield f"公示里不能有“{field}”，“{word}”一类的情况不能公开。"
    if content.publicity.required is Said.YES and not (content.publicity.span and content.publicity.where):
        yield "要公示的，请写公示几天、在哪里公示。"
    if content.anonymous_allowed and content.statutory:
        yield "审批的事项要核对本人，不能不留姓名。"
    if content.public_matter and content.sensitive_facts and content.statutory:
        yield "涉及个人情况的审批事项不能上公开栏。"


def _first_in(text: str, words: Iterable[str]) -> str:
    return next((word for word in words if word in text), "")

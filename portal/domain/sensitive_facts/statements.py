"""One fact as somebody states it, checked by the rule of its kind before it is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import DomainError
from portal.domain.matters.content import Content
from portal.domain.matters.parts import Question
from portal.domain.sensitive_facts.bank_accounts import entered_account
from portal.domain.sensitive_facts.id_numbers import entered_id, plain_id
from portal.domain.sensitive_facts.kinds import LABEL, LONGEST_WORDS, OPTIONS, FactKind
from portal.encryption import digest, digests

DIGEST = "sensitive_facts.digest"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: what it asks, of which kind. `question` where the matter asks in its own words."""

    kind: FactKind
    label: str
    hint: str
    options: tuple[str, ...]
    question: Question | None = None

    @property
    def name(self) -> str:
        """Of the field in forms and drafts."""
        return f"{self.kind.value}-{self.question.key}" if self.question else self.kind.value


@dataclass(frozen=True, slots=True)
class Statement:
    """`label` says what it is in words; `value` as typed."""

    kind: FactKind
    label: str
    value: str


_HINTS = {
    FactKind.ID_NUMBER: "要办事的人本人的，18 位，照着证件写",
    FactKind.BANK_ACCOUNT: "本人名下的银行卡、社保卡或存折",
    FactKind.INCOME: "比如：全家每月一千多元，靠打零工",
    FactKind.ILLNESS: "比如：走路要人扶，长期吃药。不用写病名",
}


def asked_by(content: Content, kind: FactKind) -> list[Asked]:
    """The fields of a kind: the matter's own questions, or the usual one."""
    if questions := content.sensitive_questions(kind):
        return [Asked(kind, one.label, one.hint, one.options, one) for one in questions]
    return [Asked(kind, LABEL[kind], _HINTS.get(kind, ""), OPTIONS.get(kind, ()))]


def clean(statement: Statement, today: date) -> str:
    """The value as it is kept; raises DomainError with a sentence for what cannot be."""
    if statement.kind is FactKind.ID_NUMBER:
        return entered_id(statement.value, today).number
    if statement.kind is FactKind.BANK_ACCOUNT:
        return entered_account(statement.value).number
    text = " ".join(statement.value.split())
    if not text:
        raise DomainError(f"“{statement.label}”是空的，请写上，或者去掉这一项。")
    if len(text) > LONGEST_WORDS:
        raise DomainError(f"“{statement.label}”写得太长了，请不超过 {LONGEST_WORDS} 个字。")
    return text


def check_asked(content: Content, statements: Sequence[Statement]) -> None:
    """Only what the matter asks for is taken in (个人信息保护法 6 条). Raises DomainError."""
    known = {(kind, one.label) for kind in content.fact_kinds for one in asked_by(content, kind)}
    for statement in statements:
        if (statement.kind, statement.label) not in known:
            raise DomainError(f"这件事用不着“{statement.label}”，没有保存。请刷新这一页再填。")


def digest_of(kind: FactKind, value: str) -> str | None:
    """To find a request by a whole identity number, without a table that could be read; None for other kinds."""
    return digest(value, DIGEST) if kind is FactKind.ID_NUMBER else None


def digests_of(typed: str) -> list[str]:
    """What the digest of this identity number may be, under every key this portal has had."""
    return digests(plain_id(typed), DIGEST)

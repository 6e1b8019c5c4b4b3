"""The words of a consent (个人信息保护法 29、30 条): one for each kind of fact, with what this matter needs it for.

A version of the words is never changed once it was shown: a new one is added, and the digest kept with each consent
tells which one somebody agreed to.
"""

import hashlib
from dataclasses import dataclass

from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.sensitive_facts.kinds import LABEL, FactKind

# What holds for every kind: who sees it, where it goes, that it may be left out and taken back, how long it is kept.
VERSIONS = {
    "2026-11": (
        "只给办这件事的人用，平时遮住。每打开看一次都要写原因、留下名字，您凭编号和查询码随时能查。"
        "会随这件事交给受理的街道和主管的{department}部门。"
        "不填也照样办，可以等网格员上门时再说。"
        "随时可以撤回同意，撤回马上删掉；不撤回的，办完 60 天后删掉。"
    ),
}
CURRENT = "2026-11"

_PROVES = "看{what}，合不合这件事的条件、能享受哪一档。"
_PURPOSE = {
    FactKind.BANK_ACCOUNT: "办成以后钱打到这个账户，只用来发钱。",
    FactKind.INCOME: _PROVES.format(what="家里的收入和境况"),
    FactKind.DISABILITY: _PROVES.format(what="残疾的情况"),
    FactKind.ILLNESS: "看身体情况合不合这件事的条件，要不要人上门。只写要人帮什么，不用写病名。",
    FactKind.LIVING_ALONE: "看要不要有人定期上门、打电话。",
}
_IDENTITY = {
    "资金": "核对是不是本人、户口在哪里、有没有重复领；政府已经有的登记就不用您再去开证明。",
    "证件": "核对是不是本人，证件上要印这个号码；政府已经有的登记就不用您再去开证明。",
}
_IDENTITY_ELSE = "核对是不是本人，把结果登记在本人名下；政府已经有的登记就不用您再去开证明。"
# What it means for the matter when a consent is taken back.
_WITHOUT = {
    FactKind.ID_NUMBER: "没有身份证号，要等办的人当面核对您的证件。",
    FactKind.BANK_ACCOUNT: "没有账号，办成以后要另外说好钱怎么领。",
    FactKind.INCOME: "没有这一项，要等办的人上门问清家里的情况。",
    FactKind.DISABILITY: "没有这一项，要等办的人当面看残疾人证。",
    FactKind.ILLNESS: "没有这一项，要等办的人当面了解身体情况。",
    FactKind.LIVING_ALONE: "没有这一项，要等办的人上门了解。",
}


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """`purpose` for this kind in this matter, `rest` for all kinds; `digest` of both proves what was shown."""

    kind: FactKind
    purpose: str
    rest: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.kind.value}\n{self.purpose}\n{self.rest}".encode()).hexdigest()


def consent_words(kind: FactKind, matter: MatterVersion, version: str = CURRENT) -> ConsentWords:
    """What is shown beside the tick for this kind of fact."""
    content = content_of(matter)
    purpose = _PURPOSE.get(kind) or next(
        (words for result, words in _IDENTITY.items() if result in content.result_kinds), _IDENTITY_ELSE
    )
    return ConsentWords(
        kind, f"办“{matter.name}”要用{LABEL[kind]}：{purpose}", VERSIONS[version].format(department=content.department)
    )


def version_agreed_to(kind: FactKind, matter: MatterVersion, words_digest: str) -> str | None:
    """Which version of the words a digest was made of; None when it is of none of them."""
    shown = (version for version in VERSIONS if consent_words(kind, matter, version).digest == words_digest)
    return next(shown, None)


def without(kind: FactKind) -> str:
    """What it means for the matter when this is not on file (any more)."""
    return _WITHOUT[kind]

"""Who may speak for somebody in a matter and on what basis: asked by the pages that offer it, and when it is given."""

from datetime import date

from portal.domain.mandates.models import AgentKind, MandateBasis, PersonAge
from portal.domain.matters.content import Content
from portal.domain.matters.parts import ProxyKind, Said

PROXY_KIND = {
    AgentKind.HOUSEHOLD: ProxyKind.FAMILY,
    AgentKind.RELATIVE: ProxyKind.FAMILY,
    AgentKind.GUARDIAN: ProxyKind.GUARDIAN,
    AgentKind.ENTRUSTED: ProxyKind.ENTRUSTED,
    AgentKind.COMMITTEE: ProxyKind.COMMITTEE,
    AgentKind.WORKER: ProxyKind.WORKER,
}
# These act with an account of their own, on the desk; the others with number and code.
OF_STAFF = frozenset({AgentKind.COMMITTEE, AgentKind.WORKER})
_FAMILY = (MandateBasis.RELATIONSHIP_PROOF, MandateBasis.WRITTEN, MandateBasis.ORAL)
_STAFF = (MandateBasis.WRITTEN, MandateBasis.ORAL, MandateBasis.DUTY)
_BASES = {
    AgentKind.HOUSEHOLD: _FAMILY,
    AgentKind.RELATIVE: _FAMILY,
    AgentKind.GUARDIAN: (MandateBasis.GUARDIANSHIP_PROOF,),
    AgentKind.ENTRUSTED: (MandateBasis.WRITTEN, MandateBasis.ORAL),
    AgentKind.COMMITTEE: _STAFF,
    AgentKind.WORKER: _STAFF,
}


def may_be_represented(content: Content) -> bool:
    """Whether anybody may file this matter for somebody else."""
    return content.proxy.allowed is not Said.NO and bool(content.proxy.kinds)


def kinds_for(content: Content, age: PersonAge, *, limited: bool) -> list[AgentKind]:
    """Who may speak in this matter for a person like this.

    For who is under age, or cannot fully recognise what they do, the guardian acts by law, whether or not the catalogue
    names them (民法典 19 至 23 条); committees help those whom nobody helps (社会救助暂行办法 17 条), where it
    names the committee.
    """
    if not may_be_represented(content):
        return []
    named = [kind for kind in AgentKind if PROXY_KIND[kind] in content.proxy.kinds]
    if not guarded(age, limited=limited):
        return named
    return [AgentKind.GUARDIAN, *(kind for kind in named if kind is AgentKind.COMMITTEE)]


def bases_of(kind: AgentKind, age: PersonAge = PersonAge.ADULT, *, limited: bool = False) -> list[MandateBasis]:
    """What may show that this agent speaks for a person like this."""
    if kind is not AgentKind.GUARDIAN and guarded(age, limited=limited):
        return [MandateBasis.DUTY] if kind is AgentKind.COMMITTEE else []
    return list(_BASES[kind])


def guarded(age: PersonAge, *, limited: bool) -> bool:
    """Whether the law has a guardian speak for them (民法典 17 至 22 条)."""
    return limited or age is not PersonAge.ADULT


def last_day(today: date) -> date:
    """How long a mandate given today may hold at most: a year.

    The law asks for a period (民法典 165 条) and sets none; after a year the person is asked anew.
    """
    # The 29th of February has no birthday next year.
    return today.replace(year=today.year + 1) if (today.month, today.day) != (2, 29) else date(today.year + 1, 2, 28)

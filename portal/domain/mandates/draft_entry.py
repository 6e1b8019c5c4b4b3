"""What a half-filled form knows about the mandate: page by page, as plain values, until it is an entry.

`mandate` of a draft: kind, relation, age, limited, basis, witnesses, scope, valid_until (2027-02-23), consent,
own_wish, told. `agent`: name and phone of who speaks. Values of the enums as they are stored.
"""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Role
from portal.domain.mandates import fitting
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Told,
)
from portal.domain.matters.content import Content

# How many months a mandate may be given for on the page, and what stands chosen there.
MONTHS, USUAL_MONTHS = (1, 3, 6, 12), 3
# Which answers each page gives; a page is done when all of them are there.
ANSWERS = {
    "agent": ("kind", "relation"),
    "person": ("age",),
    "basis": ("basis",),
    "scope": ("scope", "valid_until"),
    "consent": ("consent",),
    "told": ("told",),
}
_HELPS_AS = {Role.GRID_WORKER: AgentKind.WORKER, Role.COMMUNITY_OFFICER: AgentKind.COMMITTEE}

Said = Mapping[str, Any]


def entry_of(mandate: Said, agent: Said, user_id: int | None = None) -> MandateEntry:
    """The entry; KeyError when a page is missing, ValueError for a value nobody could have chosen."""
    witnesses = tuple(mandate.get("witnesses") or ())
    return MandateEntry(
        kind=AgentKind(mandate["kind"]),
        relation=mandate.get("relation", ""),
        basis=MandateBasis(mandate["basis"]),
        scope=MandateScope(mandate["scope"]),
        valid_until=date.fromisoformat(mandate["valid_until"]),
        agent_name=agent.get("name", ""),
        agent_phone=agent.get("phone", ""),
        age=PersonAge(mandate["age"]),
        limited=bool(mandate.get("limited")),
        consent=PersonConsent(mandate["consent"]),
        own_wish=mandate.get("own_wish", ""),
        told=Told(mandate["told"]),
        witnesses=(witnesses[0], witnesses[1]) if len(witnesses) == 2 else None,
        agent_user_id=user_id,
    )


def kinds_offered(content: Content) -> list[AgentKind]:
    """Who may say that they speak for somebody in this matter, without an account of their own: for a grown-up who
    decides for themselves, or for a ward."""
    adults = fitting.kinds_for(content, PersonAge.ADULT, limited=False)
    wards = fitting.kinds_for(content, PersonAge.ADULT, limited=True)
    return [kind for kind in AgentKind if kind in {*adults, *wards} - fitting.OF_STAFF]


def stopped(content: Content, mandate: Said) -> bool:
    """Whether this agent may not go on: the law has somebody else speak for a person like this (民法典 19 至 23 条)."""
    if "kind" not in mandate or "age" not in mandate:
        return False
    return AgentKind(mandate["kind"]) not in fitting.kinds_for(
        content, PersonAge(mandate["age"]), limited=bool(mandate.get("limited"))
    )


def bases_for(mandate: Said) -> list[MandateBasis]:
    """What this agent may show; empty while it is not known who they are, or for whom."""
    if "kind" not in mandate or "age" not in mandate:
        return []
    age, limited = PersonAge(mandate["age"]), bool(mandate.get("limited"))
    return fitting.bases_of(AgentKind(mandate["kind"]), age, limited=limited)


def unable_may_be_said(mandate: Said) -> bool:
    """Whether somebody may speak for a person who cannot say what they want: a guardian, and staff by duty."""
    return mandate.get("kind") == AgentKind.GUARDIAN or mandate.get("basis") == MandateBasis.DUTY


def done(page: str, content: Content, mandate: Said) -> bool:
    """Whether a page of the mandate wants nothing more; what was said on an earlier page may undo a later one."""
    if page == "agent" and mandate.get("kind") not in kinds_offered(content):
        return False
    if page == "person" and stopped(content, mandate):
        return False
    if page == "basis" and mandate.get("basis") not in bases_for(mandate):
        return False
    if page == "consent" and mandate.get("consent") == PersonConsent.UNABLE and not unable_may_be_said(mandate):
        return False
    return all(mandate.get(key) for key in ANSWERS[page])


def after_months(today: date, months: int) -> date:
    """The last day of a mandate for so many months: the same day of the month, or the last one it has."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    return min(date(year, month + 1, day), fitting.last_day(today))


def helps_as(user: User) -> list[AgentKind]:
    """As whom a member of staff speaks for people: a grid worker, or for the residents' committee."""
    held = {appointment.role for appointment in user.appointments}
    return [kind for role, kind in _HELPS_AS.items() if role in held]


def kind_of_helper(user: User, content: Content) -> AgentKind | None:
    """As whom they speak in this matter; None where the catalogue does not name them."""
    named = [kind for kind in helps_as(user) if fitting.PROXY_KIND[kind] in content.proxy.kinds]
    return named[0] if named and content.asks_for_whom else None


def reaches_also(mandate: Mandate, category: str, today: date) -> bool:
    """Whether a mandate at hand stands behind one more matter of this category without being given anew."""
    whole = mandate.scope is MandateScope.CATEGORY and mandate.category == category
    return whole and mandate.ending is None and today <= mandate.valid_until

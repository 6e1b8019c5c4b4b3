"""The mandate behind a request in words, for the person concerned, the agent and the desk alike."""

from flask_babel import gettext as _

from portal.blueprints.service_requests.mandate_words import day_words
from portal.blueprints.service_requests.mandate_words import short_kinds as kind_names
from portal.domain.mandates.models import (
    Ending,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Told,
)

__all__ = [
    "age_names",
    "basis_names",
    "basis_words",
    "consent_names",
    "day_words",
    "ended_words",
    "kind_names",
    "scope_words",
    "told_names",
]


def basis_names() -> dict[MandateBasis, str]:
    return {
        MandateBasis.RELATIONSHIP_PROOF: _("关系证明"),
        MandateBasis.GUARDIANSHIP_PROOF: _("监护证明"),
        MandateBasis.WRITTEN: _("书面委托书"),
        MandateBasis.ORAL: _("口头委托，两个人作证"),
        MandateBasis.DUTY: _("依职责帮办"),
    }


def consent_names() -> dict[PersonConsent, str]:
    return {
        PersonConsent.SHOWN: _("给本人看过"),
        PersonConsent.READ_OUT: _("念给本人听过"),
        PersonConsent.SIGNED: _("本人签了名，或按了手印"),
        PersonConsent.UNABLE: _("本人说不出自己的意思"),
    }


def told_names() -> dict[Told, str]:
    return {Told.AGENT: _("代办人"), Told.PERSON: _("本人"), Told.BOTH: _("代办人和本人")}


def age_names() -> dict[PersonAge, str]:
    return {
        PersonAge.ADULT: _("成年人"),
        PersonAge.MINOR: _("14 岁到 17 岁"),
        PersonAge.CHILD: _("不满 14 岁"),
    }


def scope_words(mandate: Mandate) -> str:
    if mandate.scope is MandateScope.MATTER:
        return _("只办这一件")
    return _("“%(category)s”一类的事", category=mandate.category)


def basis_words(mandate: Mandate) -> str:
    """What shows it, with the names of those who heard it."""
    named = basis_names()[mandate.basis]
    return f"{named}：{mandate.witnesses}" if mandate.witnesses else named


def ended_words(ending: Ending) -> str:
    """How it ended: nothing of why."""
    return {
        Ending.REVOKED: _("本人结束了委托"),
        Ending.TAKEN_OVER: _("本人接着自己办"),
        Ending.LAID_DOWN: _("代办人不再代办"),
        Ending.EXPIRED: _("委托到期了"),
        Ending.REPLACED: _("换了别人代办"),
    }[ending]

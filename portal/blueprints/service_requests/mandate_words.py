"""Mandates as the pages of a form put them, in the words of people who never read a law."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain.mandates.models import AgentKind, MandateBasis, MandateScope, PersonAge, PersonConsent, Told
from portal.domain.matters.parts import InPerson, ProxyKind


def kind_names() -> dict[AgentKind, str]:
    """Who speaks."""
    return {
        AgentKind.HOUSEHOLD: _("住在一起的家人"),
        AgentKind.RELATIVE: _("不住一起的近亲属（父母、子女、夫妻、兄弟姐妹、祖孙）"),
        AgentKind.GUARDIAN: _("监护人"),
        AgentKind.ENTRUSTED: _("他委托的人（邻居、朋友、亲戚）"),
        AgentKind.COMMITTEE: _("社区居委会"),
        AgentKind.WORKER: _("网格员"),
    }


def short_kinds() -> dict[AgentKind, str]:
    """The same where there is no room."""
    return {
        AgentKind.HOUSEHOLD: _("同住的家人"),
        AgentKind.RELATIVE: _("近亲属"),
        AgentKind.GUARDIAN: _("监护人"),
        AgentKind.ENTRUSTED: _("受委托的人"),
        AgentKind.COMMITTEE: _("社区居委会"),
        AgentKind.WORKER: _("网格员"),
    }


def proxy_sentences() -> dict[ProxyKind, str]:
    """Who may file for somebody, and what they show."""
    return {
        ProxyKind.FAMILY: _("家人、近亲属：说明是什么关系"),
        ProxyKind.GUARDIAN: _("监护人：要有监护证明"),
        ProxyKind.ENTRUSTED: _("他委托的人：要有他签名或按手印的委托书，或者口头同意、两个人作证"),
        ProxyKind.COMMITTEE: _("社区居委会：他自己来不了的，社区帮他办"),
        ProxyKind.WORKER: _("网格员：他同意就行，网格员上门帮他填"),
    }


def in_person_sentences() -> dict[InPerson, str]:
    """What nobody can do in the person's place, and how they manage who cannot go there."""
    return {
        InPerson.FACE_CHECK: _("刷脸、生存认证：要他本人来做。走不动的，可以请人上门做。"),
        InPerson.AUTHORISATION: _("在核对授权书上签名：要他自己签名或按手印，一家的成年人都要签。"),
        InPerson.ASSESSMENT: _("评残、能力评估：评的人要见到他本人。去不了的，可以约上门。"),
        InPerson.AGREEMENT: _("在调解协议上签名：要他自己同意，自己签。"),
    }


def in_person_short() -> dict[InPerson, str]:
    """The same on paper."""
    return {
        InPerson.FACE_CHECK: _("刷脸和生存认证"),
        InPerson.AUTHORISATION: _("在核对授权书上签名"),
        InPerson.ASSESSMENT: _("评残和能力评估"),
        InPerson.AGREEMENT: _("在调解协议上签名"),
    }


def age_names() -> dict[PersonAge, str]:
    return {
        PersonAge.ADULT: _("满 18 岁"),
        PersonAge.MINOR: _("14 岁到 17 岁"),
        PersonAge.CHILD: _("不满 14 岁"),
    }


def basis_names() -> dict[MandateBasis, str]:
    """What shows that somebody may speak."""
    return {
        MandateBasis.RELATIONSHIP_PROOF: _("能证明关系的：户口簿、结婚证、出生证明"),
        MandateBasis.GUARDIANSHIP_PROOF: _("能证明监护的：户口簿、法院判决、居委会的指定书"),
        MandateBasis.WRITTEN: _("委托书：他签了名，或按了手印"),
        MandateBasis.ORAL: _("他口头同意，有两个人作证"),
        MandateBasis.DUTY: _("他说不了，也没有人管：我们按职责帮他办"),
    }


def scope_names(category: str) -> dict[MandateScope, str]:
    return {
        MandateScope.MATTER: _("只办这一件"),
        MandateScope.CATEGORY: _("“%(category)s”一类的都可以", category=category),
    }


def month_names(days: dict[int, date]) -> dict[str, str]:
    """For how long, each with its last day."""
    return {str(n): _("%(n)s 个月，到%(day)s", n=n, day=day_words(day)) for n, day in days.items()}


def consent_names() -> dict[PersonConsent, str]:
    """How the person agreed."""
    return {
        PersonConsent.SHOWN: _("给他看了，他说好"),
        PersonConsent.READ_OUT: _("念给他听了，他说好"),
        PersonConsent.SIGNED: _("他签了名，或按了手印"),
        PersonConsent.UNABLE: _("他说不出自己的意思"),
    }


def told_names() -> dict[Told, str]:
    """Who hears how it goes."""
    return {
        Told.BOTH: _("我和他都告诉"),
        Told.AGENT: _("只告诉我"),
        Told.PERSON: _("只告诉他"),
    }


def day_words(day: date) -> str:
    """`2027年2月23日`: mandates run into the next year."""
    return format_date(day, "long")

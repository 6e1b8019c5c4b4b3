"""Whether a mandate holds: asked at every step that is taken under it, not on the page that offers the step."""

from datetime import date

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates import fitting
from portal.domain.mandates.models import Ending, Mandate, MandateScope, PersonAge
from portal.domain.mandates.queries import representation_of
from portal.domain.sensitive_facts.id_numbers import AgeBand
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.workflow import Step

# An agent may lay the mandate down, or be told that it ended, whatever state it is in.
_ALWAYS = frozenset({Step.END_MANDATE})
_ENDED = {
    Ending.REVOKED: "本人已经结束了委托，您不能再替他办这件事。",
    Ending.TAKEN_OVER: "本人已经接着自己办了，您不用再办这件事。",
    Ending.LAID_DOWN: "您已经不再代办这件事了。",
    Ending.EXPIRED: "委托到期了，您不能再替他办这件事。",
    Ending.REPLACED: "本人换了代办人，您不能再替他办这件事。",
}


# What somebody says or hands in for the person: an agent among the staff takes these under their mandate as well.
_IN_THEIR_NAME = frozenset({Step.ADD_FACTS, Step.SUPPLEMENT, Step.PROVIDE_PAPERS, Step.STATE_FACTS, Step.REOPEN})
# What an agent never does in the person's place, among the staff or not.
_THE_PERSONS_OWN = frozenset({Step.WITHDRAW})
_NOT_BY_AGENT = "您是这件事的代办人，不能替本人撤回。本人不想办了的，请同事问过本人再登记。"
_BY_STAFF = "您代这位办事的委托已经结束了，不能再用他的名义办这一步。请同事来登记，或者请本人重新委托。"


def require_mandate(mandate: Mandate, request: ServiceRequest, step: Step, today: date) -> None:
    """Raise DomainError when the mandate does not carry this step for this request on this day (民法典 165, 173 条)."""
    if mandate.ending is not None:
        raise DomainError(_ENDED[mandate.ending])
    if step in _ALWAYS:
        return
    if mandate.valid_until < today:
        raise DomainError(_ENDED[Ending.EXPIRED])
    if mandate.scope is MandateScope.CATEGORY and request.matter_version.category != mandate.category:
        raise DomainError(f"委托只管“{mandate.category}”一类的事，这件不在里面。请让本人另写一份委托。")
    if step is not Step.FILE and _counting(request) is not mandate:
        raise DomainError("这份委托不管这件事，或者本人换了代办人。请让本人另外委托一次。")


def require_mandate_of_staff(username: str, request: ServiceRequest, step: Step, today: date) -> None:
    """The same for a member of staff who is the agent of the request and acts with their account.

    Raises DomainError for what is said in the person's name after the mandate, and for taking the matter back at any
    time: a colleague hears the person. Not when the person took the matter over: then staff write down what they
    bring, as for everybody.
    """
    mandate = _counting(request) if step in _IN_THEIR_NAME | _THE_PERSONS_OWN else None
    if mandate is None or mandate.agent_user is None or mandate.agent_user.username != username:
        return
    if mandate.ending is Ending.TAKEN_OVER:
        return
    if step in _THE_PERSONS_OWN:
        raise DomainError(_NOT_BY_AGENT)
    if mandate.ending is not None or mandate.valid_until < today:
        raise DomainError(_BY_STAFF)


def require_guardian(request: ServiceRequest, age: AgeBand | None) -> None:
    """Raise DomainError when somebody who is under age by their ID number is spoken for by who is no guardian, nor the
    committee by its duty: what was said about their age on another page does not carry it (民法典 19, 20, 23 条)."""
    mandate = _counting(request) if age in (AgeBand.CHILD, AgeBand.MINOR) else None
    if mandate is None or mandate.ending is not None:
        return
    if mandate.basis not in fitting.bases_of(mandate.kind, PersonAge.MINOR):
        raise DomainError(
            "按身份证号，本人不满 18 周岁，要由监护人来办；没有监护人的，由社区帮办。号码写错了的，请照着证件改正。"
        )


def _counting(request: ServiceRequest) -> Mandate | None:
    """The mandate of the last representation."""
    with db.session.no_autoflush:
        found = representation_of(request)
    return found.mandate if found else None

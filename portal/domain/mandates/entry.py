"""What somebody says about the mandate they act under, before it is one."""

from dataclasses import dataclass
from datetime import date

from portal.domain.mandates.models import AgentKind, MandateBasis, MandateScope, PersonAge, PersonConsent, Told


@dataclass(frozen=True)
class MandateEntry:
    """As typed on the pages of a form, or by staff; `giving.give` checks it against the matter and writes it.

    agent_user_id  of the member of staff who speaks, for worker and committee
    witnesses      both names, for an oral consent
    """

    kind: AgentKind
    relation: str
    basis: MandateBasis
    scope: MandateScope
    valid_until: date
    agent_name: str
    agent_phone: str
    age: PersonAge
    limited: bool
    consent: PersonConsent
    own_wish: str
    told: Told
    witnesses: tuple[str, str] | None = None
    agent_user_id: int | None = None

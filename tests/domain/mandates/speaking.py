"""People who speak for others: a daughter for her mother, a neighbour, the worker, the committee."""

from datetime import date
from typing import Any

from portal.db import db
from portal.domain.mandates.entry import MandateEntry
from portal.domain.mandates.models import (
    AgentKind,
    Mandate,
    MandateBasis,
    MandateScope,
    PersonAge,
    PersonConsent,
    Representation,
    Told,
)
from portal.domain.mandates.queries import representation_of
from portal.domain.service_requests import acting as acts
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import filing
from portal.domain.service_requests.steps.filing import Filed
from tests.domain.service_requests.making import Town

# A grant for the old: family, entrusted people, committee and worker may speak; and one for which guardians may too.
OLD_AGE, DISABLED = "gaoling", "canji-liangxiang"
MOTHER, DAUGHTER = "王秀英", "王小丽"
MOTHERS_PHONE, DAUGHTERS_PHONE = "14000002201", "14000002202"


class Speakers(Town):
    def entry(self, **facts: Any) -> MandateEntry:
        """A daughter for her mother, by what shows that she is, for this matter, for three months."""
        usual: dict[str, Any] = {
            "kind": AgentKind.RELATIVE,
            "relation": "女儿",
            "basis": MandateBasis.RELATIONSHIP_PROOF,
            "scope": MandateScope.MATTER,
            "valid_until": date(2027, 2, 22),
            "agent_name": DAUGHTER,
            "agent_phone": DAUGHTERS_PHONE,
            "age": PersonAge.ADULT,
            "limited": False,
            "consent": PersonConsent.READ_OUT,
            "own_wish": "电话里她说要办",
            "told": Told.BOTH,
        }
        return MandateEntry(**{**usual, **facts})

    def by_staff_entry(self, kind: AgentKind, username: str, **facts: Any) -> MandateEntry:
        """The worker or the committee, by their duty to help."""
        own = {"agent_name": "", "agent_phone": "", "relation": "", "agent_user_id": self.cast.users[username].id}
        return self.entry(kind=kind, basis=MandateBasis.DUTY, **{**own, **facts})

    def file_for(self, slug: str = OLD_AGE, *, by: Acting | None = None, **facts: Any) -> Filed:
        """Filed online by the daughter, unless `by` somebody else; `entry` the mandate, `phone` the mother's."""
        if "under" not in facts:
            facts["mandate"] = facts.pop("entry", None) or self.entry()
        form = self.filing(slug, **{"name": MOTHER, "phone": MOTHERS_PHONE, **facts})
        filed = filing.file_request(form, by or self.resident)
        db.session.commit()
        return filed

    def agent(self, request: ServiceRequest) -> Acting:
        return acts.by_agent(mandate_of(request), self.at, self.timing)


def representation(request: ServiceRequest) -> Representation:
    found = representation_of(request)
    assert found is not None
    return found


def mandate_of(request: ServiceRequest) -> Mandate:
    return representation(request).mandate

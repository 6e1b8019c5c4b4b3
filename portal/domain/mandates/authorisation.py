"""The 委托书 on paper: everything the law asks of a written authorisation, filled in as far as it is known.

民法典 165 条 names the agent, the matter, what they may do, the time, and the principal's signature or seal. What is
not known, and what must not stand in the portal, stays a line to fill in by hand: the identity numbers above all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.domain.mandates.models import AgentKind, Mandate, MandateScope
from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.matters.parts import InPerson
from portal.domain.records.services import record
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.workdays.working_hours import SHANGHAI


@dataclass(frozen=True)
class Authorisation:
    """What stands on the sheet; an empty text or None is a blank line.

    category   of the matters it reaches, empty for this matter alone
    in_person  what the agent cannot do in the person's place
    witnesses  both names of an oral consent; they sign as well
    number     of the request, once there is one
    """

    matter: str
    person_name: str
    person_phone: str
    agent_name: str
    agent_phone: str
    relation: str
    kind: AgentKind | None
    category: str
    in_person: tuple[InPerson, ...]
    begins_on: date | None
    valid_until: date | None
    witnesses: tuple[str, ...]
    number: str = ""


def of_draft(version: MatterVersion, fields: Mapping[str, Any], today: date) -> Authorisation:
    """From a half-filled form, however much of it is there."""
    said, agent = fields.get("mandate", {}), fields.get("agent") or {}
    person = fields.get("who") or fields.get("known_person", {})
    until = said.get("valid_until")
    return Authorisation(
        matter=version.name,
        person_name=person.get("name") or "",
        person_phone=person.get("phone") or "",
        agent_name=agent.get("name") or "",
        agent_phone=agent.get("phone") or "",
        relation=said.get("relation", ""),
        kind=AgentKind(said["kind"]) if said.get("kind") else None,
        category=version.category if said.get("scope") == MandateScope.CATEGORY else "",
        in_person=content_of(version).in_person,
        begins_on=today if until else None,
        valid_until=date.fromisoformat(until) if until else None,
        witnesses=tuple(said.get("witnesses") or ()),
    )


def of_mandate(mandate: Mandate, request: ServiceRequest) -> Authorisation:
    """For a request that exists, as its mandate was given."""
    return Authorisation(
        matter=request.matter_version.name,
        person_name=mandate.person_name or "",
        person_phone=mandate.person_phone or "",
        agent_name=mandate.agent_name or "",
        agent_phone=mandate.agent_phone or "",
        relation=mandate.relation,
        kind=mandate.kind,
        category=mandate.category,
        in_person=content_of(request.matter_version).in_person,
        begins_on=mandate.given_at.astimezone(SHANGHAI).date(),
        valid_until=mandate.valid_until,
        witnesses=tuple(filter(None, (mandate.witnesses or "").split("、"))),
        number=request.number,
    )


def note_print(request: ServiceRequest, *, by: str, at: datetime) -> None:
    """A sheet with two names leaves the house: who printed it is on the record."""
    record("request.authorisation_printed", by=by, at=at, subject=f"request {request.number}")

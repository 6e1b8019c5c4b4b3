"""Every column that holds a digest, and whether it can be made anew when the keys change.

A test finds each column of the models with "digest" in its name in exactly one of the three tables.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.messages.robots import ADDRESS
from portal.domain.messages.services import RECIPIENT
from portal.domain.sensitive_facts.statements import DIGEST as IDENTITY
from portal.domain.service_requests.applicants import name_digest, phone_digest
from portal.encryption import digest


@dataclass(frozen=True, slots=True)
class Source:
    """The sealed column of the same row that a digest is made from, and how."""

    column: str
    make: Callable[[str], str]


# Made anew together with the value they are made from.
MADE_FROM: dict[str, Source] = {
    "service_requests.name_digest": Source("applicant_name", name_digest),
    "service_requests.phone_digest": Source("applicant_phone", phone_digest),
    "service_request_followers.phone_digest": Source("phone", phone_digest),
    "mandates.agent_phone_digest": Source("agent_phone", phone_digest),
    "mandates.agent_name_digest": Source("agent_name", name_digest),
    "sensitive_facts.digest": Source("value", lambda number: digest(number, IDENTITY)),
    "messages.recipient_digest": Source("recipient", lambda number: digest(number, RECIPIENT)),
    "message_robots.address_digest": Source("address", lambda address: digest(address, ADDRESS)),
}

# Of codes that were told once and are kept nowhere: they go on under the key they were made with.
OF_CODES: dict[str, str] = {
    "service_requests.code_digest": "codes of requests",
    "service_request_followers.code_digest": "codes of neighbours who follow",
    "mandate_representations.agent_code_digest": "codes of those who act for somebody",
    "public_period_objections.code_digest": "codes of those who object to a public notice",
}

# Without a key: of random tokens, of texts that anybody may read, of printed notices.
WITHOUT_KEY = frozenset({"service_request_drafts.token_digest", "consents.words_digest", "placards.printed_digest"})

"""The private code of a request: six characters told once, kept as a digest. With the number it opens the request."""

import secrets
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.models import Representation, Told
from portal.domain.mandates.queries import live_representation, representation_of, representations_of
from portal.domain.messages.outbox import drop_code
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.records.services import record
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.numbering import read_number
from portal.domain.service_requests.steps.taking import take
from portal.domain.service_requests.voices import Follower
from portal.domain.service_requests.workflow import Step
from portal.encryption import digest, digest_is_of

# Without 0 O D Q, 1 I L, B, S, Z, G, F, N, U, V: nothing that is taken for something else in print or on the phone.
ALPHABET = "23456789ACEHJKMPRTWXY"
LENGTH = 6
PLACE = "service_requests.code"
# How the person got theirs: `Representation.person_code_by`.
ON_PAPER, BY_MESSAGE, WHEN_FILED = "paper", "message", "filed"
_LOOK_ALIKES = str.maketrans("BSZG", "8526")
_SEPARATORS = "-‐‑–—−－_·.,，。 "


@dataclass(frozen=True)
class Opened:
    """What number and code open: the request of whoever filed it, or, with `follower`, for a neighbour; with
    `representation` for the agent, who may find that the mandate has ended."""

    request: ServiceRequest
    follower: Follower | None
    representation: Representation | None = None


def drawn_code() -> str:
    """A fresh code; 86 million there are, and tries are limited."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def code_digest(code: str) -> str:
    return digest(code, PLACE)


def read_code(typed: str) -> str:
    """A code as it was made, from what somebody typed: case, width, blanks and look-alikes are forgiven."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one not in _SEPARATORS)
    return plain.translate(_LOOK_ALIKES)


def opens(number_typed: str, code_typed: str) -> Opened | None:
    """The request that number and code open together, or None: which of the two was wrong, nobody is told.

    Compares in constant time, for numbers that do not exist as well.
    """
    number, code = read_number(number_typed), read_code(code_typed)
    request = db.session.scalars(select(ServiceRequest).where(ServiceRequest.number == (number or ""))).one_or_none()
    own = digest_is_of(request.code_digest if request else "", code, PLACE)
    followed = _merged_into(request) if request else None
    followers = select(Follower).where(Follower.request_id == (followed.id if followed else 0))
    following = [one for one in db.session.scalars(followers) if digest_is_of(one.code_digest, code, PLACE)]
    agents = representations_of(request) if request else []
    # One more comparison where nobody speaks, so that it takes as long as where somebody does.
    matches = [digest_is_of(one, code, PLACE) for one in [*(agent.agent_code_digest for agent in agents), ""]]
    speaking = [agent for agent, match in zip(agents, matches, strict=False) if match]
    if request is None or followed is None:
        return None
    if own:
        return Opened(request, None)
    if speaking:
        return Opened(request, None, speaking[-1])
    return Opened(followed, following[0]) if following else None


def _merged_into(request: ServiceRequest) -> ServiceRequest:
    """The request that goes on: neighbours of a merged one follow it with the number they were told."""
    while request.merged_into is not None:
        request = request.merged_into
    return request


def new_code(request: ServiceRequest, reason: str, acting: Acting) -> str:
    """A new code for the person who lost theirs, after a call back; the old one opens nothing from now on.

    Raises DomainError where no phone was left: nobody could be called back, or hear that the code was changed.
    """
    if not request.applicant_phone:
        raise DomainError("这件没有留电话，没法回拨核实是不是本人，不能换查询码。还有事的话，请重新提交一件。")
    if not reason.strip():
        raise DomainError("请写明怎么核实了本人，例如“回拨登记的电话，报出了提交的日期”。")
    code = drawn_code()
    told = "查询码换了新的，原来的不能再用。如果不是您要求的，请打网格员电话。"
    take(request, Step.NEW_CODE, acting, told=told, internal=reason.strip(), code_digest=code_digest(code))
    drop_code(request.id)
    _note(request, reason, acting)
    tell_resident(request, Occasion.NEW_CODE_MADE, at=acting.at)
    return code


def new_agent_code(request: ServiceRequest, reason: str, acting: Acting) -> str:
    """A new code for who speaks for the person, after a call back to the number they left.

    Raises DomainError when nobody speaks for them any more, or the agent is staff and needs none.
    """
    found = live_representation(request)
    if found is None or found.mandate.agent_user_id is not None or not found.mandate.agent_phone:
        raise DomainError("这件现在没有要用查询码的代办人。本人要换的，请选本人。")
    if not reason.strip():
        raise DomainError("请写明怎么核实了代办人，例如“回拨登记的电话，报出了本人姓名”。")
    code = drawn_code()
    told = "代办人的查询码换了新的，原来的不能再用。"
    take(request, Step.NEW_CODE, acting, told=told, internal=reason.strip())
    found.agent_code_digest = code_digest(code)
    _note(request, f"代办人：{reason}", acting)
    tell_resident(request, Occasion.NEW_CODE_MADE, at=acting.at, to=Told.AGENT)
    return code


def person_code(request: ServiceRequest, reason: str, acting: Acting) -> str:
    """The person's own code on a slip of paper that staff hand over to them, and to nobody else.

    reason  to whom and how it is handed over; a code they had before opens nothing from now on
    Raises DomainError when nobody ever spoke for them: then whoever filed has the code.
    """
    found = representation_of(request)
    if found is None:
        raise DomainError("这件是本人自己提交的，查询码在他自己手里。忘了的话请用“换查询码”。")
    if not reason.strip():
        raise DomainError("请写怎么交到本人手里，例如“上门当面交给本人”。")
    code = drawn_code()
    told = "给本人写了查询码，当面交给本人。以前给本人的不能再用。"
    take(request, Step.PERSON_CODE, acting, told=told, internal=reason.strip(), code_digest=code_digest(code))
    drop_code(request.id)
    found.person_code_at, found.person_code_by = acting.at, ON_PAPER
    _note(request, f"给本人：{reason}", acting)
    return code


def send_person_code(request: ServiceRequest, code: str, acting: Acting) -> None:
    """To the person's own phone, by text message, where they left one."""
    found = representation_of(request)
    if found is not None and request.applicant_phone:
        tell_resident(request, Occasion.PERSON_CODE, at=acting.at, code=code)
        found.person_code_at, found.person_code_by = acting.at, BY_MESSAGE


def _note(request: ServiceRequest, reason: str, acting: Acting) -> None:
    record("request.code_renewed", by=acting.by, at=acting.at, subject=f"request {request.number}", detail=reason[:200])

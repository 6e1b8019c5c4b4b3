"""One step for several requests at once: each is judged for itself, and a refusal takes nothing from the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.service_requests.models import ServiceRequest

MOST = 100


@dataclass
class Outcome:
    """Numbers of the requests that took the step, and why each of the others did not."""

    done: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def each(requests: Iterable[ServiceRequest], act: Callable[[ServiceRequest], object]) -> Outcome:
    """Do `act` with each request in a savepoint of its own.

    In the order of their rows: two people who do the same wait for one another instead of blocking each other.
    """
    outcome = Outcome()
    for request in sorted(requests, key=lambda one: one.id):
        number = request.number
        try:
            with db.session.begin_nested():
                act(request)
        except DomainError as refusal:
            outcome.refused[number] = str(refusal)
        else:
            outcome.done.append(number)
    return outcome

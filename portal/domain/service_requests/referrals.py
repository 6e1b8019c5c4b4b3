"""Where a request was sent that had to be settled elsewhere (转送), as the trail keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.domain.service_requests.models import Entry
from portal.domain.service_requests.workflow import Status, Step


@dataclass(frozen=True)
class Referral:
    """Where somebody is sent.

    office   as people know it: 市医保局, 江城区人民法院立案庭
    address, phone   at least one of the two: nobody is sent into the blue
    bring    what the person takes along
    papers   names of papers of the file that go there as well
    why      why it is not settled here
    """

    office: str
    address: str
    phone: str
    bring: str
    papers: tuple[str, ...] = ()
    why: str = ""


def referral_of(entries: Sequence[Entry]) -> Referral | None:
    """Where the request was sent when it ended last; None when it ended otherwise, or goes on."""
    for entry in reversed(entries):
        if entry.step is Step.REFER:
            return read(entry.facts)
        if entry.before is not entry.after and entry.after is not Status.CLOSED:
            return None
    return None


def read(facts: Mapping[str, object]) -> Referral:
    """A referral from the facts of its entry."""
    texts = {key: str(facts.get(key, "")) for key in ("office", "address", "phone", "bring", "why")}
    papers = facts.get("papers")
    return Referral(**texts, papers=tuple(str(one) for one in papers) if isinstance(papers, list | tuple) else ())

"""交材料: a paper comes after the request was filed, from the person, who speaks for them, or staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.domain.errors import DomainError
from portal.domain.papers import promising
from portal.domain.papers.models import PaperCheck, PaperState, RequestPaper
from portal.domain.papers.queries import laid_out
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.workflow import Step

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Provided:
    """One paper as it comes now.

    copies  how many photographs come with it; the caller stores them with the entry, under the name of the paper
    """

    name: str
    state: PaperState
    reason: str = ""
    copies: int = 0


def provide(request: ServiceRequest, provided: Sequence[Provided], acting: Acting) -> Entry:
    """Take in papers, or the answer that one cannot be had or does not apply, with the reason.

    Raises DomainError for nothing at all, for a paper the request does not need, and for a reason that is missing.
    """
    hold(request)
    if not provided:
        raise DomainError("请至少选一样材料。")
    receive(request, provided, acting)
    entry = take(request, Step.PROVIDE_PAPERS, acting, told=told_of(provided), facts={"papers": _names(provided)})
    promising.meet(request, acting)
    return entry


def receive(request: ServiceRequest, provided: Sequence[Provided], acting: Acting) -> None:
    """Write what came; no step is taken. What comes anew has not been looked at yet."""
    rows = {row.name: row for row in laid_out(request)}
    for one in provided:
        if one.name not in rows or rows[one.name].shared:
            raise DomainError(f"这件不用交“{one.name}”。")
        if one.state is not PaperState.HAVE and not one.reason.strip():
            raise DomainError(f"请写明“{one.name}”为什么{'拿不到' if one.state is PaperState.CANNOT else '不适用'}。")
        if len(one.reason) > LONGEST_REASON:
            raise DomainError(f"原因最多写 {LONGEST_REASON} 个字。")
        refuse_numbers(one.reason)
        _write(rows[one.name], one, acting)


def told_of(provided: Sequence[Provided]) -> str:
    """A line for each answer. The reasons may tell of illness or family: they stay with the paper, encrypted."""
    lines = []
    for state, words in _SAID.items():
        said = [one for one in provided if one.state is state]
        if said:
            lines.append(f"{words}：{'、'.join(_with_copies(one) for one in said)}。")
    return "\n".join(lines)


_SAID = {
    PaperState.HAVE: "交材料",
    PaperState.CANNOT: "说明拿不到（原因经办的人看得到）",
    PaperState.NOT_APPLICABLE: "说明不适用（原因经办的人看得到）",
}


def _with_copies(one: Provided) -> str:
    return f"{one.name}（{one.copies} 张照片）" if one.copies else one.name


def _names(provided: Sequence[Provided]) -> list[str]:
    return [one.name for one in provided]


def _write(row: RequestPaper, one: Provided, acting: Acting) -> None:
    row.state, row.reason = one.state, one.reason.strip() or None
    row.found, row.found_by, row.found_at = PaperCheck.UNSEEN, "", None
    # Staff hold the paper itself in their hands; of the person it is the photograph that came.
    came = one.state is PaperState.HAVE and (one.copies > 0 or acting.of_staff)
    row.received_at = acting.at if came else None

"""看材料: staff say of each paper whether it is in order, cannot be read, or is not the right one."""

from collections.abc import Mapping

from portal.domain.errors import DomainError
from portal.domain.papers import promising
from portal.domain.papers.models import PaperCheck, PaperState
from portal.domain.papers.queries import laid_out
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.workflow import Step

_TOLD = {
    PaperCheck.FINE: "看过了，可以",
    PaperCheck.UNREADABLE: "看不清，要重新拍",
    PaperCheck.WRONG: "不是要的那一样",
}


def check(request: ServiceRequest, found: Mapping[str, PaperCheck], words: str, acting: Acting) -> Entry:
    """Write what was found, by the name of the paper; `words` are for staff.

    A paper in order whose original was seen counts as here. Raises DomainError when nothing was looked at, for a paper
    the request does not have, and for one of which nothing has come and that is called illegible or wrong.
    """
    hold(request)
    looked = {name: result for name, result in found.items() if result is not PaperCheck.UNSEEN}
    if not looked:
        raise DomainError("请至少选一样材料，说说看得怎么样。")
    rows = {row.name: row for row in laid_out(request)}
    for name, result in looked.items():
        row = rows.get(name)
        if row is None:
            raise DomainError(f"这件没有“{name}”。")
        if result is not PaperCheck.FINE and row.received_at is None:
            raise DomainError(f"“{name}”还没有交来，不能说看不清或者不对。要补的，请用“一次性告知”。")
        row.found, row.found_by, row.found_at = result, acting.by, acting.at
        if result is PaperCheck.FINE:
            row.state, row.received_at = PaperState.HAVE, row.received_at or acting.at
    told = [
        f"{words_told}：{'、'.join(name for name, result in looked.items() if result is kind)}。"
        for kind, words_told in _TOLD.items()
        if kind in looked.values()
    ]
    facts = {"papers": sorted(looked)}
    entry = take(request, Step.CHECK_PAPERS, acting, told="\n".join(told), internal=words.strip(), facts=facts)
    promising.meet(request, acting)
    return entry

"""What a form said of its papers goes along with the request it becomes."""

from collections.abc import Mapping

from portal.domain.papers.asked import Answered
from portal.domain.papers.models import PaperState
from portal.domain.papers.queries import laid_out
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photos import copies_of


def keep_with(request: ServiceRequest, answers: Mapping[str, Answered], acting: Acting) -> None:
    """Write the papers of a request that was just filed; its copies were given to it before. Commits nothing."""
    if not answers:
        return
    with_copies = {copy.paper for copy in copies_of(request)}
    for row in laid_out(request):
        said = answers.get(row.name)
        if said is None or not said.complete:
            continue
        refuse_numbers(said.reason)
        row.state, row.reason = said.state, said.reason or None
        if said.state is PaperState.HAVE and row.name in with_copies:
            row.received_at = acting.at

"""The papers of a request as they stand: what is there, and what is missing and why."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from portal.db import db
from portal.domain.mandates.queries import representation_of
from portal.domain.matters.content import content_of
from portal.domain.matters.parts import Need, Paper
from portal.domain.papers.asked import OWED, papers_asked, papers_known
from portal.domain.papers.models import PaperCheck, PaperState, RequestPaper
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photos import copies_of

# From this place on stand papers that the matter does not name and staff asked for.
BESIDES = 100
LONGEST_NAME = 120


class Lack(StrEnum):
    """Why a paper is missing from the file."""

    UNREADABLE = "unreadable"
    WRONG = "wrong"
    CANNOT = "cannot"
    UNSAID = "unsaid"
    TO_COME = "to_come"
    BROKEN = "broken"


@dataclass(frozen=True)
class ShownPaper:
    """One paper with its copies.

    how         where it is got, as the catalogue says
    may_follow  it may be promised for later (容缺受理)
    lack        why it is missing; None when nothing is
    gone        copies that were there and were deleted because nobody needs them any more
    """

    row: RequestPaper
    copies: Sequence[Attachment]
    how: str
    may_follow: bool
    lack: Lack | None
    gone: int = 0

    @property
    def name(self) -> str:
        return self.row.name

    def of_entries(self, entries: Collection[int]) -> "ShownPaper":
        """The same with the copies alone that came with these steps."""
        return replace(self, copies=[copy for copy in self.copies if copy.entry_id in entries])


def papers_of(request: ServiceRequest) -> list[RequestPaper]:
    """The rows of a request, and one, not stored, for each paper of its matter that nobody has said anything of yet.

    Of a matter it was before it was put right, what somebody answered stays.
    """
    rows = rows_of(request)
    known, wanted = {row.name for row in rows}, _wanted(request)
    names = {paper.name for paper in wanted}
    kept = [row for row in rows if row.name in names or row.state is not None or row.place >= BESIDES]
    new = [_row(request, paper, place) for place, paper in enumerate(wanted) if paper.name not in known]
    return sorted([*kept, *new], key=lambda row: (row.shared, row.place, row.id or 0))


def rows_of(request: ServiceRequest) -> list[RequestPaper]:
    query = select(RequestPaper).where(RequestPaper.request_id == request.id).order_by(RequestPaper.place)
    return list(db.session.scalars(query))


def laid_out(request: ServiceRequest) -> list[RequestPaper]:
    """The same, all of them stored from now on: for verbs, which hold the request."""
    rows = papers_of(request)
    db.session.add_all(rows)
    db.session.flush()
    return rows


def lay_out_besides(request: ServiceRequest, names: Iterable[str]) -> None:
    """What a list asks for that the matter does not name becomes a paper of this request, if it has any."""
    known = laid_out(request)
    if not known:
        return
    there = {row.name for row in known}
    new = dict.fromkeys(name[:LONGEST_NAME] for name in names if name[:LONGEST_NAME] not in there)
    for place, name in enumerate(new, BESIDES + len(known)):
        db.session.add(_row(request, Paper(name, Need.ALWAYS, shared=False, sensitive=False), place))
    db.session.flush()


def shown_papers(request: ServiceRequest, today: date) -> list[ShownPaper]:
    """All of them with their copies; what the government has already stands at the end."""
    of_matter = {paper.name: paper for paper in content_of(request.matter_version).papers}
    copies = copies_of(request)
    shown = []
    for row in papers_of(request):
        mine = [copy for copy in copies if copy.paper == row.name]
        there = [copy for copy in mine if copy.deleted_at is None]
        paper = of_matter.get(row.name)
        how, may_follow = (paper.how, paper.may_follow) if paper else ("", False)
        lack = lack_of(row, today)
        shown.append(ShownPaper(row, there, how, may_follow, lack, len(mine) - len(there)))
    return shown


def lacking(request: ServiceRequest, today: date) -> list[ShownPaper]:
    """Those that are missing."""
    return [paper for paper in shown_papers(request, today) if paper.lack is not None]


def lack_of(row: RequestPaper, today: date) -> Lack | None:
    """What staff found counts most; what was promised for later is not missing until that day is over."""
    if row.shared or row.found is PaperCheck.FINE:
        return None
    if row.found is PaperCheck.UNREADABLE:
        return Lack.UNREADABLE
    if row.found is PaperCheck.WRONG:
        return Lack.WRONG
    if row.received_at is not None or row.state is PaperState.NOT_APPLICABLE:
        return None
    if row.promised_by is not None:
        return Lack.BROKEN if row.promised_by < today else None
    if row.state is None:
        return Lack.UNSAID if row.need in OWED else None
    return Lack.CANNOT if row.state is PaperState.CANNOT else Lack.TO_COME


def _wanted(request: ServiceRequest) -> list[Paper]:
    content = content_of(request.matter_version)
    asked = papers_asked(content, request.work_type, for_other=representation_of(request) is not None)
    return [*asked, *papers_known(content)] if asked else []


def _row(request: ServiceRequest, paper: Paper, place: int) -> RequestPaper:
    return RequestPaper(
        request_id=request.id,
        place=place,
        name=paper.name,
        need=paper.need,
        shared=paper.shared,
        sensitive=paper.sensitive,
        found=PaperCheck.UNSEEN,
    )

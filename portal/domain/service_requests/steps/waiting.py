"""Waiting for papers: what is missing is said once and completely (一次性告知), and the clock stands until it comes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.services import Occasion, tell_resident
from portal.domain.papers import promising
from portal.domain.papers.listing import require_complete
from portal.domain.papers.models import PaperState
from portal.domain.papers.providing import Provided, receive, told_of
from portal.domain.papers.queries import lay_out_besides, papers_of
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import LimitKind, Supplement
from portal.domain.service_requests.words import by_when
from portal.domain.service_requests.workflow import Step

MOST_ITEMS = 20


def ask_supplement(
    request: ServiceRequest,
    items: Sequence[Mapping[str, str]],
    acting: Acting,
    *,
    otherwise: str,
    wanted_by: datetime | None,
    again: str = "",
    left_out: str = "",
) -> Entry:
    """Tell everything that is missing, how to get it, by when and what happens otherwise (政务服务一次性告知).

    items      all of it: {"name", "how", "why"}
    otherwise  what happens when it does not come
    again      why it was not said completely the first time: needed from the second asking on, told and kept
    left_out   why papers of the matter that are missing are not on the list: needed when there are any
    """
    hold(request)
    missing = _listed(items)
    require_complete(request, [item["name"] for item in missing], left_out, acting.today)
    lay_out_besides(request, [item["name"] for item in missing])
    earlier = len(supplements(request))
    if earlier and not again.strip():
        raise DomainError(f"要补的材料应当一次说全，这件已经告知过 {earlier} 次。请写明为什么还要再说一次。")
    if wanted_by is not None and wanted_by <= acting.at:
        raise DomainError("补齐的日期要在今天以后。请改一下日期。")
    supplement = Supplement(
        request_id=request.id,
        items=missing,
        otherwise=otherwise.strip(),
        again=again.strip(),
        left_out=left_out.strip(),
        wanted_by=wanted_by,
        asked_by=acting.by,
        asked_at=acting.at,
    )
    facts = {"times": earlier + 1}
    entry = take(request, Step.ASK_SUPPLEMENT, acting, told=_told(supplement), internal=again.strip(), facts=facts)
    db.session.add(supplement)
    limits.meet(request, acting.at, LimitKind.CONTACT, LimitKind.REWORK_CONTACT)
    tell_resident(request, Occasion.SUPPLEMENT_WANTED, at=acting.at, due_at=wanted_by)
    return entry


def supplement(
    request: ServiceRequest,
    words: str,
    acting: Acting,
    *,
    got: Collection[str] | None = None,
    provided: Sequence[Provided] = (),
) -> Entry:
    """What was missing is here; the clock goes on.

    got       the names of those that came, by default all
    provided  the same paper by paper, where they are papers of the matter: with reasons and photographs
    """
    hold(request)
    came = got if got is not None or not provided else [one.name for one in provided if one.state is PaperState.HAVE]
    for asked in supplements(request):
        if asked.received_at is None:
            asked.items = [
                {**item, "got": "yes" if came is None or item["name"] in came else ""} for item in asked.items
            ]
    papers = {row.name for row in papers_of(request) if not row.shared}
    receive(request, [one for one in provided if one.name in papers], acting)
    entry = take(request, Step.SUPPLEMENT, acting, internal="" if not acting.of_staff else words.strip())
    promising.follow(request)
    promising.meet(request, acting)
    due_at = request.due_at
    entry.told = "材料收到了，接着办" + (f"，{by_when(due_at, request.provisional)}答复。" if due_at else "。")
    said_of = told_of(provided)
    if not acting.of_staff and words.strip():
        said_of = "\n".join(filter(None, [said_of, said(words, "补了什么")]))
    entry.told = "\n".join(filter(None, [said_of, entry.told]))
    return entry


def supplements(request: ServiceRequest) -> list[Supplement]:
    """Every time something was asked for, the first first; the last may be open."""
    query = select(Supplement).where(Supplement.request_id == request.id).order_by(Supplement.id)
    return list(db.session.scalars(query))


def _listed(items: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    listed = [
        {"name": said(item["name"], "缺什么"), "how": item.get("how", "").strip(), "why": item.get("why", "").strip()}
        for item in items
    ]
    if not listed:
        raise DomainError("请列出缺的材料，一次说全。")
    if len(listed) > MOST_ITEMS:
        raise DomainError(f"一次最多列 {MOST_ITEMS} 项，请合并写。")
    return listed


def _told(supplement: Supplement) -> str:
    lines = ["还缺这些，一次告诉您："]
    if supplement.again:
        lines = [f"还要请您补这些。上次没有一起说，因为：{supplement.again}"]
    for place, item in enumerate(supplement.items, start=1):
        more = "：".join(filter(None, (item["why"], item["how"])))
        lines.append(f"{place}. {item['name']}" + (f"（{more}）" if more else ""))
    if supplement.left_out:
        lines.append(f"没有列上的不用补：{supplement.left_out}")
    if supplement.wanted_by:
        lines.append(f"请在{by_when(supplement.wanted_by)}补齐。等您的这段时间不算在期限里。")
    else:
        lines.append("等您补齐的这段时间不算在期限里。")
    return "\n".join(lines + ([f"没有补齐的话：{supplement.otherwise}"] if supplement.otherwise else []))

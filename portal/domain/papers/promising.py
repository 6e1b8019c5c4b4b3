"""容缺受理: an application is accepted on its main papers, the rest is promised for a day (example: 安阳市政务服务条例
24 条). The person owes them; the unit watches, and what was said at the beginning happens when the day is over."""

from collections.abc import Collection
from datetime import date

from portal.domain.errors import DomainError
from portal.domain.messages.services import Occasion, tell_resident, tell_unit
from portal.domain.papers.models import RequestPaper
from portal.domain.papers.queries import ShownPaper, lacking, laid_out, rows_of
from portal.domain.service_requests import limits
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.handling import accept
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.times import Limit, LimitKind
from portal.domain.service_requests.words import LIMIT, by_when
from portal.domain.service_requests.workflow import Step
from portal.domain.workdays.periods import Span, Unit
from portal.domain.workdays.working_hours import SHANGHAI

MOST_DAYS = 60
OTHERWISE = "到期没有补齐的，这件先停下来；要补的，随时补来再接着办。"


def may_follow(request: ServiceRequest, today: date) -> list[ShownPaper]:
    """What is missing and may be promised for later, while nothing is missing that may not; else nothing."""
    missing = lacking(request, today)
    return missing if all(paper.may_follow for paper in missing) else []


def accept_with_promise(
    request: ServiceRequest,
    names: Collection[str],
    promise: str,
    until: date,
    otherwise: str,
    acting: Acting,
    *,
    unrelated: bool = False,
) -> Entry:
    """受理, while `names` are still missing: the person promised them, in these words, by the end of the day `until`.

    Raises DomainError while a main paper is missing, for a paper that may not follow or is not missing, for missing
    papers that are not promised, and for a day that is past or more than `MOST_DAYS` away.
    """
    hold(request)
    words, follows = said(promise, "本人是怎么承诺的"), otherwise.strip() or OTHERWISE
    _require_minor(request, names, acting.today)
    days = (until - acting.today).days
    if not 0 < days <= MOST_DAYS:
        raise DomainError(f"补齐的日期要在今天以后，最长 {MOST_DAYS} 天。请改一下日期。")
    entry = accept(request, acting, unrelated=unrelated)
    limit = limits.begin_limit(request, LimitKind.PROMISED_PAPERS, Span(days, Unit.DAY), acting.at, acting.timing)
    for row in laid_out(request):
        if row.name in names:
            row.promised_by = limit.due_at.astimezone(SHANGHAI).date()
    entry.told += (
        f"\n先受理，这些后补：{'、'.join(names)}。请在{by_when(limit.due_at, limit.provisional)}补齐。"
        f"\n本人承诺：{words}\n{follows}"
    )
    entry.facts = {**entry.facts, "promised": list(names), "otherwise": follows}
    return entry


def promised_of(request: ServiceRequest) -> list[RequestPaper]:
    """What was promised and has not come."""
    return [row for row in rows_of(request) if row.promised_by is not None and row.received_at is None]


def running(request: ServiceRequest) -> Limit | None:
    """The limit of the promise, while something is still to come. It stands while other papers are waited for."""
    return next((one for one in limits.open_limits(request) if one.kind is LimitKind.PROMISED_PAPERS), None)


def meet(request: ServiceRequest, acting: Acting) -> None:
    """After papers came: the promise is kept once nothing of it is left to come."""
    if not promised_of(request):
        limits.meet(request, acting.at, LimitKind.PROMISED_PAPERS)


def follow(request: ServiceRequest) -> None:
    """The time that was waited for other papers is taken out of the promise as well."""
    limit = running(request)
    if limit is not None:
        for row in promised_of(request):
            row.promised_by = limit.due_at.astimezone(SHANGHAI).date()


def remind(request: ServiceRequest, limit: Limit, acting: Acting) -> None:
    """Most of the time is over: the person is told, and the unit that watches."""
    about = f"limit:{limit.id}"
    tell_resident(request, Occasion.PAPERS_PROMISED, at=acting.at, due_at=limit.due_at, about=about)
    word = LIMIT[LimitKind.PROMISED_PAPERS]
    tell_unit(
        request, request.unit, Occasion.PAPERS_PROMISED, at=acting.at, due_at=limit.due_at, limit=word, about=about
    )


def let_lapse(request: ServiceRequest, limit: Limit, acting: Acting) -> Entry:
    """The day is over. Nobody of the unit let it pass: no name stands for it, nobody presses.

    What was promised is missing from now on, and stands on the next list.
    """
    absent = promised_of(request)
    names = "、".join(row.name for row in absent)
    told = f"说好后补的材料，到期还没有交齐：{names}。{_said_then(request)}"
    entry = take(request, Step.LAPSE, acting, told=told, facts={"papers": [row.name for row in absent]})
    about = f"limit:{limit.id}:over"
    tell_resident(request, Occasion.PAPERS_PROMISED, at=acting.at, due_at=limit.due_at, about=about)
    tell_unit(request, request.unit, Occasion.PAPERS_PROMISED, at=acting.at, due_at=limit.due_at, about=about)
    limits.refresh(request)
    return entry


def _said_then(request: ServiceRequest) -> str:
    accepted = [entry for entry in request.entries if entry.step is Step.ACCEPT and entry.facts.get("otherwise")]
    return str(accepted[-1].facts["otherwise"]) if accepted else OTHERWISE


def _require_minor(request: ServiceRequest, names: Collection[str], today: date) -> None:
    missing = {paper.name: paper for paper in lacking(request, today)}
    main = [name for name, paper in missing.items() if not paper.may_follow]
    if main:
        raise DomainError(f"主要材料还缺：{'、'.join(main)}，不能先受理。请先一次性告知。")
    if not names or (unknown := [name for name in names if name not in missing]):
        what = f"“{'、'.join(unknown)}”不缺，或者不能后补。" if names else "请勾选哪些后补。"
        raise DomainError(what)
    if rest := [name for name in missing if name not in names]:
        raise DomainError(f"还缺：{'、'.join(rest)}。要后补的请一起勾上。")

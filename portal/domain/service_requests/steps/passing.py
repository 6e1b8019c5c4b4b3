"""走到下一步: whoever has an application says which step of the matter it has reached; the person reads it."""

from portal.domain.errors import DomainError
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import Level
from portal.domain.matters.parts import Begins
from portal.domain.matters.parts import Step as Station
from portal.domain.service_requests import stations
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.stations import RANK
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.words import LEVEL, by_when
from portal.domain.service_requests.workflow import Step

_NO_STEPS = "这个事项没有写步骤，不用记走到哪一步。"


def reachable(request: ServiceRequest) -> dict[int, Station]:
    """The stations that may be marked now, earlier ones among them, by their place."""
    content = content_of(request.matter_version)
    here = stations.standing_at(request, content, stations.at_hand(request))
    return {
        place: station for place, station in enumerate(content.steps) if _why_not(request, content, place, here) == ""
    }


def pass_station(request: ServiceRequest, place: int, reason: str, acting: Acting) -> Entry:
    """The way has come to the station `place`; its limit begins, that of the one before is met.

    Forward goes one station at a time, or past those that are not always needed; that, and going back, wants a reason,
    which the person reads. Raises DomainError for what lies beyond the acceptance before it was accepted, beyond a
    public period that runs, and above the level that has it.
    """
    hold(request)
    content, begun = content_of(request.matter_version), stations.at_hand(request)
    here = stations.standing_at(request, content, begun)
    if refusal := _why_not(request, content, place, here):
        raise DomainError(refusal)
    back = begun is not None and place < begun.place
    skipped = [] if back else [content.steps[n].name for n in range(here.stop, place)]
    why = reason.strip()
    if back or skipped:
        why = said(reason, "为什么回到前面这一步" if back else "为什么跳过中间的步骤")
    facts = {"station": place, "from": begun.place if begun else None, "back": back, "skipped": skipped}
    entry = take(request, Step.PASS_STATION, acting, facts=facts)
    entry.told = _told(request, content, stations.begin(request, place, acting), skipped, why, back=back)
    return entry


def _why_not(request: ServiceRequest, content: Content, place: int, here: range) -> str:
    """What stands against marking a station, as a sentence; empty when nothing does."""
    if not content.steps:
        return _NO_STEPS
    if not 0 <= place < len(content.steps):
        return "这个事项没有这一步。请看最新情况再选。"
    station, accepted = content.steps[place], request.accepted_at is not None
    if stations.at_hand(request) is not None and place in here:
        return f"现在就在“{station.name}”这一步。"
    if place < here.start and stations.at_hand(request) is None:
        return f"“{station.name}”已经过了。请选后面的步骤。"
    if between := [one.name for one in content.steps[here.stop : place] if not one.optional]:
        return f"中间还有“{between[0]}”这一步，不能跳过去。请一步一步来。"
    acceptance = stations.beginning_with(content, Begins.ACCEPTANCE)
    if not accepted and acceptance is not None and place >= acceptance:
        return "还没有受理，不能走到这一步。请先受理。"
    if RANK[station.level] > RANK[request.level] and request.level is not Level.SUBDISTRICT:
        return f"“{station.name}”由{LEVEL[station.level]}来办，走到那里由那一级来记。"
    if place > here.start and stations.in_public(request):
        return "公示还没有结束，不能往下走。公示到期会自己结束；有异议的，先复核。"
    return ""


def _told(
    request: ServiceRequest, content: Content, now: stations.Passage, skipped: list[str], why: str, *, back: bool
) -> str:
    station = content.steps[now.place]
    office = stations.office_of(request, station, content)
    lines = [f"走到“{station.name}”这一步了，由{office}办。"]
    if back:
        lines = [f"回到“{station.name}”这一步，由{office}办：{why}"]
    if skipped:
        lines.insert(0, f"{'、'.join(f'“{name}”' for name in skipped)}这次不用做：{why}")
    elif why and not back:
        lines.append(why)
    if now.limit is not None:
        lines.append(f"这一步最晚{by_when(now.limit.due_at, now.limit.provisional)}办完。")
    if following := stations.ahead(request, content, now):
        lines.append(f"接下来：{following[0][1].name}。")
    return "\n".join(lines)

"""The invented requests of the demo, filed and worked through the same verbs as real ones, at moments gone by."""

from datetime import datetime, time, timedelta

from sqlalchemy import func, select

from portal.db import db
from portal.demo.acts import act_of
from portal.demo.mandates import speak_for_others
from portal.demo.stories import BUILDINGS_A_GRID, OFFICE, WORKER, Now, Past, stories
from portal.domain.accounts.models import User
from portal.domain.grids.models import Assignment, Building, Grid
from portal.domain.matters.content import content_of
from portal.domain.matters.models import Matter, MatterVersion
from portal.domain.publicity import candidates
from portal.domain.publicity import services as publicity
from portal.domain.publicity.months import before, month_of
from portal.domain.sensitive_facts.statements import Statement
from portal.domain.service_requests.acting import Acting, Timing, by_resident, by_staff, by_system
from portal.domain.service_requests.models import Channel, ServiceRequest
from portal.domain.service_requests.places import Place, place_of_building, place_of_grid
from portal.domain.service_requests.steps import codes, ending, rating
from portal.domain.service_requests.steps.filing import Filing, file_request
from portal.domain.service_requests.sweep import Sweep, due_requests
from portal.domain.service_requests.workflow import Actor
from portal.domain.workdays.working_hours import SHANGHAI

# Opens the request that `flask demo` names.
CODE, SAMPLE = "HAPPY7", "handed-stall"


def tell_stories(*, at: datetime, timing: Timing) -> bool:
    """File and work the invented requests. False when there are requests already."""
    if db.session.scalar(select(func.count(ServiceRequest.id))):
        return False
    Teller(at, timing).tell()
    return True


def sample_number(sample: str = SAMPLE, code: str = CODE) -> str:
    """The number of the request that the code opens; empty when there is none, or it has another code by now."""
    query = select(ServiceRequest.number).where(ServiceRequest.filing_token == f"demo-{sample}")
    number = db.session.scalars(query).one_or_none() or ""
    return number if codes.opens(number, code) else ""


class Teller:
    """Files each request at its moment and takes its steps as the people of the demo."""

    def __init__(self, at: datetime, timing: Timing) -> None:
        self.at, self.timing = at, timing
        self.today = at.astimezone(SHANGHAI).date()
        self.users = {user.username: user for user in db.session.scalars(select(User))}
        current = select(MatterVersion).join(Matter).where(MatterVersion.current)
        self.versions = {version.matter.slug: version for version in db.session.scalars(current)}
        self.grids = db.session.scalars(select(Grid).order_by(Grid.code).limit(2)).all()
        self.buildings = [_buildings_of(grid) for grid in self.grids]
        self.told: dict[str, ServiceRequest] = {}

    def tell(self) -> None:
        last_month, these_days = stories()
        for number, past in enumerate(last_month):
            self._past(f"past-{number}", past)
        for now in sorted(these_days, key=self._filed_at):
            resident = by_resident(self._filed_at(now), self.timing)
            self.told[now.key] = self._file(now.key, now, resident, spot=now.spot, name=now.name, phone=now.phone)
        acts = [
            (self._filed_at(now) + timedelta(hours=act.hours), now.key, act) for now in these_days for act in now.then
        ]
        for moment, key, act in sorted(acts, key=lambda one: one[0]):
            self._act(self.told[key], act.step, act.who, min(moment, self.at), act.words)
        for request_id in due_requests(self.at):
            Sweep(by_system(self.at, self.timing)).look_at(request_id)
        self.told[SAMPLE].code_digest = codes.code_digest(CODE)
        home = self._place(0, "", by_system(self.at, self.timing))
        speak_for_others(self.versions, home, self.users, at=self.at, timing=self.timing)

    def _past(self, key: str, past: Past) -> None:
        """From filing to grade, and on the board the day after."""
        day = before(month_of(self.today)).replace(day=past.day)
        filed_at = datetime.combine(day, time(9, 10), SHANGHAI)
        request = self._file(key, past, by_resident(filed_at, self.timing), name="演示居民", phone="14000002100")
        quarter = timedelta(minutes=15)
        self._act(request, "sign_for", WORKER, filed_at + quarter, "")
        self._act(request, "contact", WORKER, filed_at + quarter, "电话里说清了情况。")
        settled_at = filed_at + timedelta(hours=past.hours)
        ending.resolve(request, past.result, self._staff(WORKER, settled_at))
        if past.grade:
            resident = by_resident(settled_at + timedelta(hours=4), self.timing)
            rating.rate(request, past.grade, True, "", resident)
        if past.sentence:
            candidate = candidates.find(self.users[OFFICE], request.id, self.today)
            checked_at = settled_at + timedelta(days=1)
            publicity.publish(candidate, past.sentence, looked_twice=False, seen="", by=OFFICE, at=checked_at)

    def _file(
        self, key: str, story: Past | Now, acting: Acting, *, name: str, phone: str, spot: str = ""
    ) -> ServiceRequest:
        version = self.versions[story.slug]
        answered = list(zip(content_of(version).questions, story.answers, strict=False))
        filing = Filing(
            matter_version=version,
            answers=[{"question": one.label, "answer": answer} for one, answer in answered if one.sensitive is None],
            facts=[Statement(one.sensitive, one.label, answer) for one, answer in answered if one.sensitive],
            place=self._place(story.building, spot, acting),
            name=name or None,
            phone=phone or None,
            confidential=isinstance(story, Now) and story.confidential,
            channel=Channel.WEB if story.building is not None else Channel.PLACARD,
            token=f"demo-{key}",
        )
        return file_request(filing, acting).request

    def _place(self, building: int | None, spot: str, acting: Acting) -> Place:
        if building is None:
            return place_of_grid(self.grids[0], spot)
        grid, number = divmod(building, BUILDINGS_A_GRID)
        own = self.buildings[grid]
        return place_of_building(own[number % len(own)], acting.today)

    def _act(self, request: ServiceRequest, step: str, who: str, at: datetime, words: str) -> None:
        if step == "sweep":
            Sweep(by_system(at, self.timing)).look_at(request.id)
        elif step == "merge":
            ending.merge(request, self.told[words], self._staff(who, at))
        else:
            acting = self._staff(who, at, above=step == "grant_extension") if who else by_resident(at, self.timing)
            act_of(step)(request, acting, words)

    def _staff(self, who: str, at: datetime, *, above: bool = False) -> Acting:
        return by_staff(self.users[who], Actor.ABOVE if above else Actor.HOLDER, at, self.timing)

    def _filed_at(self, now: Now) -> datetime:
        """So many days before; at the time of day it names, when it names one."""
        moment = self.at - timedelta(days=now.days)
        if not now.clock:
            return moment
        return datetime.combine(moment.astimezone(SHANGHAI).date(), time.fromisoformat(now.clock), SHANGHAI)


def _buildings_of(grid: Grid) -> list[Building]:
    query = select(Building).join(Assignment).where(Assignment.grid_id == grid.id, Assignment.ends_on.is_(None))
    return list(db.session.scalars(query.order_by(Building.id).limit(BUILDINGS_A_GRID)))

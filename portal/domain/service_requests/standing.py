"""Where a request stands, all that its page tells: to the person concerned, less to who speaks for them, least of all
to a neighbour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.domain.mandates.models import Representation
from portal.domain.mandates.queries import holds, live_representation
from portal.domain.mandates.speaking import Speaking, speaking_for
from portal.domain.matters.content import content_of
from portal.domain.matters.models import WorkType
from portal.domain.matters.parts import TimeLimit
from portal.domain.papers import promising
from portal.domain.papers.queries import ShownPaper, shown_papers
from portal.domain.service_requests import limits
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.holder import Holder, first_contact_of, holder_of
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.offers import last_rating
from portal.domain.service_requests.photos import shown_to_resident
from portal.domain.service_requests.referrals import Referral, referral_of
from portal.domain.service_requests.stations import passages
from portal.domain.service_requests.steps.rating import round_of
from portal.domain.service_requests.steps.voicing import REOPEN_DAYS, urged
from portal.domain.service_requests.steps.waiting import supplements
from portal.domain.service_requests.story import Stage, StageKind, Told, for_neighbours, path, told
from portal.domain.service_requests.times import UNTOLD, Limit, LimitKind, Supplement
from portal.domain.service_requests.two_clocks import Clock, two_clocks
from portal.domain.service_requests.units import place_unit
from portal.domain.service_requests.voices import Follower, Rating, Urge
from portal.domain.service_requests.waits import Waited, waited
from portal.domain.service_requests.workflow import SETTLED, Actor, Status, Step, allowed
from portal.domain.workdays.working_hours import SHANGHAI

_CONTACTS = (LimitKind.REWORK_CONTACT, LimitKind.CONTACT)
# What passed between the office and the person alone.
_UNTOLD = frozenset({Step.PERSON_CODE, Step.TAKE_OVER, Step.RATE, Step.REWORK, Step.WITHDRAW_CONSENT})


@dataclass(frozen=True)
class Standing:
    """The page of a request at a moment.

    promised      the limit that counts for the resident; None once nothing is owed any more
    contact       by when somebody calls, while that is still owed
    clocks        the limits there are, the last of each kind, kept ones among them
    statutory     what the law allows for a welfare matter, as the catalogue says it
    lapsed        the limit that was let pass and is still owed, with the name of who let it pass
    overseer      who presses since then
    papers        what is waited for
    rating        the grade for the last result, if it was given
    urging        the urging in the limit at hand
    steps         what may be done here now
    speaking      who speaks or spoke for the person concerned
    for_agent     this is what the agent sees, not the person
    paper_list    every paper of the matter with its copies; lists: what was asked for, each time; promise: until when
                  the papers come that were promised for later
    both          the two clocks of an approval, side by side
    referral      where the person was sent, when that is how it ended
    first_contact who was asked first, while they still have a part in it
    """

    request: ServiceRequest
    at: datetime
    stages: Sequence[Stage]
    told: Sequence[Told]
    waited: Waited
    holder: Holder
    promised: Limit | None
    contact: Limit | None
    clocks: Mapping[LimitKind, Limit]
    statutory: TimeLimit | None
    lapsed: Limit | None
    overseer: str
    papers: Supplement | None
    rating: Rating | None
    urging: Urge | None
    photos: Sequence[Attachment]
    followers: int
    steps: frozenset[Step]
    speaking: Speaking | None = None
    for_agent: bool = False
    paper_list: Sequence[ShownPaper] = ()
    lists: Sequence[Supplement] = ()
    promise: Limit | None = None
    both: tuple[Clock, Clock] | None = None
    referral: Referral | None = None
    first_contact: str = ""

    @property
    def settled(self) -> bool:
        return self.request.status in SETTLED

    @property
    def answer_late(self) -> bool:
        """Whether the answer to the urging is owed and late."""
        owed = self.clocks.get(LimitKind.URGE_ANSWER)
        return bool(self.urging and owed and owed.met_at is None and owed.due_at < self.at)

    @property
    def late(self) -> bool:
        """Whether the promise has passed while nobody waits for papers."""
        waits = self.request.status is Status.WAITING
        return bool(self.promised and not waits and not self.settled and self.promised.due_at < self.at)


def standing(request: ServiceRequest, at: datetime) -> Standing:
    """All of it, for whoever filed the request."""
    entries, every = _entries(request), _limits(request)
    known = [limit for limit in every if limit.dropped_at is None]
    open_limits = [limit for limit in known if limit.met_at is None and limit.dropped_at is None]
    lapsed = [limit for limit in open_limits if limit.lapsed_at and limit.kind not in UNTOLD | {LimitKind.URGE_ANSWER}]
    approval = request.work_type is WorkType.APPROVAL
    asked, settled = supplements(request), request.status in SETTLED
    return Standing(
        request=request,
        at=at,
        stages=path(request, entries, passages(request) if approval else ()),
        told=told(entries),
        waited=waited(entries, at),
        holder=holder_of(request, at.astimezone(SHANGHAI).date()),
        promised=None if settled else limits.promised(request),
        contact=next((limit for kind in _CONTACTS for limit in open_limits if limit.kind is kind), None),
        clocks={limit.kind: limit for limit in known},
        statutory=content_of(request.matter_version).statutory if approval else None,
        lapsed=lapsed[-1] if lapsed else None,
        overseer=place_unit(request, request.overseer_level).name if request.overseer_level and lapsed else "",
        papers=asked[-1] if asked and asked[-1].received_at is None else None,
        rating=_rating(request),
        urging=urged(request, Actor.RESIDENT),
        photos=shown_to_resident(request),
        followers=_followers(request),
        steps=steps_of_resident(request, at),
        speaking=speaking_for(request, at.astimezone(SHANGHAI).date()),
        paper_list=shown_papers(request, at.astimezone(SHANGHAI).date()),
        lists=asked,
        promise=None if settled else promising.running(request),
        both=two_clocks(request, every, asked[-1] if asked else None, at),
        referral=referral_of(entries),
        first_contact=first_contact_of(request),
    )


def agents_part(representation: Representation, at: datetime) -> Standing:
    """What who speaks for the person sees: how far it is, what is wanted, what they may do.

    Neither the words nor the photos the person added themselves, nor the grade, nor how often it was followed.
    """
    request = representation.request
    whole, entries = standing(request, at), _entries(request)
    theirs = {entry.id for entry in entries if entry.actor is Actor.AGENT}
    return replace(
        whole,
        stages=[stage for stage in whole.stages if stage.kind is not StageKind.RATED],
        told=told([entry for entry in entries if entry.actor is not Actor.RESIDENT and entry.step not in _UNTOLD]),
        rating=None,
        photos=[photo for photo in whole.photos if photo.entry_id in theirs],
        paper_list=[paper.of_entries(theirs) for paper in whole.paper_list],
        followers=0,
        steps=steps_of_agent(representation, at),
        for_agent=True,
    )


def public_part(request: ServiceRequest, at: datetime) -> Standing:
    """What a neighbour who follows it sees: where it stands and with which unit. No names, no words, no photos."""
    whole = standing(request, at)
    return Standing(
        request=request,
        at=at,
        stages=for_neighbours(whole.stages),
        told=(),
        waited=whole.waited,
        holder=Holder(whole.holder.unit, "", "", False),
        promised=whole.promised,
        contact=None,
        clocks=whole.clocks,
        statutory=None,
        lapsed=None,
        overseer=whole.overseer,
        papers=None,
        rating=None,
        urging=None,
        photos=(),
        followers=whole.followers,
        steps=frozenset(),
    )


def steps_of_agent(representation: Representation, at: datetime) -> frozenset[Step]:
    """What who speaks for the person may do now; nothing when the mandate does not hold any more."""
    request, today = representation.request, at.astimezone(SHANGHAI).date()
    if not holds(representation, today):
        return frozenset()
    return _possible(request, allowed(request.status, request.work_type, request.level, Actor.AGENT), at)


def steps_of_resident(request: ServiceRequest, at: datetime) -> frozenset[Step]:
    """What the person may do now: the steps of the table that the facts do not rule out."""
    steps = allowed(request.status, request.work_type, request.level, Actor.RESIDENT) - {Step.CLOSE}
    if Step.RATE in steps and _rating(request) is not None:
        steps.discard(Step.RATE)
    if steps & {Step.END_MANDATE, Step.TAKE_OVER} and live_representation(request) is None:
        steps -= {Step.END_MANDATE, Step.TAKE_OVER}
    return _possible(request, steps, at)


def _possible(request: ServiceRequest, steps: set[Step], at: datetime) -> frozenset[Step]:
    """Those that were not done yet, or not too long ago, by either of them."""
    if Step.URGE in steps and urged(request, Actor.RESIDENT) is not None:
        steps.discard(Step.URGE)
    if Step.REOPEN in steps and (at - (request.settled_at or at)).days >= REOPEN_DAYS:
        steps.discard(Step.REOPEN)
    return frozenset(steps)


def sent_before(
    request: ServiceRequest, step: Step, revision: int, words: str = "", *, actor: Actor = Actor.RESIDENT
) -> bool:
    """Whether the person (or, as `actor`, the agent) took this step, with these words, on the page drawn at
    `revision`: the form came twice."""
    query = select(Entry.told).where(
        Entry.request_id == request.id,
        Entry.step == step,
        Entry.actor == actor,
        Entry.revision >= revision,
    )
    return any(words.strip() in said for said in db.session.scalars(query))


def _entries(request: ServiceRequest) -> Sequence[Entry]:
    return db.session.scalars(select(Entry).where(Entry.request_id == request.id).order_by(Entry.id)).all()


def _limits(request: ServiceRequest) -> Sequence[Limit]:
    query = select(Limit).where(Limit.request_id == request.id).order_by(Limit.id)
    return db.session.scalars(query).all()


def _rating(request: ServiceRequest) -> Rating | None:
    rating = last_rating(request)
    return rating if rating and rating.round == round_of(request) else None


def _followers(request: ServiceRequest) -> int:
    return db.session.scalar(select(func.count(Follower.id)).where(Follower.request_id == request.id)) or 0

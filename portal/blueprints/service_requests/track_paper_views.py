"""Papers of a request on the phone of whoever follows it: what was asked for, and what comes besides."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.access import public as open_to_all
from portal.attachments import photo_files
from portal.blueprints.service_requests import paper_photos, public
from portal.blueprints.service_requests.acting import resident_acting
from portal.blueprints.service_requests.paper_forms import PaperAnswers, state_words
from portal.blueprints.service_requests.paper_photos import Sent
from portal.blueprints.service_requests.track_acts import act_page, back, finished, of_filer
from portal.blueprints.service_requests.track_forms import ActForm
from portal.domain.errors import DomainError
from portal.domain.papers import legibility
from portal.domain.papers.models import PaperState
from portal.domain.papers.providing import provide
from portal.domain.papers.queries import papers_of, shown_papers
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.photos import add_photo
from portal.domain.service_requests.picture_kinds import MOST_BYTES
from portal.domain.service_requests.steps import waiting
from portal.domain.service_requests.times import Supplement
from portal.domain.service_requests.workflow import Status, Step
from portal.extensions import limiter

PAPERS = limiter.shared_limit("120 per hour", scope="track papers", methods=["POST"])


class TrackedPapersForm(PaperAnswers, ActForm):
    """Each paper with its answer and photographs."""

    def validate(self, extra_validators: object = None) -> bool:
        self.say_have({name for name, _file in self.sent})
        right = super().validate(extra_validators)
        if right and not self.answers:
            self.form_errors.append(_("请至少选一样材料。"))
            right = False
        return right


@public.route("/track/request/supplement", methods=["GET", "POST"])
@PAPERS
@open_to_all
@of_filer(Step.SUPPLEMENT)
def papers(found: ServiceRequest) -> ResponseReturnValue:
    """Answer what was asked for, paper by paper; the photographs go to the paper they show."""
    asked = _open_list(found)
    if asked is None:
        return back()
    form = TrackedPapersForm.of([item["name"] for item in asked.items])
    if form.validate_on_submit():
        with form.showing_refusals():
            sent = _taken(form, sealed=bool(papers_of(found)))
            return finished(_supplement(found, form, sent))
    how = {item["name"]: _("：").join(filter(None, (item.get("why", ""), item["how"]))) for item in asked.items}
    return _page("papers.html", found, form, how=how, papers=asked)


@public.route("/track/request/papers", methods=["GET", "POST"])
@PAPERS
@open_to_all
@of_filer(Step.PROVIDE_PAPERS)
def provide_papers(found: ServiceRequest) -> ResponseReturnValue:
    """A paper that comes later, or anew; while a list is open, that is answered instead."""
    shown = [paper for paper in shown_papers(found, clock.today()) if not paper.row.shared]
    if found.status is Status.WAITING and _open_list(found):
        return redirect(url_for(".papers"), 303)
    if not shown:
        return back()
    form = TrackedPapersForm.of([paper.name for paper in shown], optional=True)
    if form.validate_on_submit():
        with form.showing_refusals():
            sent = _taken(form, sealed=True)
            entry = provide(found, form.provided(_counted(sent)), resident_acting())
            return finished(_kept(found, sent, entry) or _("材料收到了，办的人会看。"))
    return _page("papers_again.html", found, form, how={paper.name: paper.how for paper in shown}, shown=shown)


def _supplement(found: ServiceRequest, form: TrackedPapersForm, sent: Sent) -> str:
    """The verb, and what to say after it."""
    answers = form.answers
    got = [name for name, said in answers.items() if said.state is PaperState.HAVE]
    kept = {row.name for row in papers_of(found)}
    provided = [one for one in form.provided(_counted(sent)) if one.name in kept]
    words = "\n".join(
        f"{name}：{state_words()[said.state]}" + (f"，{said.reason}" if said.reason else "")
        for name, said in answers.items()
        if name not in kept
    )
    entry = waiting.supplement(found, words, resident_acting(), got=got, provided=provided)
    return _kept(found, sent, entry) or _("收到了，接着往下办。")


def _open_list(found: ServiceRequest) -> Supplement | None:
    return next((one for one in waiting.supplements(found) if one.received_at is None), None)


def _taken(form: TrackedPapersForm, *, sealed: bool) -> Sent:
    """Raises DomainError for the first file that is no picture: nothing is kept, everything typed stays."""
    sent = paper_photos.take_in(form.sent, sealed=sealed)
    if sent.problems:
        raise DomainError(sent.problems[0])
    return sent


def _counted(sent: Sent) -> dict[str, int]:
    return {one.paper: sent.of(one.paper) for one in sent.taken}


def _kept(found: ServiceRequest, sent: Sent, entry: Entry) -> str:
    """Rows for the photographs; what to say when one of them may not be legible."""
    if not all(one.stored.sealed for one in sent.taken):
        for one in sent.taken:
            facts = {"files": photo_files(), "request": found, "entry": entry, "added_by": entry.actor}
            add_photo(one.stored, at=clock.now(), **facts)
        return ""
    refused = paper_photos.keep(sent, added_by=entry.actor, request=found, entry=entry)
    if refused:
        raise DomainError(refused[0])
    doubtful = [one.paper for one in sent.taken if one.faults]
    if not doubtful:
        return ""
    names = _("、").join(dict.fromkeys(doubtful))
    return _("收到了。“%(names)s”的照片可能看不清，方便的话请再拍一张交上来。", names=names)


def _page(template: str, found: ServiceRequest, form: TrackedPapersForm, **context: object) -> ResponseReturnValue:
    context |= {"rule": legibility.rule_numbers(), "faults": paper_photos.fault_words(), "most_bytes": MOST_BYTES}
    return act_page(template, found, form, **context)

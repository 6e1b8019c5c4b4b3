"""The page of papers in a form: each is here, cannot be had, or does not apply; photographs are looked at before the
person leaves. With scripts they are looked at on the phone and sent one by one; without, here."""

from collections.abc import Sequence

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import public as open_to_all
from portal.attachments import photo_files
from portal.blueprints.service_requests import paper_photos, public
from portal.blueprints.service_requests.filling import Filling, draft_or_visitor, filling, go_on, hold, private
from portal.blueprints.service_requests.paper_forms import DraftPapersForm, state_words
from portal.blueprints.service_requests.paper_photos import Sent, fault_words, said_of
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.matters.parts import Paper
from portal.domain.papers.asked import kept_answers, papers_asked, papers_known, read_answers
from portal.domain.papers.legibility import rule_numbers
from portal.domain.service_requests import photos as photo_domain
from portal.domain.service_requests.attachments import Attachment
from portal.domain.service_requests.photos import copies_of_draft, room_for
from portal.domain.service_requests.picture_kinds import MOST_BYTES
from portal.domain.service_requests.workflow import Actor
from portal.extensions import limiter

PAPERS_OF_ADDRESS = "900 per hour"
PAPERS_OF_FORM = "120 per hour"


@public.get("/services/<slug>/apply/papers")
@open_to_all
def papers_of_form(slug: str) -> ResponseReturnValue:
    begun = filling(slug)
    return _page(begun, _form(begun))


@public.post("/services/<slug>/apply/papers")
@limiter.limit(PAPERS_OF_ADDRESS)
@limiter.limit(PAPERS_OF_FORM, key_func=draft_or_visitor)
@open_to_all
def say_papers(slug: str) -> ResponseReturnValue:
    """Everything that makes sense is kept, also when something is still to be said. A picture that may not be legible
    is shown once more; sent again as it is, the page goes on."""
    form = _form(filling(slug))
    sent = paper_photos.take_in(form.sent)
    begun = filling(slug)
    problems = _keep(begun, form, sent)
    right = form.validate_on_submit()
    db.session.commit()
    if right and not problems and not sent.doubtful:
        return go_on(begun.after("papers_of_form"))
    return hold(_page(begun, form, problems, 422, looked=sent.doubtful))


@public.post("/services/<slug>/apply/papers/<int:number>/photos")
@limiter.limit(PAPERS_OF_ADDRESS)
@limiter.limit(PAPERS_OF_FORM, key_func=draft_or_visitor)
@open_to_all
def add_paper_photos(slug: str, number: int) -> ResponseReturnValue:
    """One photograph of one paper, sent by the page itself; the answer is what there is of that paper now."""
    name = _paper(filling(slug), number)
    sent = paper_photos.take_in([(name, file) for file in request.files.getlist("photo") if file.filename])
    begun = filling(slug)
    problems = [*sent.problems, *paper_photos.keep(sent, added_by=Actor.RESIDENT, draft=begun.draft)]
    db.session.commit()
    return hold(_shots(begun, number, name, problems))


@public.post("/services/<slug>/apply/papers/photos/<key>/removal")
@open_to_all
def remove_paper_photo(slug: str, key: str) -> ResponseReturnValue:
    """Take one out; what was answered on the page so far is kept."""
    begun = filling(slug)
    copy = next((one for one in copies_of_draft(begun.draft) if one.key == key), None)
    if copy is None:
        raise NotFound(_("没有这张照片，可能已经去掉了。"))
    place = [paper.name for paper in asked_of(begun)].index(copy.paper) + 1 if _is_asked(begun, copy) else 1
    form = _form(begun)
    begun.keep(papers=begun.fields.get("papers", {}) | kept_answers(form.answers))
    gone = photo_domain.remove(copy)
    db.session.commit()
    photo_files().remove(gone)
    return go_on(url_for(".papers_of_form", slug=slug, _anchor=f"paper-{place}"))


def asked_of(begun: Filling) -> list[Paper]:
    """The papers this form asks for."""
    return papers_asked(begun.content, begun.version.work_type, for_other=begun.for_somebody)


def said_papers(begun: Filling) -> list[tuple[str, str, str]]:
    """For the page that shows everything once more: the paper, what was said of it, the way back to it."""
    answers, address = read_answers(begun.fields.get("papers")), url_for(".papers_of_form", slug=begun.slug)
    lines = []
    for number, paper in enumerate(asked_of(begun), 1):
        said = answers.get(paper.name)
        copies = len(_copies(begun, paper.name)[0])
        words = [state_words()[said.state], said.reason] if said else [_("没有说")]
        words += [_("%(n)s 张照片", n=copies)] if copies else []
        lines.append((paper.name, _("，").join(filter(None, words)), f"{address}#paper-{number}"))
    return lines


def too_many_at_once(slug: str) -> Response:
    """More than is taken at once: the page with what is there."""
    begun = filling(slug)
    problem = _("一次传得太多了。请少选几张，分几次传，每张不超过 20 MB。")
    return _page(begun, _form(begun, fresh=True), [problem], 413)


def _form(begun: Filling, *, fresh: bool = False) -> DraftPapersForm:
    known = read_answers(begun.fields.get("papers"))
    names = [paper.name for paper in asked_of(begun)] or abort(404)
    facts = {"formdata": None} if fresh else {}
    form: DraftPapersForm = DraftPapersForm.of(names, known, **facts)
    form.say_have({copy.paper for copy in copies_of_draft(begun.draft)})
    return form


def _keep(begun: Filling, form: DraftPapersForm, sent: Sent) -> list[str]:
    """Photographs and answers into the draft; a sentence for each photograph that was not taken."""
    refused = paper_photos.keep(sent, added_by=Actor.RESIDENT, draft=begun.draft)
    form.say_have({one.paper for one in sent.taken})
    begun.keep(papers=kept_answers(form.answers))
    return [*sent.problems, *refused]


def _page(
    begun: Filling, form: DraftPapersForm, problems: Sequence[str] = (), status: int = 200, *, looked: bool = False
) -> Response:
    papers = [(paper, *_copies(begun, paper.name)) for paper in asked_of(begun)]
    context = {"begun": begun, "form": form, "papers": papers, "known": papers_known(begun.content)}
    context |= {"problems": problems, "looked": looked, "rule": rule_numbers(), "faults": fault_words()}
    context |= {"said_of": said_of, "most_bytes": MOST_BYTES, "step": begun.step("papers_of_form")}
    return private("papers.html", status, **context)


def _shots(begun: Filling, number: int, name: str, problems: Sequence[str]) -> Response:
    copies, room = _copies(begun, name)
    context = {"begun": begun, "number": number, "name": name, "copies": copies, "room": room}
    return private("_paper_shots.html", 422 if problems else 200, problems=problems, said_of=said_of, **context)


def _copies(begun: Filling, name: str) -> tuple[list[Attachment], int]:
    """What there is of a paper, and how many more may come."""
    there = [copy for copy in copies_of_draft(begun.draft) if copy.paper == name]
    return there, room_for(draft=begun.draft, paper=name)


def _paper(begun: Filling, number: int) -> str:
    asked = asked_of(begun)
    return asked[number - 1].name if 0 < number <= len(asked) else abort(404)


def _is_asked(begun: Filling, copy: Attachment) -> bool:
    return copy.paper in {paper.name for paper in asked_of(begun)}

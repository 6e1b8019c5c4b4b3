"""我家可能享受哪些政策: ten questions on one page, answered at once. Stored nowhere: no row, no cookie, no log line."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import only_reads
from portal.access import public as open_to_all
from portal.blueprints.matters import public
from portal.blueprints.matters.screening_words import asked_words, because_words, option_words
from portal.blueprints.matters.views import placard_code
from portal.domain.matters import queries
from portal.domain.matters.content import Content, content_of
from portal.domain.matters.models import MatterVersion, WorkType
from portal.domain.matters.parts import Said
from portal.domain.matters.screening import Suggestion, Verdict, read_answers, read_line, suggestions
from portal.extensions import csrf, limiter
from portal.page_cache import kept


@dataclass(frozen=True)
class Found:
    """A matter that came up. `because` in words, `by_others`: somebody may apply for the person."""

    version: MatterVersion
    content: Content
    because: str
    note: str
    by_others: bool

    @property
    def is_urgent(self) -> bool:
        """Only then the numbers stand first: whoever asks about a pension is not to be alarmed."""
        return self.version.work_type is WorkType.URGENT


@public.get("/services/screening")
@open_to_all
@kept
def screening() -> str:
    """The questions."""
    return _questions({})


@public.post("/services/screening")
@csrf.exempt  # it changes nothing, and a token would need the cookie this page promises not to set
@only_reads
@open_to_all
@limiter.limit("60 per minute")
def screened() -> ResponseReturnValue:
    """What is worth applying for, what to ask about, and why."""
    answers = read_answers(request.form)
    if not answers:
        return _unkept(make_response(_questions({}, _("一个都没有答。答几个知道的就行，不想答的可以空着。")), 422))
    if "again" in request.form:
        return _unkept(make_response(_questions(answers)))
    versions = {version.matter.slug: version for version in queries.offered()}
    lines = {slug: [read_line(one) for one in content_of(one).screening] for slug, one in versions.items()}
    found = [(one.verdict, _found(versions[one.slug], one)) for one in suggestions(lines.items(), answers)]
    page = render_template(
        "matters/screening_result.html",
        worth=[one for verdict, one in found if verdict is Verdict.WORTH],
        to_ask=[one for verdict, one in found if verdict is Verdict.ASK],
        answers=answers,
        asked=asked_words(),
        options=option_words(),
        emergency=next((one.content.emergency for _verdict, one in found if one.is_urgent), None),
        placard=placard_code(),
    )
    return _unkept(make_response(page))


def _questions(answers: dict[str, str], refused: str = "") -> str:
    return render_template(
        "matters/screening.html",
        asked=asked_words(),
        options=option_words(),
        answers=answers,
        refused=refused,
        placard=placard_code(),
    )


def _found(version: MatterVersion, suggestion: Suggestion) -> Found:
    words, content = because_words(), content_of(version)
    because = _("、").join(words[one] for one in suggestion.because if one in words)
    return Found(version, content, because, suggestion.note, content.proxy.allowed is not Said.NO)


def _unkept(answer: Response) -> Response:
    """Answers tell of a household's trouble: no cache keeps them, no search engine finds them."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer

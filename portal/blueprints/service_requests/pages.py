"""The pages of a form, in order. A page that a matter or an answer asks for is one line in `pages_of`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import url_for

from portal.blueprints.service_requests.filing_forms import question_pages
from portal.domain.mandates import draft_entry
from portal.domain.matters.parts import Photo, Question
from portal.domain.papers.asked import all_answered, papers_asked, read_answers

if TYPE_CHECKING:
    from portal.blueprints.service_requests.filling import Filling


@dataclass(frozen=True)
class Page:
    """One page of a form.

    name    of the view that shows it; `values` what its address needs beside the matter
    asked   whether this form has the page at all
    done    whether it wants nothing more. A page on which everything is optional is done when it was sent once, or
            when `who`, the last page before the check page, was
    """

    name: str
    done: Callable[[], bool]
    asked: bool = True
    values: Mapping[str, int | str] = field(default_factory=dict)

    def address(self, slug: str) -> str:
        return url_for(f"service_requests.{self.name}", slug=slug, **self.values)


def pages_of(begun: "Filling") -> list[Page]:
    """The pages this form goes through, in order; the check page last."""
    fields, content = begun.fields, begun.content
    papers = papers_asked(content, begun.version.work_type, for_other=begun.for_somebody)
    answered = read_answers(fields.get("papers"))
    listed = [
        Page("whom", lambda: bool(fields.get("whom")), asked=content.asks_for_whom),
        *_mandate_pages(begun),
        Page("where", lambda: bool(fields.get("placed")) and begun.place is not None),
        *(
            Page("tell_us", lambda page=page: _answered(page, begun.answers), values={"number": number})
            for number, page in enumerate(question_pages(content), 1)
        ),
        Page("papers_of_form", lambda: all_answered(papers, answered), asked=bool(papers)),
        Page(
            "facts_of_form",
            lambda: "facts" in fields or bool(fields.get("who")),
            asked=bool(content.fact_kinds),
        ),
        Page("photos", lambda: bool(fields.get("who")), asked=content.photo is not Photo.NONE),
        Page("who", lambda: bool(fields.get("who"))),
        Page("check", lambda: False),
    ]
    return [page for page in listed if page.asked]


def _mandate_pages(begun: "Filling") -> list[Page]:
    """Who speaks for somebody else; nothing is asked again under a mandate that reaches this matter already.

    A member of staff is known by their account, so the page of the agent is not for them.
    """
    asked = begun.for_somebody and begun.content.asks_for_whom and not begun.fields.get("under")
    said, content = begun.mandate, begun.content
    return [
        Page(
            "mandate",
            lambda page=page: draft_entry.done(page, content, said),
            asked=asked and not (page == "agent" and begun.helped),
            values={"page": page},
        )
        for page in draft_entry.ANSWERS
    ]


def _answered(page: tuple[Question, ...], answers: Mapping[str, str]) -> bool:
    return all(answers.get(question.key) for question in page if question.required)

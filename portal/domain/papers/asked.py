"""Which papers a form asks for, and what was answered, before there is a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.matters.content import Content
from portal.domain.matters.models import WorkType
from portal.domain.matters.parts import Need, Paper, Photo
from portal.domain.papers.models import PaperState

# These have to be there, or it is said why not; of the others nothing is missing when nobody says anything.
OWED = frozenset({Need.ALWAYS, Need.IF_PROXY, Need.UNLESS_EXEMPT})


@dataclass(frozen=True, slots=True)
class Answered:
    """What the person said of one paper; a reason for what cannot be had or does not apply."""

    state: PaperState
    reason: str = ""

    @property
    def complete(self) -> bool:
        return self.state is PaperState.HAVE or bool(self.reason.strip())


def papers_asked(content: Content, work_type: WorkType, *, for_other: bool) -> list[Paper]:
    """The papers a form asks for: not what the government has, and what only an agent needs only of an agent.

    None for an emergency, which waits for no paper, for a matter of the public, and where the photos of the form are
    the papers: 位置和照片 is no document.
    """
    if work_type is not WorkType.APPROVAL and (
        work_type is WorkType.URGENT
        or content.public_matter
        or content.anonymous_allowed
        or content.photo is not Photo.NONE
    ):
        return []
    return [paper for paper in content.papers if not paper.shared and (for_other or paper.need is not Need.IF_PROXY)]


def papers_known(content: Content) -> list[Paper]:
    """What the government has already (不用交)."""
    return content.papers_on_file


def read_answers(kept: Mapping[str, Any] | None) -> dict[str, Answered]:
    """What a draft keeps, by the name of the paper."""
    return {
        name: Answered(PaperState(said["state"]), said.get("reason", "")) for name, said in (kept or {}).items() if said
    }


def kept_answers(answers: Mapping[str, Answered]) -> dict[str, Any]:
    """As the draft keeps them."""
    return {name: {"state": said.state.value, "reason": said.reason} for name, said in answers.items()}


def all_answered(papers: Iterable[Paper], answers: Mapping[str, Answered]) -> bool:
    """Whether nothing is left to say; a matter that changed meanwhile, or another person to file for, asks again."""
    return all(paper.name in answers and answers[paper.name].complete for paper in papers)

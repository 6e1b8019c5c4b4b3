"""What a list of missing papers has to hold (一次性告知): every one, why it is missing, and how to get it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.domain.errors import DomainError
from portal.domain.papers.queries import Lack, ShownPaper, lacking
from portal.domain.service_requests.models import ServiceRequest

WHY = {
    Lack.UNREADABLE: "交来的看不清",
    Lack.WRONG: "交来的不是这一样",
    Lack.CANNOT: "您说拿不到",
    Lack.UNSAID: "还没有交",
    Lack.TO_COME: "您说有，还没有交来",
    Lack.BROKEN: "说好后补的，还没有补",
}
_AGAIN = "在亮的地方放平了再拍一张，四个角都拍进去"
_OTHERWISE = "实在拿不到的，打电话告诉我们，一起想别的办法"


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of the list as it is prefilled."""

    name: str
    why: str
    how: str

    @property
    def item(self) -> dict[str, str]:
        return {"name": self.name, "why": self.why, "how": self.how}


def missing_of(request: ServiceRequest, today: date) -> list[Missing]:
    """Everything that is missing today, each with how to get it."""
    return [Missing(paper.name, WHY[paper.lack], _how(paper)) for paper in lacking(request, today) if paper.lack]


def require_complete(request: ServiceRequest, names: Collection[str], left_out: str, today: date) -> None:
    """A list names every missing paper, or says why one need not come (行政许可法 32 条: 一次告知需要补正的全部内容).

    Raises DomainError that names what is not on it.
    """
    absent = [one.name for one in missing_of(request, today) if one.name not in names]
    if absent and not left_out.strip():
        raise DomainError(f"还有没列上的：{'、'.join(absent)}。请一起列上；不用补的，请写明为什么不用。")


def _how(paper: ShownPaper) -> str:
    parts = [paper.how]
    if paper.lack is Lack.UNREADABLE:
        parts = [_AGAIN]
    elif paper.lack is Lack.CANNOT:
        parts.append(_OTHERWISE)
    return "；".join(part for part in parts if part)

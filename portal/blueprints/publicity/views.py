"""The results board: what became of public matters, and how well a month was worked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask import current_app, render_template, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.publicity import public, words
from portal.domain.grids.queries import find_grid
from portal.domain.publicity import board, figures
from portal.domain.publicity.months import bounds, months, read_month
from portal.domain.publicity.released import Board, Told, release
from portal.page_cache import recall
from portal.paging import page_of

RESULTS_A_PAGE = 20
NEWEST = timedelta(days=90)  # how far back the newest results go; older ones stand with their month
BOARD_BYTES = 100_000  # about what the figures of a month take in memory


class Part(NamedTuple):
    """A community of the town or a grid of a community, with what may be told of it; no address outside grids."""

    name: str
    url: str
    told: Told


@dataclass(frozen=True)
class Asked:
    """The month whose figures are shown, those one may choose from, and what may be told; before the first month None.

    chosen   somebody named it: then the results are those of that month, else the newest
    """

    month: date | None
    offered: list[date]
    board: Board
    chosen: bool

    @property
    def typed(self) -> str | None:
        """As it stands in addresses."""
        return f"{self.month:%Y-%m}" if self.month and self.chosen else None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when until when the results shown were settled."""
        if self.month and self.chosen:
            return bounds(self.month)
        return clock.bounds(clock.today() - NEWEST)[0], clock.bounds(clock.today())[1]


@public.get("/results")
@open_to_all
def index() -> str:
    """The whole town, by community."""
    asked = _asked()
    parts = [
        Part(name, url_for(".community", community_id=key, month=asked.typed), asked.board.communities[key])
        for key, name in board.community_names().items()
        if key in asked.board.communities
    ]
    return _page(asked, "", asked.board.town, parts, board.results(*asked.span))


@public.get("/results/communities/<int:community_id>")
@open_to_all
def community(community_id: int) -> str:
    """One community, by grid."""
    found, asked = board.find_community(community_id), _asked()
    told = asked.board.places
    parts = [
        Part(grid.name, url_for(".grid", code=grid.code, month=asked.typed), told[community_id, grid.id])
        for grid in found.grids
        if (community_id, grid.id) in told
    ]
    if (community_id, None) in told:
        parts.append(Part(_("没有划到网格的地方"), "", told[community_id, None]))
    own = asked.board.communities.get(community_id, {})
    return _page(asked, found.name, own, parts, board.results(*asked.span, community_id=community_id))


@public.get("/results/grids/<code>")
@open_to_all
def grid(code: str) -> str:
    """One grid."""
    found, asked = find_grid(code), _asked()
    own = asked.board.places.get((found.community_id, found.id), {})
    above = {"name": found.community.name, "url": url_for(".community", community_id=found.community_id)}
    return _page(asked, found.name, own, [], board.results(*asked.span, grid_id=found.id), above=above)


def _asked() -> Asked:
    offered, typed = months(clock.today()), request.args.get("month", "")
    month = read_month(typed, offered)
    if month is None:
        return Asked(None, offered, release({}), chosen=False)
    satisfied = figures.BASICALLY if current_app.config["BASICALLY_SATISFIED_COUNTS"] else figures.SATISFIED
    counted = recall(f"results {month}", lambda: release(figures.count(month, satisfied=satisfied)), BOARD_BYTES)
    return Asked(month, offered, counted, chosen=f"{month:%Y-%m}" == typed)


def _page(
    asked: Asked,
    place: str,
    told: Told,
    parts: list[Part],
    results: board.Rows,
    above: dict[str, str] | None = None,
) -> str:
    rows = page_of(results, RESULTS_A_PAGE)
    return render_template(
        "publicity/index.html",
        asked=asked,
        place=place,
        above=above,
        told=told,
        parts=parts,
        rows=rows,
        results=[board.result_of(row) for row in rows.rows],
        words=words,
        names=words.measure_names(),
    )

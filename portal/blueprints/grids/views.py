"""Grids for everybody: who serves here, where it is, what it looks like."""

from flask import render_template, request

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.grids import public
from portal.domain.contacts.cards import card_of
from portal.domain.grids import blocks
from portal.domain.grids.queries import communities_with_grids, find_grid
from portal.grid_plan import drawn_plan
from portal.page_cache import kept
from portal.paging import page_of

COMMUNITIES_A_PAGE = 20


@public.get("/grids")
@open_to_all
@kept
def index() -> str:
    """All grids by community, for those who rather look than type."""
    return render_template("grids/index.html", communities=page_of(communities_with_grids(), COMMUNITIES_A_PAGE))


@public.get("/grids/<code>")
@open_to_all
@kept
def show(code: str) -> str:
    """One grid; `?building=` lights up one of its buildings."""
    grid, today = find_grid(code), clock.today()
    parts = blocks.blocks_of(grid, today)
    return render_template(
        "grids/show.html",
        grid=grid,
        card=card_of(grid, today),
        blocks=[(block.key, blocks.in_words(block.by_grid[grid])) for block in parts],
        building_count=sum(len(block.by_grid[grid]) for block in parts),
        neighbours=blocks.neighbours(grid, parts),
        plan=drawn_plan(grid, parts, lit=request.args.get("building", "")),
    )

"""The schematic plan of a grid as pages show it, its print in the visitor's text size."""

from markupsafe import Markup

from portal import display
from portal.domain.grids.blocks import Block
from portal.domain.grids.models import Grid
from portal.domain.grids.plan import plan

# Size of the plan's print for each text size, in units of the plan.
PRINT = {"normal": 16, "large": 20, "extra": 27}


def drawn_plan(grid: Grid, parts: list[Block], lit: str = "") -> Markup:
    """The drawing as SVG; `lit` is the code of a building to light up."""
    return Markup(plan(grid, parts, lit=lit, em=PRINT[display.text_size()]))  # noqa: S704 (made of escaped texts)

"""visits: the round of the one who goes, and the page for the kitchen table."""

from flask import Blueprint

staff = Blueprint("staff_visits", __name__, url_prefix="/staff/visits")

from portal.blueprints.visits import staff_views  # noqa: F401
from portal.domain.visits import models  # noqa: F401

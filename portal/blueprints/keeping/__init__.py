"""keeping: what is kept how long, and what was masked and deleted, in the back office."""

from flask import Blueprint

staff = Blueprint("staff_keeping", __name__, url_prefix="/staff/keeping")

from portal.blueprints.keeping import staff_views  # noqa: F401
from portal.domain.keeping import models  # noqa: F401

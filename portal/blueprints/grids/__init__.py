"""grids: public pages and the back office."""

from flask import Blueprint

public = Blueprint("grids", __name__)
staff = Blueprint("staff_grids", __name__, url_prefix="/staff/grids")

from portal.blueprints.grids import import_views, lookup_views, staff_views, unmatched_views, views  # noqa: F401

"""workdays: the official calendar in the back office."""

from flask import Blueprint

staff = Blueprint("staff_calendar", __name__, url_prefix="/staff/calendar")

from portal.blueprints.workdays import staff_views  # noqa: F401

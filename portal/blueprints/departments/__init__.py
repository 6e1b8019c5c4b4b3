"""departments: units beside the tree of places, in the back office."""

from flask import Blueprint

staff = Blueprint("staff_departments", __name__, url_prefix="/staff/departments")

from portal.blueprints.departments import staff_views  # noqa: F401

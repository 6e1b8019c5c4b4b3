"""mandates: the people a member of staff acts for, and filling in a form for one of them."""

from flask import Blueprint

staff = Blueprint("staff_mandates", __name__, url_prefix="/staff/mandates")

from portal.blueprints.mandates import staff_views  # noqa: F401

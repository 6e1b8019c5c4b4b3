"""placards: public pages and the back office."""

from flask import Blueprint

public = Blueprint("placards", __name__)
staff = Blueprint("staff_placards", __name__, url_prefix="/staff/placards")

from portal.blueprints.placards import print_views, staff_views, views  # noqa: F401

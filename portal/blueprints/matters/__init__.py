"""matters: the guide for residents, the catalogue for staff."""

from flask import Blueprint

public = Blueprint("matters", __name__)
staff = Blueprint("staff_matters", __name__, url_prefix="/staff/matters")

from portal.blueprints.matters import entry_views, reply_views, screening_views, staff_views, views  # noqa: F401

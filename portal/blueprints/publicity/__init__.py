"""publicity: the results board and public periods, public and in the back office."""

from flask import Blueprint

public = Blueprint("publicity", __name__)
staff = Blueprint("staff_publicity", __name__, url_prefix="/staff/publicity")

from portal.blueprints.publicity import (  # noqa: F401
    objection_staff_views,
    objection_views,
    period_staff_views,
    period_views,
    staff_views,
    views,
)

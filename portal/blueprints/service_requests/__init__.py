"""service_requests: filing, following, and the desk."""

from flask import Blueprint

public = Blueprint("service_requests", __name__)
staff = Blueprint("staff_service_requests", __name__, url_prefix="/staff/requests")
kinship_staff = Blueprint("staff_kinship", __name__, url_prefix="/staff/kinship")

from portal.blueprints.service_requests import (  # noqa: F401
    attachment_views,
    authorisation_views,
    correction_views,
    counter_views,
    fact_desk_views,
    fact_views,
    filing_views,
    inbox_views,
    kinship_views,
    mandate_views,
    neighbour_views,
    paper_views,
    photo_views,
    place_views,
    rating_views,
    receipt_views,
    receipts_views,
    slip_views,
    staff_views,
    step_views,
    track_act_views,
    track_copy_views,
    track_fact_views,
    track_paper_views,
    track_views,
    track_visits,
    who_views,
    whom_views,
)
from portal.domain.mandates import models as _mandates  # noqa: F401
from portal.domain.papers import models as _papers  # noqa: F401
from portal.domain.sensitive_facts import models as _sensitive_facts  # noqa: F401
from portal.domain.service_requests import attachments, kinship, models, stations, times, voices  # noqa: F401

"""contacts: public pages and the back office."""

from flask import Blueprint

public = Blueprint("contacts", __name__)
staff = Blueprint("staff_contacts", __name__, url_prefix="/staff/contacts")

from portal.blueprints.contacts import staff_views, views  # noqa: F401

"""The first page after signing in, the record, and the style guide."""

from flask import Blueprint

staff = Blueprint("staff", __name__, url_prefix="/staff")

from portal.blueprints.backoffice import staff_views  # noqa: F401

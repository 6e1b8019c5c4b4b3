"""Is the portal alive, and ready to serve?"""

from flask import Blueprint

public = Blueprint("health", __name__)

from portal.blueprints.health import views  # noqa: F401

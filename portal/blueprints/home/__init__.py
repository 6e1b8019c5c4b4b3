"""The front page and the two switches on every page."""

from flask import Blueprint

public = Blueprint("home", __name__)

from portal.blueprints.home import views  # noqa: F401

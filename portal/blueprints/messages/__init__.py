"""messages: what was sent to whom, and over which channels, for the back office."""

from flask import Blueprint

staff = Blueprint("staff_messages", __name__, url_prefix="/staff/messages")

from portal.blueprints.messages import robot_views, staff_views  # noqa: F401

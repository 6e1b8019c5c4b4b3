"""Signing in and out, one's own password and second factor, and who is staff."""

from flask import Blueprint

staff = Blueprint("staff_accounts", __name__, url_prefix="/staff")

from portal.blueprints.accounts import own_views, session_views, staff_views  # noqa: F401

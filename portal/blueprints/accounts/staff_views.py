"""Signing in and out."""

from portal.access import public as open_to_all
from portal.blueprints.accounts import staff


@staff.get("/sign-in")
@open_to_all
def sign_in() -> str:
    return "…"

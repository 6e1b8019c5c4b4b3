"""contacts: public pages and the back office."""

from pathlib import Path

from flask import Blueprint, current_app

from portal.domain.contacts.photos import PhotoFolder

public = Blueprint("contacts", __name__)
staff = Blueprint("staff_contacts", __name__, url_prefix="/staff/contacts")


def photo_folder() -> PhotoFolder:
    return PhotoFolder(Path(current_app.config["INSTANCE"]) / "photos")


from portal.blueprints.contacts import absence_views, post_views, staff_views, views  # noqa: F401

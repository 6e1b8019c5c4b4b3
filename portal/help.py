"""The phone number at the foot of every page: whoever helps when no grid is known."""

from typing import NamedTuple

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from portal.db import db
from portal.domain.grids.models import Subdistrict


class Help(NamedTuple):
    who: str
    number: str


def help_phone() -> Help:
    """The site's number, else the subdistrict's; an empty number when neither is set."""
    if number := current_app.config["SITE_PHONE"]:
        return Help(_("社区"), number)
    row = db.session.execute(
        select(Subdistrict.name, Subdistrict.supervision_phone)
        .where(Subdistrict.supervision_phone != "")
        .order_by(Subdistrict.id)
    ).first()
    return Help(*row) if row else Help("", "")

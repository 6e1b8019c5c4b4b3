"""One request on the desk, with everything about it on one screen."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.blueprints.service_requests import staff
from portal.blueprints.service_requests.request_page import request_page
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests.dossier import find_whole


@staff.get("/<int:request_id>")
@allow(Permission.REQUEST_VIEW)
def show(request_id: int) -> ResponseReturnValue:
    """The request, with the form of a step open when the address names one."""
    return request_page(find_whole(current_user, request_id, Permission.REQUEST_VIEW, clock.today()))

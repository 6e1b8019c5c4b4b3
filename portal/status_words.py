"""Where a request stands, in the words of the staff."""

from flask_babel import gettext as _

from portal.domain.service_requests.workflow import Status


def status_names() -> dict[Status, str]:
    return {
        Status.FILED: _("待签收"),
        Status.IN_PROGRESS: _("办理中"),
        Status.WAITING: _("等群众"),
        Status.RESOLVED: _("已办结"),
        Status.REFUSED: _("不予受理"),
        Status.WITHDRAWN: _("已撤回"),
        Status.MERGED: _("已合并"),
        Status.CLOSED: _("已归档"),
    }

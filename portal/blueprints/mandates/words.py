"""Mandates and where a request stands, as the list of a member of staff puts them."""

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain.mandates.models import AgentKind, Ending, Mandate
from portal.domain.service_requests.workflow import Status


def kind_names() -> dict[AgentKind, str]:
    return {AgentKind.COMMITTEE: _("代表居委会"), AgentKind.WORKER: _("网格员帮办")}


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


def ended_sentence(mandate: Mandate) -> str:
    """How it ended and when; of a person's reasons nothing. One whose last day has passed waits for the sweep."""
    if mandate.ending is None or mandate.ended_at is None:
        return _("%(day)s到期", day=format_date(mandate.valid_until, "long"))
    how = {
        Ending.REVOKED: _("本人结束了委托"),
        Ending.TAKEN_OVER: _("本人接着自己办了"),
        Ending.LAID_DOWN: _("您不再代办"),
        Ending.EXPIRED: _("委托到期"),
        Ending.REPLACED: _("换了代办人"),
    }[mandate.ending]
    return _("%(day)s，%(how)s", day=format_date(mandate.ended_at, "long"), how=how)

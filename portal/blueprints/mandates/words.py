"""Mandates, as the list of a member of staff puts them."""

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain.mandates.models import AgentKind, Ending, Mandate


def kind_names() -> dict[AgentKind, str]:
    return {AgentKind.COMMITTEE: _("代表居委会"), AgentKind.WORKER: _("网格员帮办")}


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

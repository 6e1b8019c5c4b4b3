"""Posts and absences in words."""

from flask_babel import gettext as _

from portal.blueprints.contacts import staff
from portal.domain.contacts.models import AbsenceReason, PostRole


@staff.app_template_filter()
def post_role(role: PostRole) -> str:
    return {PostRole.WORKER: _("网格员"), PostRole.LEAD: _("网格长")}[role]


@staff.app_template_filter()
def absence_reason(reason: AbsenceReason) -> str:
    return {
        AbsenceReason.LEAVE: _("休假"),
        AbsenceReason.SICK: _("病假"),
        AbsenceReason.TRAINING: _("培训"),
        AbsenceReason.BUSINESS: _("外出办事"),
    }[reason]

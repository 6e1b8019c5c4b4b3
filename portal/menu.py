"""The back office menu: what a person may open, in groups."""

from typing import NamedTuple

from flask_babel import gettext as _

from portal import clock
from portal.access import can
from portal.acting import own_reach
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests import inbox


class Item(NamedTuple):
    """One entry. `count` is what waits there; 0 shows nothing."""

    name: str
    endpoint: str
    permission: Permission
    count: int = 0


def staff_menu() -> list[list[Item]]:
    groups = [
        [
            Item(_("今天"), "staff.today", Permission.DESK),
            Item(_("诉求"), "staff_service_requests.inbox", Permission.REQUEST_VIEW, _to_sign()),
            Item(_("我替谁办"), "staff_mandates.index", Permission.REQUEST_HANDLE),
            Item(_("上门"), "staff_visits.index", Permission.REQUEST_HANDLE),
            Item(_("评价"), "staff_service_requests.ratings", Permission.REQUEST_PRESS),
            Item(_("近亲属申报"), "staff_kinship.index", Permission.KINSHIP_VIEW),
            Item(_("查网格"), "staff_grids.index", Permission.PLACE_VIEW),
        ],
        [
            Item(_("人员和代班"), "staff_contacts.index", Permission.CONTACT_VIEW),
            Item(_("公示牌"), "staff_placards.index", Permission.PLACARD_VIEW),
            Item(_("事项"), "staff_matters.index", Permission.MATTER_EDIT),
            Item(_("没找到的地址"), "staff_grids.unmatched", Permission.LOOKUP_QUEUE),
            Item(_("公示"), "staff_publicity.public_periods", Permission.REQUEST_VIEW),
            Item(_("办结公开"), "staff_publicity.index", Permission.RESULT_CHECK),
            Item(_("导入网格和楼栋"), "staff_grids.import_town", Permission.PLACE_IMPORT),
        ],
        [
            Item(_("工作人员账号"), "staff_accounts.index", Permission.STAFF_EDIT),
            Item(_("部门"), "staff_departments.index", Permission.DEPARTMENT_EDIT),
            Item(_("放假安排"), "staff_calendar.index", Permission.CALENDAR_EDIT),
            Item(_("消息"), "staff_messages.index", Permission.MESSAGE_VIEW),
            Item(_("资料保存"), "staff_keeping.index", Permission.KEEPING_VIEW),
            Item(_("留痕"), "staff.records", Permission.RECORD_VIEW),
            Item(_("样式"), "staff.style_guide", Permission.STAFF_EDIT),
        ],
    ]
    shown = [[item for item in group if can(item.permission)] for group in groups]
    return [group for group in shown if group]


def _to_sign() -> int:
    """Requests that wait to be signed for in the own units."""
    if not can(Permission.REQUEST_VIEW):
        return 0
    return inbox.count_to_sign(own_reach(), clock.now())

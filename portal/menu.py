"""The back office menu: what a person may open, in groups."""

from typing import NamedTuple

from flask_babel import gettext as _

from portal.access import can
from portal.domain.accounts.roles import Permission


class Item(NamedTuple):
    name: str
    endpoint: str
    permission: Permission


def staff_menu() -> list[list[Item]]:
    groups = [
        [
            Item(_("今天"), "staff.today", Permission.DESK),
            Item(_("查网格"), "staff_grids.index", Permission.PLACE_VIEW),
        ],
        [
            Item(_("人员和代班"), "staff_contacts.index", Permission.CONTACT_VIEW),
            Item(_("公示牌"), "staff_placards.index", Permission.PLACARD_VIEW),
            Item(_("没找到的地址"), "staff_grids.unmatched", Permission.LOOKUP_QUEUE),
            Item(_("导入网格和楼栋"), "staff_grids.import_town", Permission.PLACE_IMPORT),
        ],
        [
            Item(_("工作人员账号"), "staff_accounts.index", Permission.STAFF_EDIT),
            Item(_("留痕"), "staff.records", Permission.RECORD_VIEW),
            Item(_("样式"), "staff.style_guide", Permission.STAFF_EDIT),
        ],
    ]
    shown = [[item for item in group if can(item.permission)] for group in groups]
    return [group for group in shown if group]

"""Roles are data: which role may do what. Where they may do it is a scope, see `scopes.py`."""

from enum import StrEnum


class Permission(StrEnum):
    DESK = "desk"
    PLACE_VIEW = "place_view"
    PLACE_IMPORT = "place_import"
    LOOKUP_QUEUE = "lookup_queue"
    CONTACT_VIEW = "contact_view"
    CONTACT_EDIT = "contact_edit"
    ABSENCE_EDIT = "absence_edit"
    PLACARD_VIEW = "placard_view"
    PLACARD_EDIT = "placard_edit"
    PLACARD_PRINT = "placard_print"
    STAFF_EDIT = "staff_edit"
    RECORD_VIEW = "record_view"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    SUBDISTRICT_OFFICER = "subdistrict_officer"
    COMMUNITY_OFFICER = "community_officer"
    GRID_WORKER = "grid_worker"
    SUPERVISOR = "supervisor"


_SEE = {Permission.DESK, Permission.PLACE_VIEW, Permission.CONTACT_VIEW, Permission.PLACARD_VIEW}
_WORK = _SEE | {Permission.ABSENCE_EDIT, Permission.PLACARD_EDIT, Permission.PLACARD_PRINT}
_OFFICE = _WORK | {Permission.CONTACT_EDIT, Permission.LOOKUP_QUEUE}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.SUBDISTRICT_OFFICER: frozenset(_OFFICE | {Permission.PLACE_IMPORT, Permission.RECORD_VIEW}),
    Role.COMMUNITY_OFFICER: frozenset(_OFFICE),
    Role.GRID_WORKER: frozenset(_WORK),
    Role.SUPERVISOR: frozenset(_SEE | {Permission.RECORD_VIEW}),
}

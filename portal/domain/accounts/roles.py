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
    MATTER_EDIT = "matter_edit"
    CALENDAR_EDIT = "calendar_edit"
    DEPARTMENT_EDIT = "department_edit"
    REQUEST_VIEW = "request_view"
    REQUEST_HANDLE = "request_handle"
    REQUEST_APPROVE = "request_approve"
    REQUEST_PRESS = "request_press"
    RATING_JUDGE = "rating_judge"
    RESULT_CHECK = "result_check"
    OBJECTION_CHECK = "objection_check"
    MESSAGE_VIEW = "message_view"
    KINSHIP_VIEW = "kinship_view"
    KEEPING_VIEW = "keeping_view"
    FACT_READ = "fact_read"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    SUBDISTRICT_LEADER = "subdistrict_leader"
    SUBDISTRICT_OFFICER = "subdistrict_officer"
    COMMUNITY_OFFICER = "community_officer"
    DEPARTMENT_OFFICER = "department_officer"
    GRID_WORKER = "grid_worker"
    SUPERVISOR = "supervisor"


_SEE = {
    Permission.DESK,
    Permission.PLACE_VIEW,
    Permission.CONTACT_VIEW,
    Permission.PLACARD_VIEW,
    Permission.REQUEST_VIEW,
}
_WORK = _SEE | {
    Permission.ABSENCE_EDIT,
    Permission.PLACARD_EDIT,
    Permission.PLACARD_PRINT,
    Permission.REQUEST_HANDLE,
    Permission.FACT_READ,
}
_OFFICE = _WORK | {
    Permission.CONTACT_EDIT,
    Permission.LOOKUP_QUEUE,
    Permission.RESULT_CHECK,
    Permission.OBJECTION_CHECK,
    Permission.REQUEST_PRESS,
}
_SUBDISTRICT = _OFFICE | {
    Permission.PLACE_IMPORT,
    Permission.RECORD_VIEW,
    Permission.MATTER_EDIT,
    Permission.MESSAGE_VIEW,
    Permission.KEEPING_VIEW,
    Permission.KINSHIP_VIEW,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    # Who runs the system works on no matter: of a resident's sensitive facts they need none.
    Role.ADMINISTRATOR: frozenset(Permission) - {Permission.FACT_READ},
    Role.SUBDISTRICT_LEADER: frozenset(_SUBDISTRICT | {Permission.REQUEST_APPROVE}),
    Role.SUBDISTRICT_OFFICER: frozenset(_SUBDISTRICT),
    Role.COMMUNITY_OFFICER: frozenset(_OFFICE),
    Role.DEPARTMENT_OFFICER: frozenset(
        {
            Permission.DESK,
            Permission.REQUEST_VIEW,
            Permission.REQUEST_HANDLE,
            Permission.OBJECTION_CHECK,
            Permission.FACT_READ,
        }
    ),
    Role.GRID_WORKER: frozenset(_WORK),
    Role.SUPERVISOR: frozenset(
        _SEE | {Permission.RECORD_VIEW, Permission.REQUEST_PRESS, Permission.RATING_JUDGE, Permission.KINSHIP_VIEW}
    ),
}

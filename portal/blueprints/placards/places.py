"""Which placards somebody means, as it stands in a URL or a form: `town`, `stale`, `grid-12`, `building-7` …"""

import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from flask import current_app
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select

from portal import clock
from portal.converters import LARGEST
from portal.domain.accounts.roles import Permission
from portal.domain.grids.models import Grid
from portal.domain.placards import queries
from portal.domain.placards.models import Placard
from portal.domain.placards.notices import stale_ids
from portal.domain.placards.queries import Condition, Search
from portal.page_cache import recall

TOWN, STALE = "town", "stale"
# Groups of options under their headings, as a select shows them.
Choices = dict[str, list[tuple[str, str]]]

_NAMED = re.compile(r"(community|grid|building|placard)-([1-9]\d{0,9})")


def search_at(place: str) -> Search | None:
    """The placards of a place; None when the text means no place."""
    if place == TOWN:
        return Search()
    if place == STALE:
        return Search(condition=Condition.STALE)
    found = _NAMED.fullmatch(place)
    if found is None or int(found[2]) > LARGEST:
        return None
    return Search(**{f"{found[1]}_id": int(found[2])})


def choices(permission: Permission) -> Choices:
    """Everything in the person's scope, its communities and grids."""
    listed: Choices = {_("范围"): [(TOWN, _("我负责的全部"))]}
    for community, grids in groupby(grids_in_scope(permission), key=attrgetter("community")):
        name = community.name
        # Two subdistricts may each have a community of that name.
        heading = name if name not in listed else f"{name}（{community.subdistrict.name}）"
        listed[heading] = [(f"community-{community.id}", _("%(name)s全部", name=name))]
        listed[heading] += [(f"grid-{grid.id}", grid.name) for grid in grids]
    return listed


def grids_in_scope(permission: Permission) -> Sequence[Grid]:
    return queries.grids_visible_to(current_user, permission, clock.today())


def placards_in_scope(permission: Permission, search: Search) -> Select[Placard, Grid]:
    """The placards meant, in walking order, narrowed to the person's scope."""
    today = clock.today()
    return queries.matching(queries.visible_to(current_user, permission, today), search, today, stale())


def stale() -> list[int]:
    """Ids of placards to be printed again, in the whole town; counted anew only when the register has changed."""
    address = current_app.config["PUBLIC_URL"]
    return recall("stale placards", lambda: stale_ids(clock.today(), address=address))

"""The list of the desk as an address asks for it: which queue, how wide, narrowed by what."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.acting import own_reach
from portal.blueprints.service_requests.desk_words import DeskWords
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.matters.models import Level, Matter, MatterVersion
from portal.domain.service_requests import inbox
from portal.domain.service_requests.inbox import Listed, Narrowing, Queue
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.reach import Reach, grids_of, reach_of
from portal.domain.service_requests.scopes import requests_where
from portal.domain.service_requests.several import MOST
from portal.page_cache import recall

_NUMBERS = 9  # digits of a row's number that are read
_ANY = 1_999_999_999  # stands for the number of a request while its address is built


@dataclass(frozen=True)
class Asked:
    """What stands in the address. Whatever makes no sense narrows nothing."""

    queue: Queue
    wide: bool
    grid: int | None
    matter: int | None
    level: Level | None
    since: date | None
    until: date | None
    after: str

    @property
    def narrowing(self) -> Narrowing:
        begins = clock.bounds(self.since)[0] if self.since else None
        ends = clock.bounds(self.until)[1] if self.until else None
        return Narrowing(self.grid, self.matter, self.level, begins, ends)

    @property
    def narrowed(self) -> bool:
        return self.narrowing != Narrowing()

    def parameters(self, **changed: Any) -> dict[str, Any]:
        """For an address that asks the same, with `changed` put in; a page of a list is left out unless it is named."""
        asked = {
            "queue": self.queue.value,
            "wide": "1" if self.wide else None,
            "grid": self.grid,
            "matter": self.matter,
            "level": self.level.value if self.level else None,
            "since": self.since,
            "until": self.until,
        }
        return {name: value for name, value in (asked | changed).items() if value not in (None, "")}


@dataclass(frozen=True)
class Desk:
    """Everything the list shows. `picked` are the rows ticked."""

    asked: Asked
    reach: Reach
    listed: Listed
    counts: dict[Queue, int]
    total: int | None
    words: DeskWords
    picked: frozenset[int] = frozenset()

    def url(self, **changed: Any) -> str:
        return url_for(".inbox", **self.asked.parameters(**changed))

    @cached_property
    def _request_url(self) -> list[str]:
        return url_for(".show", request_id=_ANY, **self.asked.parameters()).split(str(_ANY), 1)

    def request_url(self, request_id: int) -> str:
        """The address of a request that leads back to this list; built once for all of them."""
        return str(request_id).join(self._request_url)

    @property
    def choices(self) -> dict[str, Any]:
        """What the filters offer; asked for by whole pages only."""
        return {"grids": grids_of(current_user, clock.today()), "matters": recall("matter-names", _matters)}


def asked(given: MultiDict[str, str] | None = None) -> Asked:
    """Read the address at hand."""
    given = request.args if given is None else given
    queue = given.get("queue", "")
    level = given.get("level", "")
    return Asked(
        queue=Queue(queue) if queue in list(Queue) else Queue.TO_SIGN,
        wide=given.get("wide") == "1",
        grid=_number(given.get("grid", "")),
        matter=_number(given.get("matter", "")),
        level=Level(level) if level in list(Level) else None,
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        after=given.get("after", ""),
    )


def picked() -> list[ServiceRequest]:
    """The requests ticked in the list, of those the person may see."""
    ids = list(filter(None, map(_number, request.values.getlist("picked")[:MOST])))
    visible = requests_where(current_user, Permission.REQUEST_VIEW, clock.today())
    query = select(ServiceRequest).where(ServiceRequest.id.in_(ids), visible).order_by(ServiceRequest.id)
    return list(db.session.scalars(query))


def desk(question: Asked) -> Desk:
    """The list: two queries, one for the figures and one for the rows."""
    now = clock.now()
    reach = reach_of(current_user, clock.today(), wide=True) if question.wide else own_reach()
    listed = inbox.listed(question.queue, reach, now, question.narrowing, question.after)
    counts = inbox.counts(reach, now)
    if question.narrowed:
        total = len(listed.rows) if not (listed.after or question.after) else _counted(question, reach)
    else:
        total = counts.get(question.queue)
    ticked = frozenset(filter(None, map(_number, request.args.getlist("picked"))))
    words = DeskWords(now)
    words.learn_units(row.unit for row in listed.rows)
    return Desk(question, reach, listed, counts, total, words, ticked)


def _counted(question: Asked, reach: Reach) -> int | None:
    if question.queue is Queue.ALL:
        return None
    return inbox.count(question.queue, reach, clock.now(), question.narrowing)


def _matters() -> list[tuple[int, str]]:
    query = (
        select(Matter.id, MatterVersion.name)
        .join(MatterVersion, MatterVersion.matter_id == Matter.id)
        .where(MatterVersion.current)
        .order_by(Matter.position, Matter.id)
    )
    return [(row.id, row.name) for row in db.session.execute(query)]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _NUMBERS else None


def _day(typed: str) -> date | None:
    """A day that can be reckoned with on both databases."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2199, 12, 31) - timedelta(days=1) else None

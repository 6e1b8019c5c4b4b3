"""Looking what is over, and doing what the rule says about it. The caller commits after each batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import communities_where, whole_town
from portal.domain.keeping.models import KeepingRun
from portal.domain.keeping.rules import RULES, Rows, Rule
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.photo_files import PhotoFiles
from portal.domain.workdays.working_hours import SHANGHAI

AT_ONCE = 300


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do now: to how many things, and since when the time of the oldest runs.

    count  None where whoever asks may not know: it is not of their places
    """

    rule: Rule
    count: int | None
    oldest: datetime | None


def preview(at: datetime, user: User | None = None) -> list[Preview]:
    """Every rule of the table; for `user` only what lies in their places."""
    return [_preview(rule, at, user) for rule in RULES]


def _preview(rule: Rule, at: datetime, user: User | None) -> Preview:
    if rule.due is None:
        return Preview(rule, 0, None)
    rows = rule.due(at - rule.kept)
    if user is not None and not whole_town(user, Permission.KEEPING_VIEW):
        if not rule.placed:
            return Preview(rule, None, None)
        rows = rows.where(ServiceRequest.community_id.in_(communities_where(user, Permission.KEEPING_VIEW)))
    over = rows.order_by(None).subquery()
    count, oldest = db.session.execute(select(func.count(), func.min(over.c[1])).select_from(over)).one()
    return Preview(rule, count, oldest)


def do_some(rule: Rule, at: datetime, files: PhotoFiles) -> int:
    """Do what the rule says to some hundreds of things whose time is over, the oldest first; how many that were.

    Notes the figure. What somebody is working on just now is left for the next time.
    """
    if rule.due is None:
        return 0
    return _do(rule, rule.due(at - rule.kept).limit(AT_ONCE), at, files)


def do_early(rule: Rule, request: ServiceRequest, at: datetime, files: PhotoFiles) -> int:
    """The same for one settled request, before its time; how many things that were."""
    if rule.due is None or rule.act is None or request.settled_at is None:
        return 0
    return _do(rule, _of(rule, request), at, files)


def held(rule: Rule, request: ServiceRequest) -> int:
    """How many things of a settled request this rule has yet to deal with."""
    if rule.due is None or request.settled_at is None:
        return 0
    return db.session.scalar(select(func.count()).select_from(_of(rule, request).order_by(None).subquery())) or 0


def runs(days: int = 60) -> Sequence[KeepingRun]:
    """What was done, newest first: the rows of the last days on which anything was."""
    query = select(KeepingRun).order_by(KeepingRun.day.desc(), KeepingRun.rule)
    return db.session.scalars(query.limit(days * 4)).all()


def _of(rule: Rule, request: ServiceRequest) -> Rows:
    assert rule.due is not None  # noqa: S101 (asked by both callers)
    return rule.due(datetime.max.replace(tzinfo=SHANGHAI)).where(ServiceRequest.id == request.id)


def _do(rule: Rule, over: Select[int, datetime], at: datetime, files: PhotoFiles) -> int:
    rows = db.session.execute(over.with_for_update(skip_locked=True)).all()
    if not rows or rule.act is None:
        return 0
    rule.act([row[0] for row in rows], at, files)
    db.session.expire_all()
    _note(rule, len(rows), min(row[1] for row in rows), at)
    return len(rows)


def _note(rule: Rule, count: int, oldest: datetime, at: datetime) -> None:
    day = at.astimezone(SHANGHAI).date()
    if _add(rule, day, count, oldest, at):
        return
    try:
        with db.session.begin_nested():
            db.session.add(KeepingRun(day=day, rule=rule.key, count=count, oldest=oldest, last_at=at))
    except IntegrityError:  # another worker was faster
        _add(rule, day, count, oldest, at)


def _add(rule: Rule, day: date, count: int, oldest: datetime, at: datetime) -> bool:
    known = db.session.scalars(
        select(KeepingRun).where(KeepingRun.day == day, KeepingRun.rule == rule.key).with_for_update()
    ).one_or_none()
    if known is None:
        return False
    db.session.execute(
        update(KeepingRun)
        .where(KeepingRun.id == known.id)
        .values(count=KeepingRun.count + count, oldest=min(known.oldest, oldest), last_at=at)
    )
    return True

"""Print jobs: what was asked, who works on it, how far it is.

The row is the truth, not a queue: a worker claims a job for the length of a lease and renews it while pages are made.
A job whose lease ran out, because its worker was killed, is claimed again and begun anew.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, func, or_, select, update

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError, NotFound
from portal.domain.placards.models import JobState, Placard, PrintJob
from portal.domain.placards.queries import among, visible_to
from portal.domain.placards.sheets import SheetFormat
from portal.domain.records.services import record

LEASE = timedelta(seconds=60)
# A job that nobody could finish in this time is given up: it may be what kills the workers.
GIVEN_UP_AFTER = timedelta(hours=24)
FILES_KEPT = timedelta(days=7)


class LeaseLost(Exception):
    """Another worker has taken the job over."""


@dataclass(slots=True)
class Claim:
    """A job in the hands of this worker. The row must still say `lease_until` when the worker writes to it."""

    job_id: int
    sheet_format: SheetFormat
    title: str
    placard_ids: list[int]
    lease_until: datetime


def ask(placard_ids: Sequence[int], sheet_format: SheetFormat, title: str, *, user: User, at: datetime) -> PrintJob:
    """Order sheets for these placards. Raises DomainError when there are none."""
    if not placard_ids:
        raise DomainError("这里没有要打印的公示牌。请换一个范围，或者先做公示牌。")
    job = PrintJob(
        sheet_format=sheet_format.value,
        title=title[:80],
        placard_ids=",".join(map(str, placard_ids)),
        total=len(placard_ids),
        asked_by_id=user.id,
        asked_at=at,
    )
    db.session.add(job)
    detail = f"{sheet_format.value}, {len(placard_ids)}: {title}"
    record("placards.printed", by=user.username, at=at, subject="placards", detail=detail)
    return job


def find(user: User, job_id: int, day: date) -> PrintJob:
    """A job this person asked for, as long as all its placards lie in their scope. Raises NotFound."""
    job = db.session.get(PrintJob, job_id)
    if job is None or job.asked_by_id != user.id or not _all_in_scope(job, user, day):
        raise NotFound("没有这次打印，或者它不是您要的。")
    return job


def recent(user: User, at: datetime) -> Sequence[PrintJob]:
    """What this person had printed while the files are kept, newest first."""
    query = select(PrintJob).where(PrintJob.asked_by_id == user.id, PrintJob.asked_at > at - FILES_KEPT)
    return db.session.scalars(query.order_by(PrintJob.id.desc()).limit(10)).all()


def claim(at: datetime) -> Claim | None:
    """Take the job waiting longest, or one whose worker is gone; None when there is nothing to do. Caller commits."""
    free = or_(PrintJob.state == JobState.WAITING, (PrintJob.state == JobState.RUNNING) & (PrintJob.lease_until < at))
    until = at + LEASE
    for job in db.session.scalars(select(PrintJob).where(free).order_by(PrintJob.asked_at, PrintJob.id)).all():
        taken = _set(PrintJob.id == job.id, free, state=JobState.RUNNING, lease_until=until, done=0)
        if taken:
            ids = [int(placard_id) for placard_id in job.placard_ids.split(",")]
            return Claim(job.id, SheetFormat(job.sheet_format), job.title, ids, until)
    return None


def go_on(claim: Claim, done: int, *, at: datetime) -> None:
    """Say how many placards are done and hold the job for another lease. Raises LeaseLost."""
    until = at + LEASE
    if not _set(*_mine(claim), done=done, lease_until=until):
        raise LeaseLost(claim.job_id)
    claim.lease_until = until


def give_back(claim: Claim) -> None:
    """Let the next worker begin it: this one was told to stop."""
    _set(*_mine(claim), state=JobState.WAITING, lease_until=None, done=0)


def finish(claim: Claim, placards: int, *, at: datetime) -> None:
    """The file is written. Raises LeaseLost."""
    if not _set(*_mine(claim), state=JobState.DONE, done=placards, total=placards, lease_until=None, finished_at=at):
        raise LeaseLost(claim.job_id)


def fail(claim: Claim, sentence: str, *, at: datetime) -> None:
    """It cannot be done; `sentence` tells the person who asked what to do."""
    _set(*_mine(claim), state=JobState.FAILED, problem=sentence[:200], lease_until=None, finished_at=at)


def give_up_old(at: datetime) -> None:
    """End jobs that were asked for long ago and never finished."""
    _set(
        PrintJob.state.in_((JobState.WAITING, JobState.RUNNING)),
        PrintJob.asked_at < at - GIVEN_UP_AFTER,
        or_(PrintJob.lease_until.is_(None), PrintJob.lease_until < at),
        state=JobState.FAILED,
        problem="等了一天也没有做成。请再试一次；还不行请告诉管理员。",
        lease_until=None,
        finished_at=at,
    )


def is_expired(job: PrintJob, at: datetime) -> bool:
    """True when the file of a finished job is deleted or about to be."""
    return job.finished_at is not None and job.finished_at < at - FILES_KEPT


def sheets_path(prints: Path, job_id: int) -> Path:
    return prints / f"{job_id}.pdf"


def delete_old_files(prints: Path, at: datetime) -> None:
    """Delete finished files after `FILES_KEPT`, and what killed workers left half written."""
    for path in prints.glob("*.pdf*"):
        with suppress(FileNotFoundError):  # another worker tidies up at the same time
            age = at.timestamp() - path.stat().st_mtime
            if age > (FILES_KEPT if path.suffix == ".pdf" else GIVEN_UP_AFTER).total_seconds():
                path.unlink()


def _all_in_scope(job: PrintJob, user: User, day: date) -> bool:
    ids = [int(placard_id) for placard_id in job.placard_ids.split(",")]
    seen = visible_to(user, Permission.PLACARD_PRINT, day).where(among(ids))
    return db.session.scalar(seen.with_only_columns(func.count(Placard.id))) == len(set(ids))


def _mine(claim: Claim) -> tuple[ColumnElement[bool], ...]:
    return (
        PrintJob.id == claim.job_id,
        PrintJob.state == JobState.RUNNING,
        PrintJob.lease_until == claim.lease_until,
    )


def _set(*where: ColumnElement[bool], **values: object) -> int:
    """Change the jobs that still are as they were thought to be; how many that were."""
    done = db.session.execute(
        update(PrintJob).where(*where).values(**values), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    return done.rowcount  # type: ignore[attr-defined]

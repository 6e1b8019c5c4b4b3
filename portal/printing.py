"""Making print sheets as a file: at the command line, or as a print job whose row is told how far it is."""

import errno
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

from flask import current_app

from portal import clock
from portal.db import begin_write, db
from portal.domain.contacts.photos import LARGE, PhotoFolder
from portal.domain.errors import DomainError
from portal.domain.placards import print_jobs
from portal.domain.placards.notice import Notice
from portal.domain.placards.notices import notices_of
from portal.domain.placards.print_jobs import Claim, LeaseLost
from portal.domain.placards.services import mark_printed
from portal.domain.placards.sheets import SheetFormat, write_sheets

EVERY = 25  # placards between two words to the table

log = logging.getLogger(__name__)


class Stopped(Exception):
    """The worker was told to end; the next one begins the job anew."""


def prints_folder() -> Path:
    return Path(current_app.config["INSTANCE"]) / "prints"


def print_next(stopping: Callable[[], bool]) -> bool:
    """Make the sheets of the job waiting longest; False when none waits."""
    begin_write()
    claim = print_jobs.claim(clock.now())
    db.session.commit()
    if claim is None:
        return False
    try:
        _work_on(claim, stopping)
    except LeaseLost:
        db.session.rollback()
        log.warning("print job %s was taken over by another worker", claim.job_id)
    except Stopped:
        _tell(partial(print_jobs.give_back, claim))
    except Exception as problem:
        log.exception("print job %s failed", claim.job_id)
        sentence = _sentence(problem)
        _tell(lambda: print_jobs.fail(claim, sentence, at=clock.now()))
    return True


def print_file(path: Path, placard_ids: Sequence[int], sheet_format: SheetFormat, title: str) -> int:
    """Write the sheets to `path` and mark the placards as printed; how many that were. Commits.

    Raises DomainError when there is nothing to print.
    """
    with _unfinished(path) as out:
        today = clock.today()
        digests = _write(out, placard_ids, sheet_format, title, today, lambda done: None)
        _tell(lambda: _publish(out, path, digests, sheet_format, today))
    return len(digests)


def _work_on(claim: Claim, stopping: Callable[[], bool]) -> None:
    def go_on(done: int) -> None:
        if stopping():
            raise Stopped
        _tell(lambda: print_jobs.go_on(claim, done, at=clock.now()))

    path, today = print_jobs.sheets_path(prints_folder(), claim.job_id), clock.today()
    with _unfinished(path) as out:
        digests = _write(out, claim.placard_ids, claim.sheet_format, claim.title, today, go_on)

        def finish() -> None:
            print_jobs.finish(claim, len(digests), at=clock.now())
            _publish(out, path, digests, claim.sheet_format, today)

        _tell(finish)


def _write(
    path: Path,
    placard_ids: Sequence[int],
    sheet_format: SheetFormat,
    title: str,
    today: date,
    go_on: Callable[[int], None],
) -> dict[int, str]:
    """Write the sheets, notice by notice, and return the digest of each by placard id."""
    digests: dict[int, str] = {}
    photo = partial(PhotoFolder(Path(current_app.config["INSTANCE"]) / "photos").read, size=LARGE)

    def notices() -> Iterator[Notice]:
        for one in notices_of(placard_ids, today, address=current_app.config["PUBLIC_URL"], photo=photo):
            if len(digests) % EVERY == 0:
                go_on(len(digests))
            digests[one.placard_id] = one.digest
            yield one.notice

    with path.open("wb") as out:
        try:
            write_sheets(out, notices(), sheet_format, title=title)
        except ValueError:
            if digests:
                raise
            raise DomainError("这些公示牌都已经停用，没有可以打印的。") from None
    return digests


def _publish(out: Path, path: Path, digests: dict[int, str], sheet_format: SheetFormat, today: date) -> None:
    """In one transaction: the file stands under its name, and the placards count as printed."""
    if sheet_format in (SheetFormat.A4, SheetFormat.A5):
        # Cards go into letter boxes; what hangs at the entrance stays as it is.
        mark_printed(digests, today=today)
    out.replace(path)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """A name beside `path` to write to, for this attempt alone; gone afterwards unless it was renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    out = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield out
    finally:
        out.unlink(missing_ok=True)


def _tell(act: Callable[[], None]) -> None:
    """One short transaction of its own."""
    db.session.rollback()
    begin_write()
    act()
    db.session.commit()


def _sentence(problem: Exception) -> str:
    """What the person who asked can do about it."""
    if isinstance(problem, DomainError):
        return str(problem)
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "服务器的磁盘满了，文件没有写成。请告诉管理员。"
    return "这次没有做成，原因已经记下。请再试一次；还不行请告诉管理员。"

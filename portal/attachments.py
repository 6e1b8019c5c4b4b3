"""Where the photos of requests lie, and the worker's part: making them anew, one after the other."""

import logging
from collections.abc import Callable
from pathlib import Path

from flask import current_app

from portal import clock
from portal.db import begin_write, db
from portal.domain.service_requests import photos
from portal.domain.service_requests.photo_files import PhotoFiles
from portal.domain.service_requests.photos import Claim

log = logging.getLogger(__name__)


def photo_files() -> PhotoFiles:
    """The folder of the app at hand."""
    return PhotoFiles(Path(current_app.config["INSTANCE"]) / "attachments")


def make_next(stopping: Callable[[], bool]) -> bool:
    """Make the photo that waits longest anew; False when none waits, or the worker is to end.

    In this order: the JPEG lies on disk, the row says so, the file as it came is deleted. When this worker is killed,
    the next one finds the photo again when the lease is over.
    """
    if stopping():
        return False
    begin_write()
    claimed = photos.claim(clock.now())
    db.session.commit()
    if claimed is None:
        return False
    _make(claimed)
    return True


def _make(claimed: Claim) -> None:
    files = photo_files()
    jpeg = photos.make_anew(claimed, files)
    if jpeg is not None:
        files.put(claimed.key, jpeg, sealed=claimed.sealed)
    begin_write()
    done = photos.finish(claimed, jpeg)
    gone = not done and not photos.exists(claimed.key)
    db.session.commit()
    if done:
        files.forget_incoming(claimed.key)
    elif gone:
        files.remove(claimed.key)
    else:
        log.warning("photo %s was taken over by another worker", claimed.photo_id)

"""Photographs of papers as they are sent: stored sealed and measured, before anything is asked of the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.attachments import photo_files
from portal.db import without_write_lock
from portal.domain.papers import legibility
from portal.domain.papers.legibility import Fault
from portal.domain.service_requests.attachments import Draft
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.photos import Stored, add_photo, store
from portal.domain.service_requests.picture_kinds import PhotoRefused
from portal.domain.service_requests.workflow import Actor
from portal.forms import sought
from portal.worker import nudge


@dataclass(frozen=True)
class Taken:
    """A photograph on disk, and in no table yet."""

    paper: str
    stored: Stored
    faults: str


@dataclass(frozen=True)
class Sent:
    """What came with one form: what was taken, and a sentence for each file that was not."""

    taken: Sequence[Taken]
    problems: Sequence[str]

    @property
    def doubtful(self) -> bool:
        """Whether one of them may not be legible."""
        return any(one.faults for one in self.taken)

    def of(self, paper: str) -> int:
        return sum(one.paper == paper for one in self.taken)


def take_in(files: Iterable[tuple[str, FileStorage]], *, sealed: bool = True) -> Sent:
    """Each file, by the name of its paper, is taken or refused for itself. Nothing may have been written before.

    sealed  False for what is no paper after all: a photo of the place, say
    """
    sent = list(files)
    if not sent:
        return Sent((), ())
    with without_write_lock():
        tried = [_taken(paper, file, sealed) for paper, file in sent]
    problems = [one for one in tried if isinstance(one, str)]
    return Sent([one for one in tried if isinstance(one, Taken)], problems)


def keep(
    sent: Sent,
    *,
    added_by: Actor,
    draft: Draft | None = None,
    request: ServiceRequest | None = None,
    entry: Entry | None = None,
) -> list[str]:
    """Rows for what was taken; a sentence for each that was one too many. The caller commits."""
    refused = []
    for one in sent.taken:
        facts = {"paper": one.paper, "faults": one.faults, "added_by": added_by, "at": clock.now()}
        try:
            add_photo(one.stored, files=photo_files(), draft=draft, request=request, entry=entry, **facts)
        except PhotoRefused as refusal:
            refused.append(str(refusal))
    if sent.taken:
        nudge()
    return list(dict.fromkeys(refused))


def fault_words() -> dict[Fault, str]:
    """What is said of a picture that may not be legible."""
    return {
        Fault.SMALL: _("照片太小，字看不清。请靠近一点，再拍一张。"),
        Fault.BLURRED: _("字看不清，可能手抖了。请拿稳，再拍一张。"),
        Fault.DARK: _("太暗了，字看不清。请开灯或者到窗边，再拍一张。"),
        Fault.PALE: _("看不出字来。请换个角度，别反光，再拍一张。"),
        Fault.CUT: _("字一直到了照片边上，可能没有拍全。请拍到纸的四个角。"),
    }


def said_of(faults: str) -> str:
    """The sentence for the first fault of a picture; empty for one that can be read."""
    found = legibility.read(faults)
    return fault_words()[found[0]] if found else ""


def _taken(paper: str, file: FileStorage, sealed: bool) -> Taken | str:
    try:
        stored = store(file.stream, photo_files(), sealed=sealed)
    except PhotoRefused as refusal:
        return _("“%(name)s”没有收下：%(why)s", name=sought(file.filename or "", 30), why=str(refusal))
    if not sealed:
        return Taken(paper, stored, "")
    file.stream.seek(0)
    return Taken(paper, stored, legibility.written(legibility.look(file.stream.read())))

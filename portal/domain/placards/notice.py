"""What one printed placard says, and the digest that tells when it must be printed again."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from portal.domain.look import EMERGENCY

_NOT_COUNTED = ("printed_on", "worker_photo")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The text of one placard. Empty texts are left out; an empty `worker_name` is a vacant post.

    `place_title` is the building as people say it (百通新苑 3号楼), `place_detail` what of it is meant (1单元 · 2单元).
    `worker_photo` is a square JPEG of 640 pixels. `duties` are up to five short lines. `url` goes into the QR code and
    is best in upper case; `plain_address` is the same host for people to type.
    """

    place_title: str
    grid_name: str
    community_name: str
    url: str
    plain_address: str
    code: str
    check_word: str
    printed_on: date
    place_detail: str = ""
    worker_name: str = ""
    worker_phone: str = ""
    worker_photo: bytes | None = None
    hours: str = ""
    duties: tuple[str, ...] = ()
    community_phone: str = ""
    supervision_name: str = ""
    supervision_phone: str = ""
    emergency: str = EMERGENCY
    design_version: int = 2


def content_digest(notice: Notice) -> str:
    """64 hexadecimal digits over every printed word: another digest, and the placard must be printed again.

    The day of printing does not count, nor does the photo: a new picture of the same person is no reason to send
    somebody up the stairs. Empty facts are left out, so that a field added later changes no placard without it.
    """
    facts = {name: value for name, value in vars(notice).items() if value and name not in _NOT_COUNTED}
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

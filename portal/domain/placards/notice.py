"""What one printed placard says, and the digest that tells when it must be printed again."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from portal.domain.look import EMERGENCY


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
    design_version: int = 1


def content_digest(notice: Notice) -> str:
    """64 hexadecimal digits over everything printed but the day of printing: another digest, another placard.

    The photo counts by its bytes. The digest is stored with a placard, so its recipe must not change without
    `design_version`.
    """
    facts = asdict(notice)
    del facts["printed_on"]
    facts["worker_photo"] = hashlib.sha256(notice.worker_photo).hexdigest() if notice.worker_photo else ""
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

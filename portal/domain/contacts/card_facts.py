"""What a contact card says, however it is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CardFacts:
    """The worker who serves a grid today and whom else to call. Empty texts are left out; an empty name is a vacancy.

    `worker_photo` is a square JPEG. `role` is a word such as 网格员, 网格长 or 代班网格员.
    """

    grid_name: str
    community_name: str
    worker_name: str = ""
    worker_phone: str = ""
    worker_photo: bytes | None = None
    role: str = "网格员"
    hours: str = ""
    place_title: str = ""
    community_phone: str = ""
    supervision_name: str = ""
    supervision_phone: str = ""

"""Files somebody uploaded to look at the report first: kept for an hour, for that person only."""

import json
import re
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from portal.domain.errors import NotFound

KEPT = timedelta(hours=1)
_KEY = re.compile(r"[\w-]{20,40}", re.ASCII)
_OWNER = "owner.json"


class Uploads:
    """A folder with one folder for each upload. All web processes must share it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, grids: BinaryIO, buildings: BinaryIO, *, owner: int, at: datetime) -> str:
        """Keep the two files for a user, by id; gives the key to find them by. What is too old is thrown away."""
        self.throw_away_old(at)
        key = secrets.token_urlsafe(18)
        folder = self.root / key
        folder.mkdir(parents=True, mode=0o700)
        (folder / _OWNER).write_text(json.dumps({"owner": owner, "at": at.isoformat()}))
        for name, content in (("grids.csv", grids), ("buildings.csv", buildings)):
            with (folder / name).open("wb") as file:
                shutil.copyfileobj(content, file)
        return key

    def find(self, key: str, *, owner: int, at: datetime) -> Path:
        """The folder with the two files; raises NotFound for other people's and for old ones."""
        folder = self.root / key
        if _KEY.fullmatch(key) and (kept := _kept(folder)) and kept[0] == owner and at - kept[1] < KEPT:
            return folder
        raise NotFound("这次上传的文件已经过期，请重新上传。")

    def discard(self, key: str) -> None:
        """Throw an upload away, if it is still there."""
        if _KEY.fullmatch(key):
            shutil.rmtree(self.root / key, ignore_errors=True)

    def throw_away_old(self, at: datetime) -> None:
        """Names and phone numbers must not lie about: the worker asks for this as well as the next upload."""
        for folder in self.root.glob("*"):
            if (kept := _kept(folder)) and at - kept[1] >= KEPT:
                self.discard(folder.name)


def _kept(folder: Path) -> tuple[int, datetime] | None:
    """Whose files these are and since when; None when they are gone."""
    try:
        facts = json.loads((folder / _OWNER).read_text())
    except (OSError, ValueError):
        return None
    return facts["owner"], datetime.fromisoformat(facts["at"])

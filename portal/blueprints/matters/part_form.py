"""What the forms of a matter share: one for each part of its page, plain fields instead of the data file's text."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portal.blueprints.matters.entry_fields import faults, line
from portal.forms import RuledForm

Entry = Mapping[str, Any]


class PartForm(RuledForm):
    """One part of an entry. `seen` is the version it was filled from; what is empty is left out."""

    seen = HiddenField()
    note = line(_l("为什么改"), 200)

    def __init__(self, entry: Entry, seen: int, *, whole_town: bool) -> None:
        super().__init__(data={**self.shown(entry), "seen": seen})
        self.entry, self.whole_town = entry, whole_town
        self.choose()

    @staticmethod
    def shown(entry: Entry) -> dict[str, Any]:
        """What the fields hold at first."""
        raise NotImplementedError

    def choose(self) -> None:
        """Put the options into the fields that have some."""

    def said(self) -> dict[str, Any]:
        """The keys of the entry that this part says."""
        raise NotImplementedError

    @property
    def seen_number(self) -> int:
        return int(self.seen.data) if str(self.seen.data).isdecimal() and len(str(self.seen.data)) < 6 else 0

    @property
    def faults(self) -> list[tuple[str, str]]:
        return list(faults(iter(self)))

    def change_rows(self, act: str) -> bool:
        """A row more, or one less, as the button said (`add papers`, `drop papers-2`); nothing is saved."""
        verb, _blank, name = act.partition(" ")
        rows = self._fields.get(name.partition("-")[0])
        if verb == "add" and hasattr(rows, "entries") and len(rows.entries) < rows.max_entries:
            rows.append_entry()
            self.choose()
            return True
        if verb == "drop" and hasattr(rows, "entries"):
            rows.entries[:] = [entry for entry in rows.entries if entry.name != name]
            return True
        return False

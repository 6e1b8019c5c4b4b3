"""A contact card as a vCard 3.0 file, the version every phone's address book imports."""

from datetime import UTC, datetime

from portal.domain.contacts.card_facts import CardFacts
from portal.domain.contacts.names import split_name
from portal.domain.look import VACANT

_FOLD_AT = 75  # octets in a line, RFC 2425 §5.8.1


def vcard(facts: CardFacts, *, url: str, rev: datetime) -> str:
    """The card as text with CRLF line ends, to be sent as UTF-8. `rev`, aware, is when the facts last changed.

    A vacant post gives a card of the community with its phone.
    """
    surname, given = split_name(facts.worker_name)
    name = facts.worker_name or facts.community_name
    note = [f"{facts.grid_name}{facts.role}" if facts.worker_name else f"{facts.grid_name}网格员{VACANT}，请打社区电话"]
    note += [facts.hours] if facts.hours else []
    if facts.community_phone and facts.worker_name:
        note.append(f"社区电话 {facts.community_phone}")
    if facts.supervision_phone:
        note.append(f"监督电话 {facts.supervision_phone}")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(surname or name)};{_escaped(given)};;;",
        f"FN:{_escaped(name)}",
        f"ORG:{_escaped(facts.community_name)};{_escaped(facts.grid_name)}",
        f"TITLE:{_escaped(facts.role)}" if facts.worker_name else "",
        f"TEL;TYPE=WORK,VOICE:{_escaped(facts.worker_phone or facts.community_phone)}",
        f"NOTE:{_escaped(chr(10).join(note))}",
        f"URL:{_escaped(url)}",
        f"REV:{rev.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "END:VCARD",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines if line and not line.endswith("VOICE:"))


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character, escape in (("\\", "\\\\"), ("\n", "\\n"), (",", "\\,"), (";", "\\;")):
        text = text.replace(character, escape)
    return text


def _folded(line: str) -> str:
    """The line cut into pieces of at most 75 octets, never inside a character; each next piece starts with a space."""
    pieces, piece, room = [], "", _FOLD_AT
    for character in line:
        octets = len(character.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", _FOLD_AT - 1
        piece += character
        room -= octets
    return "\r\n ".join([*pieces, piece])

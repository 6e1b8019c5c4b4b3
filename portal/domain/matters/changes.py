"""What differs between two versions of a matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.errors import DomainError
from portal.domain.matters.names import NAMES, WORDS
from portal.domain.matters.parts import Basis
from portal.domain.sensitive_facts.kinds import LABEL
from portal.domain.workdays.spans import Span, Unit

Entry = Mapping[str, Any]


# Parts of a row that say yes or no: named, or left out.
_FLAGS = {
    "counts": "算几项做不到",
    "shared": "政府已有",
    "sensitive": "敏感",
    "may_follow": "可以后补",
    "optional": "需要时才有",
    "required": "",
}

# A question says which kind of fact its answer is.
_FACTS = {kind.value: f"敏感：{label}" for kind, label in LABEL.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the entry, as it was and as it is; texts for people, a line for each row of a table."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]


def changed_keys(old: Entry, new: Entry) -> list[str]:
    """The names of the parts that differ; an absent part and an empty one are the same."""
    return [name for key, name in NAMES.items() if _plain(old.get(key)) != _plain(new.get(key))]


def changes(old: Entry, new: Entry) -> list[Change]:
    """What differs, part by part; of a list only the rows that went and the rows that came."""
    return [
        _change(name, old.get(key), new.get(key))
        for key, name in NAMES.items()
        if _plain(old.get(key)) != _plain(new.get(key))
    ]


def national_keys_changed(old: Entry, new: Entry) -> list[str]:
    """The parts that differ although the law of the country sets them."""
    names = []
    for key in ("time_limit", "publicity"):
        is_national = Basis.NATIONAL in ((old.get(key) or {}).get("basis"), (new.get(key) or {}).get("basis"))
        if is_national and _plain(old.get(key)) != _plain(new.get(key)):
            names.append(NAMES[key])
    if _plain(old.get("national")) != _plain(new.get("national")):
        names.append(NAMES["national"])
    return names


def described(entry: Entry) -> dict[str, Change]:
    """Everything an entry says, by key, as if it had come from nothing."""
    return {key: _change(name, None, entry[key]) for key, name in NAMES.items() if _plain(entry.get(key)) is not None}


def _change(name: str, old: Any, new: Any) -> Change:
    before, after = _lines(old), _lines(new)
    if isinstance(old, list) and isinstance(new, list):
        gone, came = [line for line in before if line not in after], [line for line in after if line not in before]
        if gone or came:
            return Change(name, tuple(gone), tuple(came))
    return Change(name, tuple(before), tuple(after))


def _lines(said: Any) -> list[str]:
    said = _plain(said)
    if said is None:
        return []
    if isinstance(said, list):
        return [_text(one) for one in said]
    return [_text(said)]


def _text(said: Any) -> str:
    if isinstance(said, bool):
        return "是" if said else "否"
    if isinstance(said, Mapping):
        return _row(said)
    if isinstance(said, list):
        return "、".join(_text(part) for part in said)
    return WORDS.get(str(said), str(said))


def _row(said: Mapping[str, Any]) -> str:
    """One row of a table in words; a question's key says nothing."""
    limit = _span(said)
    words = [limit] if limit else []
    for key, value in said.items():
        if key in ("key", "value", "unit", "against"):
            continue
        if isinstance(value, bool):
            words.append(_FLAGS.get(key, "") if value else "")
        elif key == "sensitive":
            words.append(_FACTS.get(value, ""))
        else:
            words.append(_text(value))
    return "，".join(filter(None, words))


def _span(said: Mapping[str, Any]) -> str:
    """5 个工作日, or what stands there where it cannot be read."""
    try:
        return Span(int(said["value"]), Unit(said["unit"])).words
    except (KeyError, ValueError, DomainError):
        return ""


def _plain(said: Any) -> Any:
    """Without what is empty, so that a form that leaves something out changes nothing."""
    if isinstance(said, Mapping):
        kept = {key: _plain(value) for key, value in said.items()}
        return {key: value for key, value in kept.items() if value is not None} or None
    if isinstance(said, list | tuple):
        return [_plain(one) for one in said] or None
    return None if said in ("", False, None) else said

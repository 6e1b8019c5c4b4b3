"""Where the files and the register differ about who serves a grid."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from portal.domain.contacts.models import PostRole
from portal.domain.grids.importing.lines import GridLine, Named
from portal.domain.grids.importing.report import Change, ChangeKind, ImportReport
from portal.domain.grids.importing.state import GridState, people, post_histories
from portal.domain.grids.importing.successions import Succession, holding, succession

_VACANT = "暂缺"
_TITLES = {PostRole.WORKER: "网格员", PostRole.LEAD: "网格长"}


class PostDifference(NamedTuple):
    """A post that gets another holder; `new` is None when it falls vacant. `old` is empty when it was vacant."""

    grid_code: str
    role: PostRole
    old: str
    new: Named | None
    move: Succession


class StaffingDifferences(NamedTuple):
    """What becomes different about people.

    phones  the old and the new name and phone of a person, by id
    added   people the register does not know, in the order of the file
    ids     persons of the register by name and phone, the new ones included
    """

    posts: list[PostDifference]
    phones: dict[int, tuple[Named, Named]]
    added: dict[Named, None]
    ids: dict[Named, int]


def staffing_differences(
    lines: Sequence[GridLine], known: dict[str, GridState], report: ImportReport, *, today: date, since: date
) -> StaffingDifferences:
    """Whose posts change, told to the report.

    The same name on the same post with another phone is the same person with a new phone, unless the file still
    names the old one somewhere or the register has somebody of that name and phone.
    """
    persons = people()
    histories = post_histories()
    wanted = list(_wanted(lines))
    named = {person for *_, person in wanted if person}
    found = StaffingDifferences([], {}, {}, {person: person_id for person_id, person in reversed(persons.items())})
    for line, role, person in wanted:
        state = known.get(line.code)
        history = histories.get((state.id, role), []) if state else []
        current = holding(history, today)
        holder = persons[current.holder] if current else None
        if person == holder or (person and holder and person == Named(holder.name, "")):
            continue
        if current and holder and holder not in named and _new_phone(current.holder, holder, person, found, report):
            continue
        if person and person not in found.ids and person not in found.added:
            found.added[person] = None
            report.note(Change(ChangeKind.PERSON_ADDED, str(person)))
        old, new = (str(one) if one else "" for one in (holder, person))
        found.posts.append(PostDifference(line.code, role, old, person, succession(history, today=today, since=since)))
        report.note(Change(ChangeKind.POST_CHANGED, line.name, _TITLES[role], old or _VACANT, new or _VACANT))
    return found


def _new_phone(
    holder_id: int, holder: Named, person: Named | None, found: StaffingDifferences, report: ImportReport
) -> bool:
    """True when the file only knows a new phone of the holder; told once, however many posts they hold."""
    if person is None or person.name != holder.name or found.ids.get(person, holder_id) != holder_id:
        return False
    if holder_id not in found.phones:
        found.phones[holder_id] = (holder, person)
        found.ids[person] = holder_id
        report.note(Change(ChangeKind.PHONE_CHANGED, holder.name, "电话", holder.phone, person.phone))
    return found.phones[holder_id][1] == person


def _wanted(lines: Sequence[GridLine]) -> Iterator[tuple[GridLine, PostRole, Named | None]]:
    """Who is to hold each post. A community's only lead leads all its grids, also where the line leaves it out;
    a phone left out is taken from another line that names the same person."""
    leads: dict[tuple[str, str], set[Named]] = defaultdict(set)
    phones: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for person in filter(None, (line.lead, line.worker)):
            phones[person.name].update(filter(None, [person.phone]))
        if line.lead:
            leads[line.subdistrict, line.community].add(line.lead)

    def complete(person: Named | None) -> Named | None:
        if person and not person.phone and len(phones[person.name]) == 1:
            return Named(person.name, *phones[person.name])
        return person

    for line in lines:
        yield line, PostRole.WORKER, complete(line.worker)
        only = {complete(lead) for lead in leads[line.subdistrict, line.community]}
        yield line, PostRole.LEAD, complete(line.lead) or (only.pop() if len(only) == 1 else None)

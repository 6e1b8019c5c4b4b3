"""Sensitive facts in a half-filled form: sealed with its other fields, until they are filed or forgotten."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.domain.matters.content import content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.sensitive_facts.bank_accounts import is_card_number
from portal.domain.sensitive_facts.kinds import FactKind
from portal.domain.sensitive_facts.statements import Asked, Statement, asked_by


@dataclass(frozen=True, slots=True)
class DraftedFacts:
    """`values` by the name of the field; every one of them was ticked for when it was written."""

    asked: list[Asked]
    values: Mapping[str, str]

    @property
    def kinds(self) -> list[FactKind]:
        return list(dict.fromkeys(one.kind for one in self.asked if one.name in self.values))

    @property
    def statements(self) -> list[Statement]:
        written = [one for one in self.asked if one.name in self.values]
        return [Statement(one.kind, one.label, self.values[one.name]) for one in written]

    def changed(self, typed: Mapping[str, str], ticked: Collection[FactKind]) -> dict[str, str]:
        """What the draft keeps now: the new words, and the old ones of kinds that are still agreed to."""
        agreed = {one.name for one in self.asked if one.kind in ticked}
        return {name: value for name, value in {**self.values, **typed}.items() if name in agreed}


def drafted(version: MatterVersion, field: Any) -> DraftedFacts:
    """Read the `facts` of a draft; what the matter does not ask for is not there."""
    content = content_of(version)
    asked = [one for kind in content.fact_kinds for one in asked_by(content, kind)]
    names = {one.name for one in asked}
    values = {str(name): str(value) for name, value in (field or {}).items() if name in names}
    return DraftedFacts(asked, values)


def doubtful_in(known: DraftedFacts) -> bool:
    """Whether an account was written that does not add up as a card does."""
    return any(
        one.kind is FactKind.BANK_ACCOUNT and not is_card_number(known.values[one.name])
        for one in known.asked
        if one.name in known.values
    )

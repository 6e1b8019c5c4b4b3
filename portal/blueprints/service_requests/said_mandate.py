"""The mandate of a half-filled form in words: for the check page, with a way back to each answer."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.blueprints.service_requests import mandate_words as words
from portal.blueprints.service_requests.filling import Filling
from portal.domain.mandates.models import AgentKind, MandateBasis, MandateScope, PersonAge, PersonConsent, Told


def said_mandate(begun: Filling) -> list[tuple[str, str, str]]:
    """What each answered page says: asked, said, and the address of the page."""
    said, category = begun.mandate, begun.version.category
    if begun.fields.get("under"):
        return []
    pages = [page for page in _IN_WORDS if not (page == "agent" and begun.helped)]
    return [(*_IN_WORDS[page](said, category), url_for(".mandate", slug=begun.slug, page=page)) for page in pages]


def _agent(said: Mapping[str, Any], _category: str) -> tuple[str, str]:
    return _("您是他的什么人"), f"{said['relation']}（{words.short_kinds()[AgentKind(said['kind'])]}）"


def _person(said: Mapping[str, Any], _category: str) -> tuple[str, str]:
    age = words.age_names()[PersonAge(said["age"])]
    return _("他多大年纪"), age + (_("，不能完全自己拿主意") if said.get("limited") else "")


def _basis(said: Mapping[str, Any], _category: str) -> tuple[str, str]:
    names = "、".join(said.get("witnesses") or ())
    basis = words.basis_names()[MandateBasis(said["basis"])]
    return _("凭什么替他办"), basis + (f"：{names}" if names else "")


def _scope(said: Mapping[str, Any], category: str) -> tuple[str, str]:
    until = words.day_words(date.fromisoformat(said["valid_until"]))
    scope = words.scope_names(category)[MandateScope(said["scope"])]
    return _("替他办哪些事"), _("%(scope)s，到%(day)s", scope=scope, day=until)


def _consent(said: Mapping[str, Any], _category: str) -> tuple[str, str]:
    how = words.consent_names()[PersonConsent(said["consent"])]
    return _("他怎么同意的"), "\n".join(filter(None, [how, said.get("own_wish", "")]))


def _told(said: Mapping[str, Any], _category: str) -> tuple[str, str]:
    return _("进展告诉谁"), words.told_names()[Told(said["told"])]


_IN_WORDS: dict[str, Callable[[Mapping[str, Any], str], tuple[str, str]]] = {
    "agent": _agent,
    "person": _person,
    "basis": _basis,
    "scope": _scope,
    "consent": _consent,
    "told": _told,
}

"""Sensitive facts come to a request, each kind under its own consent, and go when the consent is taken back."""

from collections.abc import Collection, Sequence

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.mandates.rules import require_guardian
from portal.domain.matters.content import content_of
from portal.domain.sensitive_facts.consents import consent_words, without
from portal.domain.sensitive_facts.id_numbers import age_band, entered_id
from portal.domain.sensitive_facts.kinds import LABEL, FactKind
from portal.domain.sensitive_facts.models import Consent, SensitiveFact
from portal.domain.sensitive_facts.queries import consents_of, facts_of
from portal.domain.sensitive_facts.statements import Statement, check_asked, clean, digest_of
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import Entry, ServiceRequest
from portal.domain.service_requests.steps.said import said
from portal.domain.service_requests.steps.taking import hold, take
from portal.domain.service_requests.workflow import Actor, Step

PERSON, AGENT = "person", "agent"


def state(request: ServiceRequest, statements: Sequence[Statement], acting: Acting) -> Entry:
    """Seal what was stated, under a consent for each kind; what was on file for the same question is gone.

    Whoever calls has the consent: ticked by the person or who speaks for them, or read out by staff and agreed to.
    Raises DomainError for a value that cannot be, or that this matter does not ask for, and where an ID number says
    that only a guardian speaks for the person.
    """
    hold(request)
    if not statements:
        raise DomainError("一项也没有填。请至少填一项，或者先不填。")
    check_asked(content_of(request.matter_version), statements)
    values = [clean(one, acting.today) for one in statements]
    _check_age(request, statements, acting)
    kinds = list(dict.fromkeys(one.kind for one in statements))
    known = facts_of(request)
    replaced = [one for one in known if (one.kind, one.label) in {(new.kind, new.label) for new in statements}]
    told = _told(kinds, corrects=bool(replaced), acting=acting)
    entry = take(request, Step.STATE_FACTS, acting, told=told, facts={"kinds": [kind.value for kind in kinds]})
    consents = {kind: _consent(request, kind, acting) for kind in kinds}
    for old in replaced:
        _delete(old, acting)
    for one, value in zip(statements, values, strict=True):
        fact = SensitiveFact(
            request=request,
            consent=consents[one.kind],
            kind=one.kind,
            label=one.label,
            value=value,
            digest=digest_of(one.kind, value),
            added_by=acting.by,
            added_at=acting.at,
        )
        db.session.add(fact)
    db.session.flush()
    return entry


def withdraw_consent(request: ServiceRequest, kinds: Collection[FactKind], acting: Acting, words: str = "") -> Entry:
    """撤回同意 (15、47 条): the facts under it are deleted at once; the matter goes on without them.

    words  for staff who do it for the person: how they said so
    """
    hold(request)
    live = [one for one in consents_of(request) if FactKind(one.kinds[0]) in kinds]
    if not live:
        raise DomainError("请选要撤回哪一项。已经撤回的不用再撤。")
    if acting.of_staff:
        said(words, "本人怎么说的")
    gone = list(dict.fromkeys(FactKind(one.kinds[0]) for one in live))
    who = "您撤回了同意" if acting.actor is Actor.RESIDENT else f"{acting.who} 按您说的撤回了同意"
    told = f"{who}，马上删掉了：{_named(gone)}。{''.join(without(kind) for kind in gone)}别的照样办。"
    entry = take(request, Step.WITHDRAW_CONSENT, acting, told=told, internal=words.strip())
    for consent in live:
        consent.withdrawn_at = acting.at
    for fact in facts_of(request):
        if fact.kind in gone:
            _delete(fact, acting)
    db.session.flush()
    return entry


def _consent(request: ServiceRequest, kind: FactKind, acting: Acting) -> Consent:
    words = consent_words(kind, request.matter_version)
    given_by = {Actor.RESIDENT: PERSON, Actor.AGENT: AGENT}.get(acting.actor, acting.by)
    consent = Consent(
        request=request,
        kinds=[kind.value],
        purpose=words.purpose,
        words_digest=words.digest,
        given_by=given_by,
        who=acting.who,
        at=acting.at,
    )
    db.session.add(consent)
    return consent


def _check_age(request: ServiceRequest, statements: Sequence[Statement], acting: Acting) -> None:
    """What the person states about themselves is never refused for who speaks for them."""
    if acting.actor is Actor.RESIDENT:
        return
    for one in statements:
        born = entered_id(one.value, acting.today).born if one.kind is FactKind.ID_NUMBER else None
        if born is not None:
            require_guardian(request, age_band(born, acting.today))


def _delete(fact: SensitiveFact, acting: Acting) -> None:
    """Of a deleted fact stays what it was called and when, for the readings that name it."""
    fact.value, fact.digest, fact.deleted_at = None, None, acting.at


def _told(kinds: Sequence[FactKind], *, corrects: bool, acting: Acting) -> str:
    verb = "更正了" if corrects else "登记了"
    who = "您" if acting.actor is Actor.RESIDENT else f"{acting.who} "
    return f"{who}{verb}个人信息：{_named(kinds)}。内容加密保存，这里不显示。"


def _named(kinds: Sequence[FactKind]) -> str:
    return "、".join(LABEL[kind] for kind in kinds)

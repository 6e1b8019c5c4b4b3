"""Which address, form and verb belongs to each step that staff take."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal import clock
from portal.blueprints.service_requests import mandate_deed_forms as mandate_forms
from portal.blueprints.service_requests import moving_forms, waiting_forms
from portal.blueprints.service_requests import paper_deed_forms as paper_forms
from portal.blueprints.service_requests import step_forms as forms
from portal.blueprints.service_requests import visit_deed_forms as visit_forms
from portal.blueprints.service_requests import way_forms as way
from portal.blueprints.service_requests.fact_forms import ConsentWithdrawalForm, StatedFactsForm
from portal.blueprints.service_requests.publicity_forms import PublicityForm, begin_publicity
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError
from portal.domain.papers import checking, providing
from portal.domain.sensitive_facts import stating
from portal.domain.service_requests import offers
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.steps import (
    ending,
    extending,
    handling,
    moving,
    placing,
    rating,
    voicing,
    waiting,
)
from portal.domain.service_requests.voices import Verdict
from portal.domain.service_requests.workflow import Step
from portal.domain.visits import booking, prechecks, recording


@dataclass(frozen=True)
class Deed:
    """`noun` is the last part of the address."""

    noun: str
    form: Callable[..., Any]
    verb: Callable[[ServiceRequest, Any, Acting], Any]
    permission: Permission = Permission.REQUEST_HANDLE


def _ask_supplement(request: ServiceRequest, form: waiting_forms.SupplementRequestForm, acting: Acting) -> Any:
    again = form.again.data if form.again else ""
    left_out = form.left_out.data if form.left_out else ""
    facts = {"otherwise": form.otherwise.data or "", "wanted_by": _end_of(form), "again": again or ""}
    facts["left_out"] = left_out or ""
    return waiting.ask_supplement(request, form.items, acting, **facts)


def _provide_papers(request: ServiceRequest, form: paper_forms.ProvidedPapersForm, acting: Acting) -> Any:
    copies = [name for name, _file in form.sent]
    return providing.provide(request, form.provided({name: copies.count(name) for name in copies}), acting)


def _end_of(form: waiting_forms.SupplementRequestForm) -> datetime | None:
    """The last second of the day, as limits in days end."""
    day = form.wanted_by.data
    return clock.bounds(day)[0].replace(hour=23, minute=59, second=59) if day else None


def _answer_urge(request: ServiceRequest, form: forms.AnswerForm, acting: Acting) -> Any:
    urges = offers.unanswered_urges(request)
    if not urges:
        raise DomainError("催办已经答复过了。请看最新情况。")
    return voicing.answer_urge(urges[0], form.words.data, acting)


def _appeal(request: ServiceRequest, form: forms.ReasonForm, acting: Acting) -> Any:
    rated = offers.last_rating(request)
    if rated is None:
        raise DomainError("还没有评价，不用申诉。")
    return rating.appeal(rated, form.words.data, acting)


def _judge_appeal(request: ServiceRequest, form: forms.VerdictForm, acting: Acting) -> Any:
    appeal = offers.pending_appeal(request)
    if appeal is None:
        raise DomainError("现在没有等裁定的申诉。请看最新情况。")
    return rating.judge_appeal(appeal, Verdict(form.verdict.data), form.words.data, acting)


def _hand_over(request: ServiceRequest, form: moving_forms.HandOverForm, acting: Acting) -> Any:
    return moving.hand_over(request, form.receiver, form.words.data, acting, helpers=form.helping, limit=form.limit)


DEEDS: dict[Step, Deed] = {
    Step.SIGN_FOR: Deed("signature", way.SignatureForm, way.sign_for),
    Step.CLASSIFY: Deed(
        "classification",
        forms.ClassifyForm,
        lambda request, form, acting: handling.classify(request, form.version, form.words.data, acting),
    ),
    Step.SETTLE: Deed(
        "settlement",
        forms.ResultForm,
        lambda request, form, acting: ending.settle(request, form.words.data, acting),
    ),
    Step.HAND_OVER: Deed("hand-over", moving_forms.HandOverForm, _hand_over),
    Step.ESCALATE: Deed(
        "escalation",
        forms.ReasonForm,
        lambda request, form, acting: moving.escalate(request, form.words.data, acting),
    ),
    Step.RETURN: Deed(
        "return", forms.ReasonForm, lambda request, form, acting: moving.send_back(request, form.words.data, acting)
    ),
    Step.CONTACT: Deed(
        "contact", forms.ContactForm, lambda request, form, acting: handling.contact(request, form.words.data, acting)
    ),
    Step.VISIT: Deed(
        "visit", forms.VisitForm, lambda request, form, acting: recording.went(request, form.words.data, acting)
    ),
    Step.BOOK_VISIT: Deed(
        "visit-booking",
        visit_forms.BookVisitForm,
        lambda request, form, acting: booking.book_visit(request, form.booking, acting),
    ),
    Step.PRECHECK: Deed(
        "precheck",
        visit_forms.PrecheckForm,
        lambda request, form, acting: prechecks.precheck(
            request, prechecks.Opinion(form.opinion.data), form.because, acting
        ),
    ),
    Step.NOTE: Deed(
        "note",
        forms.NoteForm,
        lambda request, form, acting: handling.note(request, form.words.data, acting, public=form.public.data),
    ),
    Step.ASK_SUPPLEMENT: Deed("supplement-request", waiting_forms.SupplementRequestForm, _ask_supplement),
    Step.SUPPLEMENT: Deed(
        "supplement",
        waiting_forms.ReceivedForm,
        lambda request, form, acting: waiting.supplement(request, form.words.data or "", acting, got=form.got),
    ),
    Step.ASK_EXTENSION: Deed(
        "extension-request",
        waiting_forms.ExtensionForm,
        lambda request, form, acting: extending.ask_extension(request, form.span, form.words.data, acting),
    ),
    Step.GRANT_EXTENSION: Deed(
        "extension",
        forms.WordsForm,
        lambda request, form, acting: extending.grant_extension(request, form.words.data, acting),
    ),
    Step.DENY_EXTENSION: Deed(
        "extension-refusal",
        forms.ReasonForm,
        lambda request, form, acting: extending.deny_extension(request, form.words.data, acting),
    ),
    Step.ACCEPT: Deed(
        "acceptance", paper_forms.AcceptanceForm, lambda request, form, acting: form.accept(request, acting)
    ),
    Step.PROVIDE_PAPERS: Deed("papers", paper_forms.ProvidedPapersForm.of_request, _provide_papers),
    Step.CHECK_PAPERS: Deed(
        "papers-check",
        paper_forms.CheckedPapersForm.of_request,
        lambda request, form, acting: checking.check(request, form.found, form.words.data or "", acting),
    ),
    Step.REVIEW: Deed(
        "review",
        forms.OpinionForm,
        lambda request, form, acting: handling.review(request, form.words.data, acting, unrelated=form.is_unrelated),
    ),
    Step.RESOLVE: Deed(
        "resolution",
        forms.DecisionForm,
        lambda request, form, acting: ending.resolve(request, form.words.data, acting, unrelated=form.is_unrelated),
    ),
    Step.BEGIN_PUBLICITY: Deed("publicity", PublicityForm, begin_publicity),
    Step.REFUSE: Deed(
        "refusal",
        forms.RefusalForm,
        lambda request, form, acting: ending.refuse(request, form.words.data, form.where.data, acting),
    ),
    Step.PASS_STATION: Deed("passage", way.PassageForm, way.move_on),
    Step.REFER: Deed("referral", way.ReferralForm, way.refer),
    Step.DECLARE_KINSHIP: Deed("kinship", way.KinshipForm, way.declare),
    Step.MERGE: Deed(
        "merger", moving_forms.MergerForm, lambda request, form, acting: ending.merge(request, form.into, acting)
    ),
    Step.CORRECT_PLACE: Deed(
        "place",
        moving_forms.PlaceForm,
        lambda request, form, acting: placing.correct_place(request, form.chosen, form.words.data, acting),
    ),
    Step.WITHDRAW: Deed(
        "withdrawal",
        forms.WithdrawalForm,
        lambda request, form, acting: voicing.withdraw(request, form.words.data, acting),
    ),
    Step.ADD_FACTS: Deed(
        "facts", forms.FactsForm, lambda request, form, acting: voicing.add_facts(request, form.words.data, acting)
    ),
    Step.STATE_FACTS: Deed(
        "personal-facts",
        StatedFactsForm.of,
        lambda request, form, acting: stating.state(request, form.statements, acting),
    ),
    Step.WITHDRAW_CONSENT: Deed(
        "consent-withdrawal",
        ConsentWithdrawalForm,
        lambda request, form, acting: stating.withdraw_consent(request, form.chosen, acting, form.words.data or ""),
    ),
    Step.URGE: Deed(
        "urge",
        forms.WordsForm,
        lambda request, form, acting: voicing.urge(request, form.words.data, acting),
        Permission.REQUEST_PRESS,
    ),
    Step.ANSWER_URGE: Deed("urge-answer", forms.AnswerForm, _answer_urge),
    Step.APPEAL: Deed("appeal", forms.ReasonForm, _appeal),
    Step.JUDGE_APPEAL: Deed("appeal-verdict", forms.VerdictForm, _judge_appeal, Permission.RATING_JUDGE),
    Step.REOPEN: Deed(
        "reopening",
        forms.WithdrawalForm,
        lambda request, form, acting: voicing.reopen(request, form.words.data, acting),
    ),
    Step.GIVE_MANDATE: Deed("mandate", mandate_forms.GiveMandateForm, mandate_forms.give),
    Step.END_MANDATE: Deed("mandate-end", mandate_forms.EndMandateForm, mandate_forms.end_mandate),
    Step.TAKE_OVER: Deed("take-over", mandate_forms.TakeOverDeedForm, mandate_forms.take_over),
    Step.PERSON_CODE: Deed("person-code", mandate_forms.PersonCodeForm, mandate_forms.person_code),
    Step.NEW_CODE: Deed("new-code", mandate_forms.NewCodeForm, mandate_forms.new_code),
}

# What a page offers first, in the order in which it matters; then what is usual; the rest stands behind one tap.
FIRST = (
    Step.SIGN_FOR,
    Step.GRANT_EXTENSION,
    Step.JUDGE_APPEAL,
    Step.ANSWER_URGE,
    Step.SUPPLEMENT,
    Step.ACCEPT,
    Step.RESOLVE,
    Step.BEGIN_PUBLICITY,
    Step.REVIEW,
    Step.ESCALATE,
    Step.URGE,
    Step.NOTE,
)
USUAL = (
    Step.DENY_EXTENSION,
    Step.SETTLE,
    Step.RESOLVE,
    Step.PASS_STATION,
    Step.HAND_OVER,
    Step.ESCALATE,
    Step.CONTACT,
    Step.NOTE,
    Step.ASK_SUPPLEMENT,
    Step.CHECK_PAPERS,
    Step.VISIT,
    Step.BOOK_VISIT,
    Step.PRECHECK,
    Step.RETURN,
    Step.APPEAL,
)
MOST_USUAL = 4
# Steps that want nothing but a tap.
AT_ONCE = frozenset({Step.SIGN_FOR, Step.ACCEPT})


def offered(steps: frozenset[Step]) -> tuple[Step | None, list[Step], list[Step]]:
    """The main step of the moment, the usual ones, and all others."""
    possible = steps & DEEDS.keys()
    main = next((step for step in FIRST if step in possible), None)
    usual = [step for step in USUAL if step in possible and step is not main][:MOST_USUAL]
    rest = [step for step in DEEDS if step in possible and step is not main and step not in usual]
    return main, usual, rest

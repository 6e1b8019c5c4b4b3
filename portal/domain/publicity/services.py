"""Putting results on the board and taking them off. Every act is on the record."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.db import db
from portal.domain.errors import DomainError, Stale
from portal.domain.publicity.candidates import Candidate
from portal.domain.publicity.models import ResultPosting
from portal.domain.publicity.sentences import NEVER, SentenceRefused, check_form, concerns, tidied
from portal.domain.records.services import record
from portal.domain.service_requests.models import ServiceRequest

FASTER = "刚才有同事核对过这一件。请回列表看一看。"


def publish(candidate: Candidate, typed: str, *, looked_twice: bool, seen: str, by: str, at: datetime) -> ResultPosting:
    """Put the result on the board in one sentence. `looked_twice`: somebody says the concerns are unfounded.

    `seen` is the mark of the candidate the page was drawn with. Raises SentenceRefused, and Stale when somebody else
    checked it meanwhile.
    """
    request, sentence = candidate.request, tidied(typed)
    check_form(sentence)
    found = concerns(sentence, name=request.applicant_name, phone=request.applicant_phone)
    if not NEVER.isdisjoint(found):
        raise SentenceRefused("这句话里有电话、证件号或者反映人的名字，不能公开。请删掉再公开。")
    if found and not looked_twice:
        raise SentenceRefused("这句话里好像有个人信息。请改掉；确实没有的，勾上“我看过了”再公开。")
    posting = _write(candidate, sentence, seen=seen, by=by, at=at)
    _note("result.published", request, sentence, by=by, at=at)
    return posting


def keep_off(candidate: Candidate, *, seen: str, by: str, at: datetime) -> None:
    """Somebody looked and decided that it does not belong on the board. Raises Stale as `publish`."""
    _write(candidate, "", seen=seen, by=by, at=at)
    _note("result.kept_off", candidate.request, "", by=by, at=at)


def withdraw(candidate: Candidate, *, by: str, at: datetime) -> None:
    """Take a result off the board at once; the sentence is kept. Raises DomainError when it is not on it."""
    posting = candidate.posting
    if posting is None or posting.withdrawn_at is not None:
        raise DomainError("这件现在没有公开，不用撤下。")
    posting.withdrawn_at, posting.withdrawn_by = at, by
    _note("result.withdrawn", candidate.request, posting.sentence, by=by, at=at)


def _write(candidate: Candidate, sentence: str, *, seen: str, by: str, at: datetime) -> ResultPosting:
    """The checked sentence; an empty one keeps the result off the board."""
    if candidate.posting:
        db.session.refresh(candidate.posting, with_for_update=True)
    if candidate.mark != seen:
        raise Stale(FASTER)
    posting = candidate.posting or ResultPosting(request=candidate.request)
    posting.sentence, posting.checked_by, posting.checked_at = sentence, by, at
    posting.withdrawn_at, posting.withdrawn_by = (None, "") if sentence else (at, by)
    db.session.add(posting)
    try:
        db.session.flush()
    except IntegrityError as taken:
        raise Stale(FASTER) from taken
    return posting


def _note(action: str, request: ServiceRequest, detail: str, *, by: str, at: datetime) -> None:
    record(action, by=by, at=at, subject=f"request {request.number}", detail=detail)

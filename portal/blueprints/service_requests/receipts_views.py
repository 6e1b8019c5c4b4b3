"""Every receipt of this phone, over all matters: a daughter of two parents keeps one page. And one more from there."""

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.service_requests import public, track_words
from portal.blueprints.service_requests.filing_views import FILINGS
from portal.blueprints.service_requests.filling import Filling, bound, draft_at_hand, go_on, private, token
from portal.blueprints.service_requests.receipt_views import mandate_over, receipt_kept
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.matters.content import content_of
from portal.domain.matters.queries import find_matter, offered
from portal.domain.service_requests import drafts, sending
from portal.domain.service_requests.attachments import Draft
from portal.extensions import limiter
from portal.forms import RuledForm, choices
from portal.helping import helper

_OTHER = "other"


class AnotherForm(RuledForm):
    """`source` names the form that was sent by its matter; `other` is somebody of whom nothing is known."""

    source = RadioField(_l("给谁办"), validators=[InputRequired(_l("请选给谁办。"))])
    matter = SelectField(_l("办什么事"), validators=[InputRequired(_l("请选办什么事。"))])

    def __init__(self, sent: list[Draft], **facts: Any) -> None:
        super().__init__(**facts)
        known = {one.matter_version.matter.slug: sending.receipts_of(one)[0] for one in sent}
        people = {slug: _("还是他：%(name)s", name=kept["person"]) for slug, kept in known.items()}
        self.source.choices = choices(_without_doubles(people) | {_OTHER: _("另外一个人，比如另一位老人")})
        fitting = [version for version in offered() if content_of(version).asks_for_whom]
        self.matter.choices = [("", _("请选")), *((one.matter.slug, one.name) for one in fitting)]


@public.get("/services/receipts")
@open_to_all
def receipts() -> ResponseReturnValue:
    return _receipts(AnotherForm(_for_somebody(), formdata=None))


@public.post("/services/receipts/another")
@limiter.limit(FILINGS)
@open_to_all
def begin_for_somebody() -> ResponseReturnValue:
    """One more matter: who speaks is known, of the person only when it is for the same one."""
    sent = _for_somebody()
    form = AnotherForm(sent)
    if not form.validate_on_submit() or not sent:
        return _receipts(form, 422)
    same = form.source.data != _OTHER
    source = next(one for one in sent if one.matter_version.matter.slug == form.source.data or not same)
    begun = _begin(form.matter.data)
    sending.carry_on(source, begun.draft, same_person=same, at=clock.now())
    db.session.commit()
    return go_on(url_for(".whom", slug=begun.slug) if begun.helped else begun.first_open())


def _begin(slug: str) -> Filling:
    """A new form of the matter. One half filled in makes room: it was for somebody else."""
    found = draft_at_hand(slug)
    if found is not None and sending.receipts_of(found):
        return bound(Filling(sending.begin_another(token(), found, at=clock.now())))
    return bound(Filling(drafts.begin(token(), find_matter(slug).current, at=clock.now())))


def _sent() -> list[Draft]:
    """The forms of this phone that were sent, newest first."""
    mine = drafts.of_phone(token(), clock.now())
    return [one for one in mine if sending.receipts_of(one) and not drafts.fields_of(one).get("shared")]


def _for_somebody() -> list[Draft]:
    """Those among them that were sent for somebody else."""
    return [one for one in _sent() if one.request_id is not None and "person" in sending.receipts_of(one)[0]]


def _receipts(form: AnotherForm, status: int = 200) -> ResponseReturnValue:
    kept = [(draft, one) for draft in _sent() for one in sending.receipts_of(draft) if mandate_over(one) is None]
    if not kept:
        raise NotFound(_("这部手机上没有回执。回执只留 24 小时，查进度请用编号和查询码。"))
    shown = [(draft.matter_version.matter.slug, one, receipt_kept(one)) for draft, one in kept]
    context = {"shown": shown, "words": track_words, "can_go_on": bool(_for_somebody()), "helps": helper()}
    return private("receipts.html", status, form=form, **context)


def _without_doubles(people: dict[str, str]) -> dict[str, str]:
    """Each person once, by the newest of their forms."""
    once: dict[str, str] = {}
    for slug, words in people.items():
        if words not in once.values():
            once[slug] = words
    return once

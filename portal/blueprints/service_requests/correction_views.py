"""个人资料 of one request, for staff: put right or deleted when the person asks for it; and what must stay, and why."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import DataRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal import clock
from portal.access import allow
from portal.attachments import photo_files
from portal.blueprints.service_requests import staff
from portal.blueprints.service_requests.acting import staff_acting
from portal.blueprints.service_requests.filing_forms import called_number
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError
from portal.domain.keeping import corrections
from portal.domain.keeping.until import kept_until
from portal.domain.service_requests.acting import Acting
from portal.domain.service_requests.dossier import find_whole, person_is_open_to
from portal.domain.service_requests.models import ServiceRequest
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.steps.taking import expect
from portal.domain.service_requests.workflow import Actor
from portal.forms import LineField, LinesField, RuledForm, choices

_LONGEST = Length(max=corrections.MOST_REASON, message=_l("最多 %(n)s 个字。", n=corrections.MOST_REASON))


class _ReasonForm(RuledForm):
    """`revision` is that of the page: who was faster is not overwritten."""

    revision = HiddenField()
    reason = LinesField(
        _l("本人怎么要求的、怎么核实了是本人（本人会看到）"),
        [DataRequired(_l("请写本人怎么要求的、怎么核实了是本人。")), _LONGEST],
        render_kw={"rows": 2},
    )

    @property
    def shown(self) -> int:
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


class CorrectionForm(_ReasonForm):
    name = LineField(_l("姓名"), [Length(max=30, message=_l("姓名最多 30 个字。"))])
    phone = LineField(_l("电话"), [Length(max=30, message=_l("电话最多 30 个字。"))], render_kw={"inputmode": "tel"})
    room = LineField(_l("门牌号"), [Length(max=20, message=_l("门牌号最多 20 个字。"))])

    def validate_phone(self, field: LineField) -> None:
        if field.data:
            field.data = called_number(field.data)

    @classmethod
    def of(cls, found: ServiceRequest, **facts: Any) -> "CorrectionForm":
        """What is on file may be put right and not left out."""
        form = cls(**facts)
        form.name.flags.required = bool(found.applicant_name)
        form.phone.flags.required = bool(found.applicant_phone)
        return form


class DeletionForm(_ReasonForm):
    kinds = SelectMultipleField(
        _l("删掉哪些"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), choices=[]
    )

    def validate_kinds(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError(_("请选要删掉哪些。"))


@staff.get("/<int:request_id>/personal-data")
@allow(Permission.REQUEST_HANDLE)
def personal_data(request_id: int) -> ResponseReturnValue:
    return _page(_found(request_id))


@staff.post("/<int:request_id>/correction")
@allow(Permission.REQUEST_HANDLE)
def correct_data(request_id: int) -> ResponseReturnValue:
    found = _found(request_id)
    form = CorrectionForm.of(found)
    if form.validate_on_submit():
        with form.showing_refusals():
            expect(found, form.shown)
            typed = (form.name.data or "", form.phone.data or "", form.room.data or "", form.reason.data or "")
            corrections.correct_person(found, *typed, _acting(found))
            db.session.commit()
            return _done(request_id, _("改好了，记下了。"))
    return _page(found, correction=form)


@staff.post("/<int:request_id>/data-deletion")
@allow(Permission.REQUEST_HANDLE)
def delete_data(request_id: int) -> ResponseReturnValue:
    found = _found(request_id)
    form = _deletion(found)
    if form.validate_on_submit():
        with form.showing_refusals():
            expect(found, form.shown)
            gone = corrections.delete_early(
                found, form.kinds.data or [], form.reason.data or "", _acting(found), photo_files()
            )
            db.session.commit()
            return _done(request_id, _("删掉了：%(what)s。", what="；".join(gone)))
    return _page(found, deletion=form)


def _found(request_id: int) -> ServiceRequest:
    return find_whole(current_user, request_id, Permission.REQUEST_HANDLE, clock.today())


def _acting(found: ServiceRequest) -> Acting:
    """Who has it in hand, or stands above; raises DomainError for everybody else, and where the person is hidden."""
    actors = actors_of(current_user, found, clock.today())
    if not person_is_open_to(current_user, found, frozenset(actors))[0]:
        raise DomainError("这件的申请人是保密的，由经办人来改。")
    return staff_acting(found, Actor.ABOVE if Actor.HOLDER not in actors and Actor.ABOVE in actors else Actor.HOLDER)


def _deletion(found: ServiceRequest, **facts: Any) -> DeletionForm:
    form = DeletionForm(prefix="deletion", **facts)
    form.kinds.choices = choices(
        {
            one.rule.key: _("%(what)s（%(n)s 条）", what=one.rule.what, n=one.count)
            for one in corrections.still_held(found)
        }
    )
    return form


def _page(
    found: ServiceRequest, *, correction: CorrectionForm | None = None, deletion: DeletionForm | None = None
) -> ResponseReturnValue:
    """Both forms; the one that was sent keeps what was typed."""
    status = 200 if correction is None and deletion is None else 422
    sees = person_is_open_to(current_user, found, frozenset(actors_of(current_user, found, clock.today())))[0]
    person = {"name": found.applicant_name, "phone": found.applicant_phone, "room": found.room} if sees else {}
    if correction is None:
        correction = CorrectionForm.of(found, formdata=None, revision=str(found.revision), **person)
    if deletion is None:
        deletion = _deletion(found, formdata=None, revision=str(found.revision))
    page = render_template(
        "service_requests/staff/personal_data.html",
        found=found,
        sees=sees,
        correction=correction,
        deletion=deletion,
        stays=corrections.STAYS,
        kept=list(kept_until(found)),
    )
    return page, status


def _done(request_id: int, sentence: str) -> ResponseReturnValue:
    flash(sentence)
    return redirect(url_for(".personal_data", request_id=request_id), 303)

"""Public periods on the desk: what is public, what was objected to, the notice for the board, taking one down."""

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.publicity import period_words, staff
from portal.blueprints.publicity.period_forms import TakeDownForm
from portal.blueprints.publicity.period_page import full_names, holder_acting
from portal.db import db
from portal.domain import qr
from portal.domain.accounts.roles import Permission
from portal.domain.errors import DomainError
from portal.domain.publicity import objection_readers, period_desk, periods
from portal.domain.publicity.period_desk import PeriodShelf
from portal.domain.publicity.period_models import PublicPeriod
from portal.domain.publicity.public_periods import is_public, part_of
from portal.domain.service_requests.scopes import actors_of
from portal.domain.service_requests.workflow import SETTLED, Actor
from portal.fragments import render
from portal.paging import page_of


@staff.get("/periods")
@allow(Permission.REQUEST_VIEW)
def public_periods() -> ResponseReturnValue:
    """What is public now; behind tabs those with an objection to re-check, and those that ended."""
    at, today, typed = clock.now(), clock.today(), request.args.get("shelf", "")
    shelf = PeriodShelf(typed) if typed in list(PeriodShelf) else PeriodShelf.RUNNING
    return render(
        "publicity/staff_periods.html",
        "publicity/_periods.html",
        rows=page_of(period_desk.on(current_user, shelf, at, today)),
        shelf=shelf,
        counts={one: period_desk.count_on(current_user, one, at, today) for one in PeriodShelf},
        words=period_words,
    )


@staff.get("/periods/<int:period_id>")
@allow(Permission.REQUEST_VIEW)
def public_period(period_id: int) -> ResponseReturnValue:
    """All that is public of one, how it was counted, and the objections this person may re-check."""
    return _period(period_desk.find(current_user, period_id, clock.today()), TakeDownForm(formdata=None))


@staff.post("/periods/<int:period_id>/withdrawal")
@allow(Permission.REQUEST_HANDLE)
def take_down(period_id: int) -> ResponseReturnValue:
    """Off the public page at once."""
    period, form = period_desk.find(current_user, period_id, clock.today()), TakeDownForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            periods.take_down(period, form.words.data, holder_acting(period.request))
            db.session.commit()
            flash(_("撤下了，网上已经看不到。贴出去的纸也请撤下来。"))
            return redirect(url_for(".public_period", period_id=period_id), 303)
    return _period(period, form, 422)


@staff.get("/periods/<int:period_id>/notice")
@allow(Permission.REQUEST_HANDLE)
def notice(period_id: int) -> ResponseReturnValue:
    """The notice for the board as it will be printed."""
    return _notice(period_desk.find(current_user, period_id, clock.today()), printing=False)


@staff.post("/periods/<int:period_id>/notice")
@allow(Permission.REQUEST_HANDLE)
def print_notice(period_id: int) -> ResponseReturnValue:
    """The same for the printer; that it was printed is on the record."""
    period = period_desk.find(current_user, period_id, clock.today())
    period_desk.note_print(period, **act())
    db.session.commit()
    return _notice(period, printing=True)


def _period(period: PublicPeriod, form: TakeDownForm, status: int = 200) -> ResponseReturnValue:
    at, today = clock.now(), clock.today()
    holds = Actor.HOLDER in actors_of(current_user, period.request, today)
    page = render_template(
        "publicity/staff_period.html",
        period=period,
        part=part_of(period, full_names=full_names()),
        public=is_public(period, at),
        objections=objection_readers.readable_of(current_user, period, today),
        objected=len(period.objections),
        tied=objection_readers.tied_to_person(current_user, period.request),
        may_take_down=holds and period.ended_at is None and period.request.status not in SETTLED,
        may_print=Permission.REQUEST_HANDLE in current_user.permissions and is_public(period, at),
        form=form,
        words=period_words,
    )
    return page, status


def _notice(period: PublicPeriod, *, printing: bool) -> ResponseReturnValue:
    if not is_public(period, clock.now()):
        raise DomainError("公示已经结束，不能再打印。贴出去的请撤下来。")
    address = current_app.config["PUBLIC_URL"] + url_for("publicity.period", key=period.key)
    page = render_template(
        "publicity/notice.html",
        period=period,
        part=part_of(period, full_names=full_names()),
        address=address,
        code=Markup(qr.svg(address, title=_("公示页的二维码"))),  # noqa: S704 (our own drawing)
        printing=printing,
        now=clock.now(),
        words=period_words,
    )
    return make_response(page)

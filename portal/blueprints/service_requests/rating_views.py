"""Grades on the desk: what was rated low, what became of it, appeals and verdicts."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length

from portal import clock
from portal.access import allow
from portal.blueprints.service_requests import staff, track_words
from portal.blueprints.service_requests.acting import staff_acting
from portal.blueprints.service_requests.desk_words import DeskWords
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.service_requests.ratings import Sort, appeal_of, find_appeal, find_rating, listed, reworks
from portal.domain.service_requests.steps import rating as verbs
from portal.domain.service_requests.voices import Appeal, Rating, Verdict
from portal.domain.service_requests.workflow import Actor
from portal.forms import LinesField, RuledForm, choices
from portal.paging import page_of

LONGEST = 1000
_LENGTH = Length(max=LONGEST, message=_l("最多 %(n)s 个字。", n=LONGEST))


class AppealForm(RuledForm):
    reason = LinesField(_l("为什么认为评价有误"), [DataRequired(_l("请写明理由，附上办理的情况。")), _LENGTH])


class VerdictForm(RuledForm):
    verdict = RadioField(_l("裁定"), validators=[InputRequired(_l("请选一个裁定。"))])
    reason = LinesField(_l("理由"), [DataRequired(_l("请写明理由，两边都会看到。")), _LENGTH])

    def __init__(self) -> None:
        super().__init__()
        words = {Verdict.UPHELD: _("申诉成立，这个评价不计入统计"), Verdict.DISMISSED: _("申诉不成立，评价照旧")}
        self.verdict.choices = choices({verdict.value: word for verdict, word in words.items()})


@staff.get("/ratings")
@allow(Permission.REQUEST_PRESS)
def ratings() -> ResponseReturnValue:
    """The low grades first: whether somebody called and repaired in time, and what is appealed."""
    asked = request.args.get("sort", "")
    sort = Sort(asked) if asked in list(Sort) else Sort.LOW
    page = page_of(listed(current_user, sort, clock.today()))
    return render_template(
        "service_requests/staff/ratings.html",
        page=page,
        sort=sort,
        reworks=reworks([rating for rating, _appeal in page.rows]),
        now=clock.now(),
        words=track_words,
        desk_words=DeskWords(clock.now()),
    )


@staff.route("/ratings/<int:rating_id>/appeal", methods=["GET", "POST"])
@allow(Permission.REQUEST_HANDLE)
def rating_appeal(rating_id: int) -> ResponseReturnValue:
    """The unit holds that a low grade was given by mistake."""
    rating = find_rating(current_user, rating_id, Permission.REQUEST_HANDLE, clock.today())
    form = AppealForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            verbs.appeal(rating, form.reason.data, staff_acting(rating.request))
            db.session.commit()
            flash(_("申诉交上去了，等督查裁定。"))
            return redirect(url_for(".show", request_id=rating.request_id), 303)
    return _page("appeal.html", form, rating, appeal_of(rating))


@staff.route("/appeals/<int:appeal_id>/verdict", methods=["GET", "POST"])
@allow(Permission.RATING_JUDGE)
def verdict(appeal_id: int) -> ResponseReturnValue:
    """A supervisor decides, with reasons; the grade and both texts stay as they are."""
    appeal = find_appeal(current_user, appeal_id, clock.today())
    form = VerdictForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            acting = staff_acting(appeal.rating.request, Actor.SUPERVISOR)
            verbs.judge_appeal(appeal, Verdict(form.verdict.data), form.reason.data, acting)
            db.session.commit()
            flash(_("裁定好了，理由两边都看得到。"))
            return redirect(url_for(".ratings", sort=Sort.APPEALED.value), 303)
    return _page("verdict.html", form, appeal.rating, appeal)


def _page(template: str, form: RuledForm, rating: Rating, appeal: Appeal | None) -> ResponseReturnValue:
    context = {"form": form, "rating": rating, "appeal": appeal, "words": track_words}
    page = render_template(f"service_requests/staff/{template}", **context)
    return page, 422 if form.is_submitted() else 200

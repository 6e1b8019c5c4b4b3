"""Reply templates: those of one matter, and the general ones."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from portal.access import allow
from portal.acting import act
from portal.blueprints.matters import staff
from portal.blueprints.matters.words import told_step_names
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.matters import queries, replies
from portal.domain.matters.models import Matter, ReplyTemplate
from portal.forms import LineField, LinesField, RuledForm, choices


class ReplyForm(RuledForm):
    """Words for one step."""

    step = SelectField(_l("用在哪一步"))
    title = LineField(
        _l("名字"),
        [InputRequired(_l("请起个名字，好在列表里认出来。")), Length(max=40, message=_l("名字最多 40 个字。"))],
    )
    text = LinesField(
        _l("对居民说的话"),
        [InputRequired(_l("请写对居民说的话。")), Length(max=replies.LONGEST_TEXT, message=_l("最多 600 个字。"))],
    )

    def __init__(self, template: ReplyTemplate | None = None) -> None:
        super().__init__(obj=template)
        self.step.choices = choices(told_step_names())

    @property
    def words(self) -> dict[str, str]:
        return {name: self[name].data for name in ("step", "title", "text")}


@staff.route("/templates", methods=["GET", "POST"])
@allow(Permission.MATTER_EDIT)
def templates() -> ResponseReturnValue:
    """The general ones, for every matter."""
    return _templates(None)


@staff.route("/<int:matter_id>/templates", methods=["GET", "POST"])
@allow(Permission.MATTER_EDIT)
def matter_templates(matter_id: int) -> ResponseReturnValue:
    return _templates(queries.find_matter_by_id(matter_id))


@staff.route("/templates/<int:template_id>", methods=["GET", "POST"])
@allow(Permission.MATTER_EDIT)
def edit_template(template_id: int) -> ResponseReturnValue:
    template = queries.find_template(template_id)
    form = ReplyForm(template)
    if form.validate_on_submit():
        with form.showing_refusals():
            replies.edit_template(template, **form.words, **act())
            db.session.commit()
            return _done(template.matter, _("改好了。"))
    status = 422 if form.is_submitted() else 200
    return render_template("matters/reply_template.html", template=template, form=form), status


@staff.post("/templates/<int:template_id>/removal")
@allow(Permission.MATTER_EDIT)
def remove_template(template_id: int) -> Response:
    template = queries.find_template(template_id)
    matter = template.matter
    replies.remove_template(template, **act())
    db.session.commit()
    return _done(matter, _("删掉了。"))


def _templates(matter: Matter | None) -> ResponseReturnValue:
    form = ReplyForm()
    if form.validate_on_submit():
        with form.showing_refusals():
            replies.add_template(matter, **form.words, **act())
            db.session.commit()
            return _done(matter, _("加上了。"))
    return render_template(
        "matters/reply_templates.html",
        matter=matter,
        templates=queries.templates_of(matter),
        steps=told_step_names(),
        form=form,
    ), 422 if form.is_submitted() else 200


def _done(matter: Matter | None, sentence: str) -> Response:
    flash(sentence)
    if matter is None:
        return redirect(url_for(".templates"), 303)
    return redirect(url_for(".matter_templates", matter_id=matter.id), 303)

"""Posts: beginning, ending, taking back one that has not begun."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.contacts import staff
from portal.blueprints.contacts.afterwards import done
from portal.blueprints.contacts.forms import EndForm, PostForm
from portal.db import db
from portal.domain.accounts.roles import Permission
from portal.domain.contacts import posts, queries


@staff.route("/<int:person_id>/posts", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def begin_post(person_id: int) -> ResponseReturnValue:
    """A post from a day on; whoever held it until then ends that day."""
    today = clock.today()
    person = queries.find_person(current_user, Permission.CONTACT_EDIT, person_id, today)
    form = PostForm(queries.grids_in_charge(current_user, today), starts_on=today)
    if form.validate_on_submit():
        with form.showing_refusals():
            posts.begin_post(person, form.chosen_grid, **form.post, today=today, **act())
            db.session.commit()
            return done(person_id, _("岗位安排好了，到那天名片会自己换。"))
    return render_template("contacts/post.html", person=person, form=form), 422 if form.is_submitted() else 200


@staff.route("/posts/<int:post_id>/end", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def end_post(post_id: int) -> ResponseReturnValue:
    """The last day of a post."""
    today = clock.today()
    post = queries.find_post(current_user, post_id, today)
    form = EndForm(last_day=today)
    if form.validate_on_submit():
        with form.showing_refusals():
            posts.end_post(post, last_day=form.last_day.data, today=today, **act())
            db.session.commit()
            return done(post.person_id, _("最后一天记下了。"))
    return render_template("contacts/end.html", post=post, form=form), 422 if form.is_submitted() else 200


@staff.post("/posts/<int:post_id>/withdrawal")
@allow(Permission.CONTACT_EDIT)
def withdraw_post(post_id: int) -> ResponseReturnValue:
    """A post that has not begun is taken back."""
    today = clock.today()
    post = queries.find_post(current_user, post_id, today)
    person_id = post.person_id
    posts.withdraw_post(post, today=today, **act())
    db.session.commit()
    return done(person_id, _("岗位撤回了。"))

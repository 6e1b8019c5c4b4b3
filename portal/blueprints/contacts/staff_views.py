"""People in scope: who they are, what their card says, their photo."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from portal import clock
from portal.access import allow
from portal.acting import act
from portal.blueprints.contacts import photo_folder, staff
from portal.blueprints.contacts.afterwards import done
from portal.blueprints.contacts.forms import DetailsForm, NewPersonForm, PhotoForm
from portal.db import db, without_write_lock
from portal.domain.accounts.roles import Permission
from portal.domain.contacts import queries, services
from portal.domain.contacts.cards import DEFAULT_DUTIES, DEFAULT_HOURS
from portal.domain.contacts.models import Person
from portal.domain.contacts.pictures import read_photo
from portal.forms import sought
from portal.fragments import render
from portal.paging import page_of


@staff.get("")
@allow(Permission.CONTACT_VIEW)
def index() -> ResponseReturnValue:
    """Everybody in scope with their posts, who is away, and where nobody serves."""
    search, today = sought(request.args.get("search", "")), clock.today()
    page = page_of(queries.people(current_user, search, today))
    return render(
        "contacts/index.html",
        "contacts/_people.html",
        people=page,
        away=queries.away_on(today, [person.id for person in page.rows]),
        search=search,
        today=today,
        absences=queries.absences_ahead(current_user, today),
        vacancies=queries.vacant_grids(current_user, today),
    )


@staff.route("/new", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def new() -> ResponseReturnValue:
    """Somebody new, with a first post."""
    today = clock.today()
    form = NewPersonForm(queries.grids_in_charge(current_user, today), starts_on=today, grid=request.args.get("grid"))
    if form.validate_on_submit():
        with form.showing_refusals():
            person = services.add_person(form.chosen_grid, **form.person, **form.post, today=today, **act())
            db.session.commit()
            return done(person.id, _("加好了。"))
    return render_template("contacts/new.html", form=form), 422 if form.is_submitted() else 200


@staff.get("/<int:person_id>")
@allow(Permission.CONTACT_VIEW)
def show(person_id: int) -> ResponseReturnValue:
    """One person: posts, absences, what the card says."""
    today = clock.today()
    person = queries.find_person(current_user, Permission.CONTACT_VIEW, person_id, today)
    return render_template(
        "contacts/show.html",
        person=person,
        today=today,
        absences=queries.absences_of(person, today),
        away=queries.away_on(today, [person.id]).get(person.id),
        in_charge=queries.posts_in_charge(current_user, person, today),
        may_change=queries.is_in_charge(current_user, person, today),
        usual_hours=DEFAULT_HOURS,
        usual_duties=DEFAULT_DUTIES,
    )


@staff.route("/<int:person_id>/details", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def details(person_id: int) -> ResponseReturnValue:
    """Name, work phone, hours and duties."""
    person = _find(person_id)
    form = DetailsForm(obj=person)
    if form.validate_on_submit():
        with form.showing_refusals():
            services.edit_person(person, **form.facts, **act())
            db.session.commit()
            return done(person_id, _("改好了，名片已经更新。"))
    page = render_template("contacts/details.html", person=person, form=form, usual_hours=DEFAULT_HOURS)
    return page, 422 if form.is_submitted() else 200


@staff.route("/<int:person_id>/photo", methods=["GET", "POST"])
@allow(Permission.CONTACT_EDIT)
def photo(person_id: int) -> ResponseReturnValue:
    """Another photo, cut to a square."""
    form, person = PhotoForm(), _find(person_id)
    if form.validate_on_submit():
        with form.showing_refusals():
            with without_write_lock():
                taken = read_photo(form.photo.data.stream, form.crop)
            _change_photo(_find(person_id), photo_folder().add(taken))
            return done(person_id, _("照片换好了。"))
    return render_template("contacts/photo.html", person=person, form=form), 422 if form.is_submitted() else 200


@staff.post("/<int:person_id>/photo/removal")
@allow(Permission.CONTACT_EDIT)
def remove_photo(person_id: int) -> ResponseReturnValue:
    """Show the drawn initial again."""
    _change_photo(_find(person_id), "")
    return done(person_id, _("照片去掉了。"))


def _find(person_id: int) -> Person:
    return queries.find_person(current_user, Permission.CONTACT_EDIT, person_id, clock.today())


def _change_photo(person: Person, key: str) -> None:
    """Files follow the database: the old ones go after the commit, the new ones if there is none."""
    try:
        old = services.change_photo(person, key, **act())
        db.session.commit()
    except Exception:
        photo_folder().remove(key)
        raise
    photo_folder().remove(old)

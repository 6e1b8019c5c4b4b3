"""Finding people, posts and absences: for everybody's card, and for the desk within its scope."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.accounts.roles import Permission
from portal.domain.accounts.scopes import grids_where, persons_where
from portal.domain.contacts.models import Absence, Person, Post, PostRole
from portal.domain.contacts.serving import absences_on, posts_on
from portal.domain.errors import NotFound
from portal.domain.grids.models import Grid

Found = TypeVar("Found", Person, Post, Absence)


def is_public_photo(key: str) -> bool:
    """True for the photo of somebody who holds or held a post."""
    held = exists().where(Post.person_id == Person.id)
    # The second condition looks idle; without it the partial index over photos is not used.
    found = select(Person.id).where(Person.photo == key, Person.photo != "", held)
    return db.session.scalar(found) is not None


def find_person(user: User, permission: Permission, person_id: int, today: date) -> Person:
    """The person, with posts. Raises NotFound when they are not where `user` holds `permission`."""
    within = persons_where(user, permission, today)
    query = select(Person).where(Person.id == person_id, Person.id.in_(within))
    return _only(query.options(selectinload(Person.posts).joinedload(Post.grid)))


def find_absentee(user: User, person_id: int, today: date) -> Person:
    """The person for whom `user` may enter an absence: oneself, or anybody whose card one may edit. Raises NotFound."""
    return find_person(user, Permission.CONTACT_EDIT, person_id, today)


def find_absence(user: User, absence_id: int, today: date) -> Absence:
    """The absence of such a person. Raises NotFound."""
    within = persons_where(user, Permission.CONTACT_EDIT, today)
    query = select(Absence).where(Absence.id == absence_id, Absence.person_id.in_(within))
    return _only(query.options(joinedload(Absence.person), joinedload(Absence.cover)))


def find_post(user: User, post_id: int, today: date) -> Post:
    """The post, in a grid whose cards `user` may edit. Raises NotFound."""
    within = grids_where(user, Permission.CONTACT_EDIT, today)
    query = select(Post).where(Post.id == post_id, Post.grid_id.in_(within))
    return _only(query.options(joinedload(Post.person), joinedload(Post.grid)))


def _only(query: Select[Found]) -> Found:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("没有找到这个人的资料，可能不在您管的范围里。")
    return found


def is_in_charge(user: User, person: Person, today: date) -> bool:
    """May `user` edit this person's card, and enter their absences? True for oneself."""
    within = persons_where(user, Permission.CONTACT_EDIT, today)
    return db.session.scalar(select(Person.id).where(Person.id == person.id, Person.id.in_(within))) is not None


def posts_in_charge(user: User, person: Person, today: date) -> set[int]:
    """Ids of those of the person's posts that `user` may end."""
    within = grids_where(user, Permission.CONTACT_EDIT, today)
    return set(db.session.scalars(select(Post.id).where(Post.person_id == person.id, Post.grid_id.in_(within))))


def people(user: User, text: str, today: date) -> Select[Person]:
    """People `user` may see whose name, number or grid holds `text`; those who serve come first, by grid."""
    first_grid = (
        posts_on(today)
        .join(Grid, Grid.id == Post.grid_id)
        .with_only_columns(func.min(Grid.code), maintain_column_froms=True)
        .where(Post.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )
    query = (
        select(Person)
        .where(Person.id.in_(persons_where(user, Permission.CONTACT_VIEW, today)))
        .options(selectinload(Person.posts).joinedload(Post.grid))
        .order_by(first_grid.nulls_last(), Person.name, Person.id)
    )
    if not text:
        return query
    digits = "".join(text.split())
    in_grid = exists().where(
        Post.person_id == Person.id, Post.grid_id == Grid.id, Grid.name.contains(text, autoescape=True)
    )
    return query.where(
        or_(Person.name.contains(text, autoescape=True), Person.work_phone.contains(digits, autoescape=True), in_grid)
    )


def absences_ahead(user: User, today: date) -> Sequence[Absence]:
    """Today's and coming absences of people `user` may see, the nearest first."""
    return db.session.scalars(
        select(Absence)
        .where(
            Absence.last_day >= today,
            Absence.withdrawn_at.is_(None),
            Absence.person_id.in_(persons_where(user, Permission.CONTACT_VIEW, today)),
        )
        .options(joinedload(Absence.person), joinedload(Absence.cover))
        .order_by(Absence.first_day, Absence.id)
    ).all()


def away_on(day: date, person_ids: Collection[int]) -> dict[int, Absence]:
    """The absences on `day` of these people, by person id."""
    query = absences_on(day).where(Absence.person_id.in_(person_ids)).options(joinedload(Absence.cover))
    return {absence.person_id: absence for absence in reversed(db.session.scalars(query).all())}


def absences_of(person: Person, today: date) -> Sequence[Absence]:
    """The person's own absences that are not over, withdrawn ones left out."""
    return db.session.scalars(
        select(Absence)
        .where(Absence.person_id == person.id, Absence.last_day >= today, Absence.withdrawn_at.is_(None))
        .options(joinedload(Absence.cover))
        .order_by(Absence.first_day)
    ).all()


def grids_in_charge(user: User, today: date) -> Sequence[Grid]:
    """Grids whose posts `user` may fill, by code."""
    within = grids_where(user, Permission.CONTACT_EDIT, today)
    return db.session.scalars(
        select(Grid).where(Grid.id.in_(within)).options(joinedload(Grid.community)).order_by(Grid.code)
    ).all()


def vacant_grids(user: User, today: date) -> Sequence[Grid]:
    """Grids `user` may see whose post of worker nobody holds today, by code; the first fifty."""
    filled = posts_on(today).where(Post.grid_id == Grid.id, Post.role == PostRole.WORKER).correlate(Grid).exists()
    within = grids_where(user, Permission.CONTACT_VIEW, today)
    return db.session.scalars(select(Grid).where(Grid.id.in_(within), ~filled).order_by(Grid.code).limit(50)).all()

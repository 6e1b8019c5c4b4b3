"""Finding people for the public card."""

from sqlalchemy import exists, select

from portal.db import db
from portal.domain.contacts.models import Person, Post


def is_public_photo(key: str) -> bool:
    """True for the photo of somebody who holds or held a post."""
    held = exists().where(Post.person_id == Person.id)
    return db.session.scalar(select(Person.id).where(Person.photo == key, held)) is not None

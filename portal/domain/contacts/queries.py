"""Finding grids and people for cards and for the desk."""

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.contacts.models import Person, Post
from portal.domain.errors import NotFound
from portal.domain.grids.models import Community, Grid


def grid_by_code(code: str) -> Grid:
    """The grid with its community and subdistrict, in one query. Raises NotFound."""
    grid = db.session.scalar(
        select(Grid).where(Grid.code == code).options(joinedload(Grid.community).joinedload(Community.subdistrict))
    )
    if grid is None:
        raise NotFound("没有这个网格。请核对地址，或打电话问社区。")
    return grid


def is_public_photo(key: str) -> bool:
    """True for the photo of somebody who holds or held a post."""
    held = exists().where(Post.person_id == Person.id)
    return db.session.scalar(select(Person.id).where(Person.photo == key, held)) is not None

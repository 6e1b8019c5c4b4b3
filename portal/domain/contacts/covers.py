"""Who may stand in for a person: those who serve close by come first."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.contacts.serving import posts_on
from portal.domain.grids.models import Community, Grid


class Candidate(NamedTuple):
    """Somebody who could stand in, with the post that is nearest. `near`: in the same community."""

    person: Person
    post: Post
    near: bool


def candidates(person: Person, day: date) -> list[Candidate]:
    """Everybody else with a post on `day` in the same subdistrict, each once.

    The same community comes before others, workers before leads, the nearest grids by code first: the neighbour knows
    the stairwells.
    """
    own = [post.grid for post in person.posts]
    if not own:
        return []
    within = select(Community.id).where(Community.subdistrict_id.in_({grid.community.subdistrict_id for grid in own}))
    posts = db.session.scalars(
        posts_on(day)
        .join(Grid, Grid.id == Post.grid_id)
        .where(Grid.community_id.in_(within), Post.person_id != person.id)
        .options(joinedload(Post.person), joinedload(Post.grid).joinedload(Grid.community))
        .order_by(Grid.code)
    ).all()
    codes = sorted({post.grid.code for post in posts} | {grid.code for grid in own})
    place = {code: number for number, code in enumerate(codes)}
    communities = {grid.community_id for grid in own}

    def distance(post: Post) -> tuple[bool, bool, int]:
        steps = min(abs(place[post.grid.code] - place[grid.code]) for grid in own)
        return post.grid.community_id not in communities, post.role is not PostRole.WORKER, steps

    found: dict[int, Candidate] = {}
    for post in sorted(posts, key=distance):
        found.setdefault(post.person_id, Candidate(post.person, post, post.grid.community_id in communities))
    return list(found.values())

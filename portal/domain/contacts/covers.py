"""Who may stand in for a person: those who serve close by come first."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.contacts.serving import posts_on
from portal.domain.grids.blocks import blocks_of, neighbours
from portal.domain.grids.models import Community, Grid


class Candidate(NamedTuple):
    """Somebody who could stand in, with the post that is nearest.

    `near`: in the same community, or in a grid that shares an estate or a road.
    """

    person: Person
    post: Post
    near: bool


def candidates(person: Person, day: date) -> list[Candidate]:
    """Everybody else with a post on `day` in the same subdistrict, each once.

    Near ones come first, among them workers before leads, then those of grids that share an estate or a road, then by
    the distance of the codes: the neighbour knows the stairwells.
    """
    own = [post.grid for post in person.posts]
    if not own:
        return []
    posts = _others(person, own, day)
    adjoining = _adjoining(own, day)
    communities = {grid.community_id for grid in own}
    codes = {grid.code for grid in own} | {post.grid.code for post in posts}
    place = {code: number for number, code in enumerate(sorted(codes))}

    def is_near(post: Post) -> bool:
        return post.grid.community_id in communities or post.grid_id in adjoining

    def distance(post: Post) -> tuple[bool, bool, bool, int]:
        steps = min(abs(place[post.grid.code] - place[grid.code]) for grid in own)
        return not is_near(post), post.role is not PostRole.WORKER, post.grid_id not in adjoining, steps

    found: dict[int, Candidate] = {}
    for post in sorted(posts, key=distance):
        found.setdefault(post.person_id, Candidate(post.person, post, is_near(post)))
    return list(found.values())


def _others(person: Person, own: Sequence[Grid], day: date) -> Sequence[Post]:
    subdistricts = {grid.community.subdistrict_id for grid in own}
    return db.session.scalars(
        posts_on(day)
        .join(Grid, Grid.id == Post.grid_id)
        .join(Community, Community.id == Grid.community_id)
        .where(Community.subdistrict_id.in_(subdistricts), Post.person_id != person.id)
        .options(joinedload(Post.person), joinedload(Post.grid))
        .order_by(Grid.code)
    ).all()


def _adjoining(own: Sequence[Grid], day: date) -> set[int]:
    """Ids of grids with buildings in the same estate or on the same road."""
    return {other.id for grid in own for other, shared in neighbours(grid, blocks_of(grid, day)).items() if shared}

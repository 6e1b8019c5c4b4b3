"""Posts: who serves a grid as worker or lead, from which day, until when. One holder at a time."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.db import db
from portal.domain.contacts.days import check_near, spoken
from portal.domain.contacts.models import Person, Post, PostRole
from portal.domain.errors import DomainError
from portal.domain.grids.models import Grid
from portal.domain.grids.versions import Part, touch
from portal.domain.records.services import record

ROLE_NAMES = {PostRole.WORKER: "网格员", PostRole.LEAD: "网格长"}


def begin_post(
    person: Person, grid: Grid, role: PostRole, *, starts_on: date, today: date, by: str, at: datetime
) -> Post:
    """`person` serves `grid` from a day on; whoever held the post until then ends that day.

    Raises DomainError when they hold it already, somebody is to begin on or after that day, or the day is a slip.
    """
    check_near(starts_on, today)
    for other in _held(grid.id, role):
        if other.starts_on >= starts_on:
            raise DomainError(
                f"{other.person.name}从{spoken(other.starts_on)}起担任{grid.name}的{ROLE_NAMES[role]}，"
                "请先改那一段，或者换一个开始日期。"
            )
        if other.ends_on is None or other.ends_on > starts_on:
            if other.person_id == person.id:
                raise DomainError(f"{person.name}那天已经是{grid.name}的{ROLE_NAMES[role]}。")
            other.ends_on = starts_on
    # The database allows one open post: the former holder's end must reach it first.
    db.session.flush()
    post = Post(person_id=person.id, grid_id=grid.id, role=role, starts_on=starts_on)
    db.session.add(post)
    db.session.flush()
    _note("post.begun", post, grid, by=by, at=at, detail=f"from {starts_on}")
    return post


def end_post(post: Post, *, last_day: date, today: date, by: str, at: datetime) -> None:
    """The holder serves through `last_day`. Raises DomainError when that is over, or reaches into the next post."""
    check_near(last_day, today)
    ends_on = last_day + timedelta(days=1)
    others = [other for other in _held(post.grid_id, post.role) if other.id != post.id]
    if post.ends_on is not None and post.ends_on <= today:
        raise DomainError(f"这个岗位在{spoken(post.ends_on)}前已经结束。")
    if last_day < post.starts_on:
        raise DomainError(f"这个岗位从{spoken(post.starts_on)}才开始，最后一天不能更早。")
    for other in others:
        if post.starts_on < other.starts_on < ends_on:
            raise DomainError(f"{other.person.name}从{spoken(other.starts_on)}起接任，最后一天要在那之前。")
    post.ends_on = ends_on
    _note("post.ended", post, post.grid, by=by, at=at, detail=f"after {last_day}")


def withdraw_post(post: Post, *, today: date, by: str, at: datetime) -> None:
    """Take back a post that has not begun; the holder whom it was to replace goes on. Raises DomainError."""
    former = [other for other in _held(post.grid_id, post.role) if other.ends_on == post.starts_on]
    if post.starts_on <= today:
        raise DomainError("这个岗位已经开始，不能撤回；可以填最后一天来结束。")
    _note("post.withdrawn", post, post.grid, by=by, at=at, detail=f"from {post.starts_on}")
    db.session.delete(post)
    db.session.flush()
    for other in former:
        other.ends_on = None


def _held(grid_id: int, role: PostRole) -> Iterable[Post]:
    """Every post of the grid in that role. Others who change them wait until this transaction ends."""
    db.session.execute(select(Grid.id).where(Grid.id == grid_id).with_for_update())
    fresh = select(Post).where(Post.grid_id == grid_id, Post.role == role).order_by(Post.starts_on)
    return db.session.scalars(fresh.execution_options(populate_existing=True)).all()


def _note(action: str, post: Post, grid: Grid, *, by: str, at: datetime, detail: str) -> None:
    record(action, by=by, at=at, subject=f"grid {grid.code}", detail=f"{post.role} person {post.person_id} {detail}")
    touch(Part.CONTACTS)

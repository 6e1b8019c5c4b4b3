"""Finding matters and what belongs to them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.matters.models import Matter, MatterVersion, ReplyTemplate


def find_matter(slug: str) -> Matter:
    """The matter of a public address, retired ones too; NotFound when there never was one."""
    asked = select(Matter).where(Matter.slug == slug).options(joinedload(Matter.current))
    matter = db.session.scalar(asked)
    if matter is None:
        raise NotFound("没有这个事项。请在“办事”里按大白话查一查。")
    return matter


def find_matter_by_id(matter_id: int) -> Matter:
    """For the back office."""
    matter = db.session.get(Matter, matter_id)
    if matter is None:
        raise NotFound("没有这个事项。")
    return matter


def offered(slugs: Collection[str] | None = None) -> list[MatterVersion]:
    """The current versions of all matters that take requests, in the order of the catalogue; or of these alone."""
    asked = _current().where(Matter.retired_at.is_(None))
    return list(db.session.scalars(asked if slugs is None else asked.where(Matter.slug.in_(slugs))))


def all_current() -> Sequence[MatterVersion]:
    """The current versions of all matters, retired ones last."""
    asked = _current().options(contains_eager(MatterVersion.matter).selectinload(Matter.confirmations))
    return sorted(db.session.scalars(asked), key=lambda version: version.matter.retired_at is not None)


def find_version(matter: Matter, number: int) -> MatterVersion:
    """One version of a matter, `number` counted from 1."""
    asked = select(MatterVersion).where(MatterVersion.matter_id == matter.id, MatterVersion.number == number)
    version = db.session.scalar(asked)
    if version is None:
        raise NotFound("没有这一版。")
    return version


def templates_for(matter_id: int, step: str) -> list[ReplyTemplate]:
    """The reply templates a worker may choose from at a step: those of the matter first, then those of all matters."""
    asked = select(ReplyTemplate).where(
        ReplyTemplate.step == step, or_(ReplyTemplate.matter_id == matter_id, ReplyTemplate.matter_id.is_(None))
    )
    # Nulls sort differently on the two databases.
    return list(db.session.scalars(asked.order_by(ReplyTemplate.matter_id.is_(None), ReplyTemplate.id)))


def templates_of(matter: Matter | None) -> list[ReplyTemplate]:
    """The templates of one matter, or the general ones for None."""
    own = ReplyTemplate.matter_id.is_(None) if matter is None else ReplyTemplate.matter_id == matter.id
    return list(db.session.scalars(select(ReplyTemplate).where(own).order_by(ReplyTemplate.step, ReplyTemplate.id)))


def find_template(template_id: int) -> ReplyTemplate:
    template = db.session.get(ReplyTemplate, template_id)
    if template is None:
        raise NotFound("没有这条常用语，可能刚被删掉了。")
    return template


def _current() -> Select[MatterVersion]:
    return (
        select(MatterVersion)
        .join(Matter)
        .where(MatterVersion.current)
        .options(contains_eager(MatterVersion.matter))
        .order_by(Matter.position, Matter.id)
    )

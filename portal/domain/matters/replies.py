"""Reply templates: words for a step, written once and used often. Staff change them before they send."""

from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.matters.models import Matter, ReplyTemplate
from portal.domain.records.services import record
from portal.domain.service_requests.workflow import Step

# Steps that tell the resident something in the words of whoever takes them.
TOLD_STEPS = (
    Step.SETTLE,
    Step.CONTACT,
    Step.VISIT,
    Step.NOTE,
    Step.HAND_OVER,
    Step.ESCALATE,
    Step.ASK_SUPPLEMENT,
    Step.ASK_EXTENSION,
    Step.RESOLVE,
    Step.REFUSE,
    Step.ANSWER_URGE,
)
LONGEST_TEXT = 600


def add_template(matter: Matter | None, *, step: str, title: str, text: str, by: str, at: datetime) -> ReplyTemplate:
    """Words for a step of one matter, or of every matter for None. Raises DomainError for a title that is taken."""
    _check(matter.id if matter else None, step, title)
    template = ReplyTemplate(
        matter_id=matter.id if matter else None, step=step, title=title, text=text, edited_at=at, edited_by=by
    )
    db.session.add(template)
    db.session.flush()
    record("reply_template.added", by=by, at=at, subject=_subject(template), detail=title)
    return template


def edit_template(template: ReplyTemplate, *, step: str, title: str, text: str, by: str, at: datetime) -> None:
    """Other words; where nothing differs nothing is recorded."""
    if (template.step, template.title, template.text) == (step, title, text):
        return
    _check(template.matter_id, step, title, besides=template.id)
    template.step, template.title, template.text = step, title, text
    template.edited_by, template.edited_at = by, at
    record("reply_template.edited", by=by, at=at, subject=_subject(template), detail=title)


def remove_template(template: ReplyTemplate, *, by: str, at: datetime) -> None:
    """What was already sent with it stays as it was sent."""
    record("reply_template.removed", by=by, at=at, subject=_subject(template), detail=template.title)
    db.session.delete(template)


def _check(matter_id: int | None, step: str, title: str, besides: int = 0) -> None:
    if step not in TOLD_STEPS:
        raise DomainError("这一步不对居民说话，请选别的步骤。")
    same = select(ReplyTemplate.id).where(
        ReplyTemplate.matter_id.is_(None) if matter_id is None else ReplyTemplate.matter_id == matter_id,
        ReplyTemplate.step == step,
        ReplyTemplate.title == title,
        ReplyTemplate.id != besides,
    )
    if db.session.scalar(same) is not None:
        raise DomainError(f"这一步已经有叫“{title}”的常用语，请换个名字。")


def _subject(template: ReplyTemplate) -> str:
    return f"reply-template {template.id}"

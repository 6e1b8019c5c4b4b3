"""What somebody has to write down for a step."""

from sqlalchemy import select

from portal.db import db
from portal.domain.accounts.models import User
from portal.domain.errors import DomainError
from portal.domain.sensitive_facts.free_text import refuse_numbers
from portal.domain.service_requests.acting import Acting

SHORTEST_RESULT, LONGEST = 5, 2000


def said(words: str, what: str) -> str:
    """`words` without outer blanks; DomainError when nothing or far too much was written, or a private number."""
    text = words.strip()
    if not text:
        raise DomainError(f"请写一下{what}。")
    if len(text) > LONGEST:
        raise DomainError(f"写得太长了，请不超过 {LONGEST} 字。")
    refuse_numbers(text)
    return text


def in_plain_words(result: str) -> str:
    """A result a resident understands, never just a tick."""
    text = said(result, "办理结果")
    if len(text) < SHORTEST_RESULT:
        raise DomainError(f"办理结果至少写 {SHORTEST_RESULT} 个字，让居民看得明白办了什么。")
    return text


def no_relative(unrelated: bool) -> dict[str, bool]:
    """What the trail keeps of somebody who said that they are no near relative of the applicant."""
    return {"unrelated": True} if unrelated else {}


def member_of_staff(acting: Acting) -> User | None:
    """Who acts, when it is one of the staff."""
    if not acting.of_staff:
        return None
    return db.session.scalars(select(User).where(User.username == acting.by)).one_or_none()

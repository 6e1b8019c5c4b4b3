"""Handing out the messages that are due, one by one, and noting what became of each.

The row is the truth: a worker claims it for the length of a lease by one conditional UPDATE, sends outside any
transaction, and notes the outcome as long as the lease is still its own.

What a lease that ran out means depends on the way. The gateway for text messages knows a reference again, so the same
one is sent once more. A group robot or a mail box would show it twice: such a message becomes unsure, and a person
looks into the group and decides.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update

from portal.db import db
from portal.domain.errors import DomainError
from portal.domain.messages.models import Medium, Message, MessageState, Occasion
from portal.domain.records.services import record
from portal.encryption import KeyMissing

# Longer than any channel takes, with all its time-outs.
LEASE = timedelta(minutes=5)
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
ROBOT_OFF = "机器人已停用"
NO_KEY = "收件人解不开：服务器少了一把密钥"
INTERRUPTED = "发送时中断，不知道对方收到没有"
# Without its recipient and words: what remains is that it was told, when, and how.
_MASKED: dict[str, object] = {"recipient": None, "recipient_digest": None, "body": "", "words": {}, "code": None}
RENEWED = "后来又换了新的查询码，这条不发了"


class _RobotOff(Exception):
    """It was switched off after the message was written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message in the hands of this worker, with all a channel needs to know."""

    message_id: int
    medium: Medium
    occasion: Occasion
    reference: str
    recipient: str
    body: str
    lease_until: datetime
    tries: int
    robot_id: int | None = None
    secret: str = ""
    words: dict[str, str] = field(default_factory=dict)
    # Left out of what is printed of it, in an error for one.
    code: str = field(default="", repr=False)


def is_anything_due(at: datetime) -> bool:
    """Is there something to claim, or a lease that ran out? Only reads."""
    undone = Message.state.in_((MessageState.WAITING, MessageState.SENDING))
    lost = (Message.state == MessageState.SENDING) & (Message.lease_until < at)
    due = (Message.state == MessageState.WAITING) & (Message.send_after <= at)
    return db.session.scalar(select(Message.id).where(undone, or_(due, lost)).limit(1)) is not None


def put_in_order(at: datetime, quiet_until: datetime | None) -> None:
    """Before claiming: what a dead worker held, and what must not wake anybody, see the head of this file.

    quiet_until  the end of the quiet hours, when it is night
    """
    lost = (Message.state == MessageState.SENDING, Message.lease_until < at)
    _set(*lost, Message.medium != Medium.SMS, state=MessageState.UNSURE, lease_until=None, last_error=INTERRUPTED)
    failed = {"state": MessageState.FAILED, "lease_until": None, "last_error": INTERRUPTED, "code": None}
    _set(*lost, Message.tries > len(BACK_OFF), **failed)
    # The interrupted try may have been the one that arrived; the gateway knows its reference.
    _set(*lost, state=MessageState.WAITING, lease_until=None)
    if quiet_until is not None:
        _set(
            Message.state == MessageState.WAITING,
            Message.medium == Medium.SMS,
            Message.urgent.is_(False),
            Message.send_after <= at,
            send_after=quiet_until,
        )


def claim(at: datetime, *, without: Collection[str] = ()) -> Claim | None:
    """Take the message due for longest; None when there is none. Caller commits, then sends.

    without  ways that are out of order just now, as `way_of` names them
    """
    robots = [int(way.removeprefix("robot:")) for way in without if way.startswith("robot:")]
    due = [Message.state == MessageState.WAITING, Message.send_after <= at]
    if robots:
        due.append(or_(Message.robot_id.is_(None), Message.robot_id.not_in(robots)))
    if "sms" in without:
        due.append(Message.medium != Medium.SMS)
    query = select(Message.id).where(*due).order_by(Message.send_after, Message.id).limit(1)
    while (one := db.session.scalar(query.with_for_update(skip_locked=True, of=Message))) is not None:
        lease = {"state": MessageState.SENDING, "lease_until": at + LEASE, "tries": Message.tries + 1}
        if not _set(Message.id == one, *due, **lease):
            continue
        try:
            return _claimed(db.session.get_one(Message, one))
        except KeyMissing:
            _set(Message.id == one, state=MessageState.FAILED, lease_until=None, last_error=NO_KEY, code=None)
        except _RobotOff:
            _set(Message.id == one, state=MessageState.DROPPED, lease_until=None, last_error=ROBOT_OFF)
    return None


def way_of(claim: Claim) -> str:
    """What is out of order when sending this one fails: the gateway for all text messages, or one robot."""
    return f"robot:{claim.robot_id}" if claim.robot_id else "sms"


def sent(claim: Claim, *, at: datetime, provider_reference: str = "", console: bool = False) -> None:
    """It went out; `console`: it stands on the staff page and nowhere else."""
    medium = Medium.CONSOLE if console else claim.medium
    _settle(
        claim,
        state=MessageState.SENT,
        medium=medium,
        sent_at=at,
        last_error="",
        provider_reference=provider_reference[:80],
    )


def put_off(claim: Claim, why: str, *, at: datetime) -> None:
    """It certainly did not go out and may later: back-off, and after the last one it has failed."""
    if claim.tries > len(BACK_OFF):
        give_up(claim, why)
    else:
        later = at + BACK_OFF[claim.tries - 1]
        _settle(claim, forget=False, state=MessageState.WAITING, send_after=later, last_error=why[:80])


def give_up(claim: Claim, why: str) -> None:
    """It cannot go out like this; staff see why."""
    _settle(claim, state=MessageState.FAILED, last_error=why[:80])


def doubt(claim: Claim, why: str) -> None:
    """It may have gone out; sending it again by itself could be a double."""
    _settle(claim, state=MessageState.UNSURE, last_error=why[:80])


def send_again(message: Message, *, by: str, at: datetime) -> None:
    """Staff want it sent once more. The reference stays: a gateway that has it already does not send it twice."""
    if message.state not in (MessageState.FAILED, MessageState.UNSURE) or not message.body:
        raise DomainError("这条不用再发。没发出去的和拿不准的才可以再发一次。")
    if message.occasion is Occasion.PERSON_CODE:
        raise DomainError("查询码没有留底，不能再发。请到这件诉求里“给本人查询码”，打印纸条交给本人。")
    message.state, message.tries, message.send_after, message.last_error = MessageState.WAITING, 0, at, ""
    db.session.info["messages_written"] = True
    record("message.sent_again", by=by, at=at, subject=message.subject)


def drop_code(request_id: int) -> None:
    """A code on its way opens nothing any more: another one was drawn since."""
    waiting = (Message.service_request_id == request_id, Message.occasion == Occasion.PERSON_CODE)
    undone = Message.state.in_((MessageState.WAITING, MessageState.SENDING))
    values = {"state": MessageState.DROPPED, "lease_until": None, "last_error": RENEWED, "code": None}
    db.session.execute(
        update(Message).where(*waiting, undone).values(**values), execution_options={"synchronize_session": False}
    )


def forget(ids: Collection[int]) -> None:
    """Forget to whom and in which words these went; that they were told, when and how, stays."""
    _set(Message.id.in_(ids), **_MASKED)


def _claimed(message: Message) -> Claim:
    robot, until = message.robot, message.lease_until
    if robot is not None and not robot.active and message.occasion is not Occasion.TRIAL:
        raise _RobotOff
    assert until is not None  # noqa: S101 (claimed: it has a lease)
    return Claim(
        message_id=message.id,
        medium=message.medium,
        occasion=message.occasion,
        reference=message.reference,
        recipient=robot.address if robot else message.recipient or "",
        body=message.body,
        lease_until=until,
        tries=message.tries,
        robot_id=message.robot_id,
        secret=(robot.secret or "") if robot else "",
        words=dict(message.words),
        code=message.code or "",
    )


def _settle(claim: Claim, *, forget: bool = True, **values: object) -> None:
    """End a claim, unless the lease ran out and another worker has decided since.

    forget  the code that came with it: it went out, or it will not, and then a new one is drawn
    """
    if forget:
        values["code"] = None
    mine = (
        Message.id == claim.message_id,
        Message.state == MessageState.SENDING,
        Message.lease_until == claim.lease_until,
    )
    _set(*mine, lease_until=None, **values)


def _set(*where: ColumnElement[bool], **values: object) -> int:
    """Change the messages that still are as they were thought to be; how many that were."""
    done = db.session.execute(
        update(Message).where(*where).values(**values), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    return done.rowcount  # type: ignore[attr-defined]

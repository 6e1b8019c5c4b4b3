"""Sending what stands in the outbox: claim in a short transaction, send outside any, note the outcome in another."""

import logging
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from flask import current_app

from portal import clock
from portal.channels import Later, Refused, Unsure, mail, robots, sms
from portal.db import begin_write, db
from portal.domain.messages import outbox
from portal.domain.messages.models import Medium, Occasion
from portal.domain.messages.outbox import Claim
from portal.domain.messages.wording import signed

# One tick sends no longer than this: the worker has other things to do, and the next tick goes on.
SECONDS = 15

# Behind these an address would invite to type number and code into whatever site a message names.
_WITHOUT_SITE = frozenset({Occasion.NEW_CODE_MADE, Occasion.PERSON_CODE})

log = logging.getLogger(__name__)


def send_due(stopping: Callable[[], bool]) -> None:
    """Send what is due. A way that is out of order is left alone until the next tick, its messages wait."""
    if not outbox.is_anything_due(clock.now()):
        db.session.rollback()
        return
    _tell(lambda: outbox.put_in_order(clock.now(), current_app.config["QUIET_HOURS"].until(clock.now())))
    ends, broken = time.monotonic() + SECONDS, set[str]()
    while not stopping() and time.monotonic() < ends:
        begin_write()
        claim = outbox.claim(clock.now(), without=broken)
        db.session.commit()
        if claim is None:
            break
        try:
            note = _deliver(claim)
        except Later as problem:
            broken.add(outbox.way_of(claim))
            note = partial(outbox.put_off, claim, str(problem), at=clock.now())
        except Refused as problem:
            note = partial(outbox.give_up, claim, str(problem))
        except Unsure as problem:
            note = partial(outbox.doubt, claim, str(problem))
        except Exception as problem:
            # Its text could quote the message.
            log.error("message %s: %s", claim.message_id, type(problem).__name__)
            note = partial(outbox.doubt, claim, "发送程序出错，请告诉管理员")
        _tell(note)


def text_of(body: str, occasion: Occasion) -> str:
    """A text message as it arrives: signature, body, and the site where it fits."""
    host = "" if occasion in _WITHOUT_SITE else urlsplit(current_app.config["PUBLIC_URL"]).netloc
    return signed(body, current_app.config["MESSAGE_SIGNATURE"] or current_app.config["SITE_NAME"], host)


def _deliver(claim: Claim) -> Callable[[], None]:
    """Send it, or, in the demo and where no way is set up, let it stand on the staff page alone."""
    settings = current_app.config
    if not has_way(claim.medium):
        return partial(outbox.sent, claim, at=clock.now(), console=True)
    if claim.medium is Medium.SMS:
        given = sms.send(
            settings["SMS_URL"],
            settings["SMS_SECRET"],
            to=claim.recipient,
            text=text_of(claim.body + _code(claim), claim.occasion),
            reference=claim.reference,
            occasion=claim.occasion,
            words=claim.words | ({"code": _code(claim)} if claim.code else {}),
            at=clock.now(),
        )
    elif claim.medium is Medium.EMAIL:
        box = mail.MailBox(*(settings[f"MAIL_{part}"] for part in ("HOST", "PORT", "USER", "PASSWORD", "FROM")))
        subject = claim.body.partition("。")[0]
        given = mail.send(box, to=claim.recipient, subject=subject, text=claim.body, reference=claim.reference)
    else:
        given = robots.send(claim.medium, claim.recipient, claim.secret, text=claim.body, at=clock.now())
    return partial(outbox.sent, claim, at=clock.now(), provider_reference=given)


def _code(claim: Claim) -> str:
    """As it is read aloud; it goes into the text message and nowhere else."""
    half = (len(claim.code) + 1) // 2
    return f"{claim.code[:half]} {claim.code[half:]}".strip()


def has_way(medium: Medium) -> bool:
    """The demo rings nobody's phone."""
    if current_app.config["MODE"] == "demo":
        return False
    needed = {Medium.SMS: "SMS_URL", Medium.EMAIL: "MAIL_HOST"}.get(medium)
    return needed is None or bool(current_app.config[needed])


def _tell(act: Callable[[], None]) -> None:
    """One short transaction of its own."""
    db.session.rollback()
    begin_write()
    act()
    db.session.commit()

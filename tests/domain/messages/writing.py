"""Messages of the tests."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.db import db
from portal.domain.messages.models import Medium, Message, Occasion, Robot
from portal.domain.messages.robots import ADDRESS
from portal.encryption import digest
from tests.domain.service_requests.making import MONDAY


def robot_of(unit: str, medium: Medium = Medium.WECOM, address: str = "", **facts: Any) -> Robot:
    """A robot straight in the table, whatever its address."""
    address = address or f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={secrets.token_hex(4)}"
    usual = {"name": "工作群", "added_at": MONDAY, "added_by": "test", "address_digest": digest(address, ADDRESS)}
    robot = Robot(unit=unit, medium=medium, address=address, **{**usual, **facts})
    db.session.add(robot)
    db.session.flush()
    return robot


def waiting(at: datetime = MONDAY, robot: Robot | None = None, **facts: Any) -> Message:
    """One message in the outbox."""
    token = secrets.token_hex(16)
    usual = {
        "occasion": Occasion.REMIND_MOST if robot else Occasion.RESOLVED,
        "medium": robot.medium if robot else Medium.SMS,
        "robot_id": robot.id if robot else None,
        "unit": robot.unit if robot else "",
        "recipient": None if robot else "14000001234",
        "body": "您反映的事（261123-0001-7）已办结。",
        "key": token,
        "reference": token,
        "created_at": at,
        "send_after": at,
    }
    message = Message(**{**usual, **facts})
    db.session.add(message)
    db.session.flush()
    return message


def all_messages(occasion: Occasion | None = None) -> list[Message]:
    db.session.flush()
    query = select(Message).order_by(Message.id)
    return [one for one in db.session.scalars(query) if occasion in (None, one.occasion)]

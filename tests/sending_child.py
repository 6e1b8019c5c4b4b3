"""A worker of the tests in a process of its own: sends until nothing is due, or dies where it is told to.

    python -m tests.sending_child JSON        {"instance", "database", "url", "die", "at"}

die  "" or: claimed (before it is sent), sent (before that is noted), noted (before the note is on disk)
"""

import json
import os
import sys
from datetime import datetime
from functools import partial
from typing import Any

from portal import clock, create_app, sending
from portal.channels import robots, sms, web
from portal.db import db
from portal.domain.messages import outbox
from tests.fake_gateway import SECRET


def die(*_args: Any, **_kwargs: Any) -> Any:
    os._exit(9)


def and_die(act: Any) -> Any:
    def both(*args: Any, **kwargs: Any) -> Any:
        act(*args, **kwargs)
        os._exit(9)

    return both


def main() -> None:
    told = json.loads(sys.argv[1])
    app = create_app(
        MODE="test",
        INSTANCE=told["instance"],
        SECRET_KEY="test",
        FIELD_KEYS="",
        DATABASE_URL=told["database"],
        PUBLIC_URL="http://linge.example",
        SMS_URL=told["url"],
        SMS_SECRET=SECRET,
    )
    clock.now = partial(datetime.fromisoformat, told["at"])  # type: ignore[assignment]
    robots.is_robot_address = lambda medium, address: True  # type: ignore[assignment]
    if told["die"] == "claimed":
        sms.post_json = robots.post_json = die
    elif told["die"] == "sent":
        sms.post_json = robots.post_json = and_die(web.post_json)
    elif told["die"] == "noted":
        outbox.sent = and_die(outbox.sent)  # type: ignore[assignment]
    with app.app_context():
        while True:
            sending.send_due(lambda: False)
            if not outbox.is_anything_due(clock.now()):
                break
            db.session.rollback()


main()

"""Several people doing something at the same moment, each in a transaction of their own."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from portal.db import begin_write, db
from portal.domain.errors import DomainError


def at_once(app: Flask, act: Callable[[Any], Any], arguments: Iterable[Any]) -> list[str]:
    """Do `act` with each argument at once and commit; the sentences of those who were refused.

    Any other error is raised here. Call it without an open transaction.
    """
    arguments = list(arguments)
    start = threading.Barrier(len(arguments))
    refused: list[str] = []
    broken: list[Exception] = []

    def one(argument: Any) -> None:
        with app.app_context():
            start.wait(10)
            try:
                begin_write()
                act(argument)
                db.session.commit()
            except DomainError as refusal:
                refused.append(str(refusal))
            except Exception as problem:
                broken.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=one, args=[argument]) for argument in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if broken:
        raise broken[0]
    return refused

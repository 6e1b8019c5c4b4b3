"""Acting by the table of what is kept how long, batch by batch. Run by the worker and by `flask keeping --do`."""

import logging
from collections import Counter
from collections.abc import Callable

from portal import clock
from portal.attachments import photo_files
from portal.db import begin_write, db
from portal.domain.keeping.rules import RULES
from portal.domain.keeping.services import do_some

log = logging.getLogger(__name__)


def act_by_rules(stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Mask and delete all that is over; how much by each rule.

    Each batch is a transaction of its own: a kill does nothing twice and leaves nothing out. One rule going wrong does
    not keep the others from being done.
    """
    done: Counter[str] = Counter()
    for rule in RULES:
        try:
            while not stopping():
                db.session.rollback()
                begin_write()
                some = do_some(rule, clock.now(), photo_files())
                db.session.commit()
                done[rule.key] += some
                if not some:
                    break
        except Exception:
            db.session.rollback()
            log.exception("what %s says was left for the next time", rule.key)
    db.session.rollback()
    return done

"""For load balancers and watchdogs: alive, and ready to serve."""

from functools import cache
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import Response, current_app, jsonify
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.health import public
from portal.domain.health.checks import run_checks


@public.get("/healthz")
@open_to_all
def live() -> Response:
    """The process answers; asks nothing of the database."""
    return Response("ok", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@public.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    """Whether every check holds, and what is wrong with those that do not."""
    instance = Path(current_app.config["INSTANCE"])
    checks = run_checks(head=_newest_migration(), folder=instance, today=clock.today(), at=clock.now())
    holds = all(check.ok for check in checks.values())
    answer = {"ready": holds, "checks": checks}
    return jsonify(answer), 200 if holds else 503, {"Cache-Control": "no-store"}


@cache
def _newest_migration() -> str:
    """The files do not change while the process runs, and reading them all takes a while."""
    folder = current_app.extensions["migrate"].directory
    return str(ScriptDirectory(str(Path(current_app.root_path).parent / folder)).get_current_head())

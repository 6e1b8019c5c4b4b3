"""The page after the scan, and what helps when a code is mistyped, old or damaged."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Request

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.placards import public
from portal.db import db
from portal.domain.contacts.cards import card_of
from portal.domain.grids.models import Grid
from portal.domain.placards import queries, scans, services
from portal.domain.placards.codes import LENGTH, Mistake, MistypedCode, read_code
from portal.domain.placards.models import Placard
from portal.extensions import limiter
from portal.forms import sought
from portal.page_cache import kept

RESIDENT = "居民"


def note_scan(config: Mapping[str, Any], request: Request, code: str) -> None:
    """Count it, unless it is a preview (HEAD), fetched in advance, or a reload after a switch on this very page."""
    ahead = "prefetch" in request.headers.get("Sec-Purpose", "")
    if request.method == "GET" and not ahead and request.path not in (request.referrer or ""):
        scans.note(Path(config["INSTANCE"]) / "spool", code, clock.today())


# `string` lets control signs through as well: whatever was typed gets a page that helps.
@public.get("/q/<string:code>")
@open_to_all
@partial(kept, visited=note_scan)
def scan(code: str) -> ResponseReturnValue:
    """Who serves this place today. One address for each code, however it was written."""
    try:
        bare = read_code(sought(code))
    except MistypedCode as mistake:
        return _mistyped(sought(code), mistake)
    if bare != code:
        return redirect(url_for(".scan", code=bare), 308)
    found = queries.by_code(code, clock.today())
    return _placard(*found) if found else _unknown(code)


@public.get("/Q/<code>")
@open_to_all
def scan_in_capitals(code: str) -> Response:
    """Somebody typed the whole address in capitals."""
    return redirect(url_for(".scan", code=code), 308)


@public.get("/q")
@open_to_all
def enter() -> ResponseReturnValue:
    """A code typed on the front page."""
    typed = sought(request.args.get("code", ""))
    if not typed:
        return render_template("placards/enter.html", title=_("输入公示牌编号"), problem="", typed="")
    try:
        return redirect(url_for(".scan", code=read_code(typed)), 303)
    except MistypedCode as mistake:
        return _mistyped(typed, mistake)


@public.get("/q/<code>/damage")
@open_to_all
def damage(code: str) -> str:
    """Ask before reporting; after the report, or somebody else's, say that it is known."""
    return render_template("placards/damage.html", placard=queries.live_by_code(sought(code)), form=FlaskForm())


@public.post("/q/<code>/damage")
@limiter.limit("20 per hour")
@open_to_all
def report_damage(code: str) -> Response:
    placard = queries.live_by_code(sought(code))
    services.report_damage(placard, by=RESIDENT, at=clock.now())
    db.session.commit()
    return redirect(url_for(".damage", code=placard.code), 303)


def _placard(placard: Placard, grid: Grid | None) -> ResponseReturnValue:
    card = card_of(grid, clock.today()) if grid else None
    if not placard.is_live:
        return render_template("placards/retired.html", placard=placard, card=card), 410
    return render_template("placards/scan.html", placard=placard, card=card)


def _unknown(code: str) -> ResponseReturnValue:
    problem = _("编号 %(code)s 没有对应的公示牌。", code=code)
    return render_template("placards/enter.html", title=_("没有这块公示牌"), problem=problem, typed=code), 404


def _mistyped(typed: str, mistake: MistypedCode) -> ResponseReturnValue:
    problem = {
        Mistake.LENGTH: _("编号是 %(length)s 位字母和数字，请数一数。", length=LENGTH),
        Mistake.FOREIGN: _("编号里没有“%(character)s”，请对照公示牌再看一遍。", character=mistake.character),
        Mistake.CHECK: _("可能有一位看错了，请对照公示牌再看一遍。"),
    }[mistake.mistake]
    return render_template("placards/enter.html", title=_("编号不对"), problem=problem, typed=typed), 404

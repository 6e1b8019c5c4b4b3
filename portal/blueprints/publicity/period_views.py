"""What is public now: a list by community, and a page for each period. Nothing of it is kept, found or exported."""

from itertools import groupby

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.publicity import period_words, public
from portal.blueprints.publicity.period_page import full_names, guarded, period_page
from portal.domain.publicity import public_periods

# Search engines that read no "noindex" read this; an address alone says nothing about anybody.
ROBOTS = "User-agent: *\nDisallow: /publicity\nDisallow: /track\nDisallow: /staff\n"


@public.get("/publicity")
@open_to_all
def periods() -> ResponseReturnValue:
    """Which matters are public where, until when. No names: those stand on the page of each."""
    parts = public_periods.running(clock.now(), full_names=full_names())
    places = [(name, list(own)) for name, own in groupby(parts, lambda part: part.community)]
    return guarded(render_template("publicity/periods/index.html", places=places, words=period_words))


@public.get("/publicity/<key>")
@open_to_all
def period(key: str) -> ResponseReturnValue:
    """What is decided about whom, by whom, until when one may object, and how."""
    return period_page("publicity/periods/show.html", public_periods.find(key))


@public.get("/robots.txt")
@open_to_all
def robots() -> ResponseReturnValue:
    return Response(ROBOTS, mimetype="text/plain")

"""The guide: what a resident may ask for, found by plain words, by situation, by category."""

from itertools import groupby

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.access import public as open_to_all
from portal.blueprints.matters import public
from portal.blueprints.matters.words import proxy_names, proxy_proofs, situation_names
from portal.domain.grids.models import Community
from portal.domain.matters import queries
from portal.domain.matters.catalogue import shipped
from portal.domain.matters.certificates import NOT_ISSUED
from portal.domain.matters.confirming import for_residents, is_provisional
from portal.domain.matters.content import ONE_TIME_NOTICE, content_of
from portal.domain.matters.models import MatterVersion
from portal.domain.matters.parts import Situation
from portal.domain.matters.search import LONGEST, MatterSearch, entry_of_version
from portal.domain.placards.queries import by_code
from portal.forms import sought
from portal.fragments import render, wants_fragment
from portal.page_cache import kept, recall

ANYTHING = "zixun"  # 政策咨询: offered where nothing fits
CERTIFICATES = "kaizhengming"
SEARCH_BYTES = 400_000  # about what the search takes in memory


@public.get("/services")
@open_to_all
@kept
def index() -> Response:
    """Search by plain words; below it the situations of life and every matter by category. Live under HTMX."""
    words = sought(request.args.get("q", ""), LONGEST)
    slugs = recall("matter-search", _search, SEARCH_BYTES).find(words) if words else []
    by_slug = {version.matter.slug: version for version in queries.offered([*slugs, ANYTHING] if words else None)}
    response = render(
        "matters/index.html",
        "matters/_results.html",
        words=words,
        live=wants_fragment(),
        found=[by_slug[slug] for slug in slugs if slug in by_slug],
        anything=by_slug.get(ANYTHING),
        categories=[] if words else _by_category(list(by_slug.values())),
        situations=situation_names(),
        placard=placard_code(),
        certificates=CERTIFICATES,
    )
    if words:
        # What was typed may tell of a person's trouble: it stays out of caches and of the next page's referrer.
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "strict-origin"
    return response


@public.get("/services/situations/<situation>")
@open_to_all
@kept
def situation(situation: str) -> str:
    """The matters of one situation of life: 家里有老人, 楼里的事."""
    if situation not in set(Situation):
        abort(404)
    fitting = [version for version in queries.offered() if Situation(situation) in content_of(version).situations]
    return render_template(
        "matters/situation.html",
        name=situation_names()[Situation(situation)],
        matters=fitting,
        placard=placard_code(),
        emergency=any(content_of(version).emergency for version in fitting),
    )


@public.get("/services/certificates")
@open_to_all
@kept
def certificates() -> str:
    """The certificates a community may not issue, and where to go instead."""
    return render_template("matters/certificates.html", certificates=NOT_ISSUED, slug=CERTIFICATES)


@public.get("/services/<slug>")
@open_to_all
@kept
def show(slug: str) -> ResponseReturnValue:
    """One matter: who, what to bring, how it goes and how long it takes, what comes of it, whom to ask."""
    matter = queries.find_matter(sought(slug))
    if matter.retired_at is not None:
        return render_template("matters/retired.html", matter=matter.current), 410
    content = content_of(matter.current)
    return render_template(
        "matters/show.html",
        matter=matter.current,
        content=content,
        provisional=is_provisional(matter.current),
        local=[for_residents(item) for item in content.local],
        proxies=[(proxy_names()[kind], proxy_proofs()[kind]) for kind in content.proxy.kinds],
        one_time_notice=ONE_TIME_NOTICE,
        community=_community(),
        apply_url=url_for("service_requests.start", slug=matter.slug, placard=placard_code()),
        placard=placard_code(),
        certificates=matter.slug == CERTIFICATES,
    )


def _search() -> MatterSearch:
    return MatterSearch(entry_of_version(version) for version in queries.offered())


def _by_category(matters: list[MatterVersion]) -> list[tuple[str, list[MatterVersion]]]:
    """In the order of the catalogue's categories."""
    order = {category: place for place, category in enumerate(shipped().categories)}
    by_category = sorted(matters, key=lambda version: order.get(version.category, len(order)))
    return [(category, list(group)) for category, group in groupby(by_category, key=lambda one: one.category)]


def placard_code() -> str | None:
    """The placard the visitor came from: handed on from page to page, so that the place is known when filing."""
    return sought(request.args.get("placard", ""), 20) or None


def _community() -> Community | None:
    """Whose phone to call, when the visitor came from a placard of that community."""
    code = placard_code()
    found = by_code(code, clock.today()) if code else None
    return found[1].community if found and found[1] else None

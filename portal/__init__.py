"""邻格: a community grid portal. `create_app` is its table of contents."""

from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import config, display
from portal.access import can, guard
from portal.assets import serve_assets
from portal.blueprints import BLUEPRINTS
from portal.bodies import BoundedRequest
from portal.cli import COMMANDS
from portal.converters import RowNumber, Word
from portal.db import begin_write, db, prepare_engine
from portal.domain.accounts.roles import Permission
from portal.errors import register_errors
from portal.extensions import babel, compress, csrf, htmx, limiter, login, migrate
from portal.filters import register_filters
from portal.headers import register_headers
from portal.help import help_phone
from portal.menu import staff_menu
from portal.page_cache import keep_pages
from portal.worker import nudge_after_answers

SAFE = {"GET", "HEAD", "OPTIONS"}


def create_app(**settings: Any) -> Flask:
    """The portal. `settings` override the environment by setting name (`MODE="test"`)."""
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config.load(**settings))
    app.url_map.converters.update(default=Word, int=RowNumber)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    db.init_app(app)
    migrate.init_app(app, db)
    htmx.init_app(app)
    app.request_class = BoundedRequest
    csrf.init_app(app)
    limiter.init_app(app)
    compress.init_app(app)
    # Its own context processor would read the session, and load the user, for every public page.
    login.init_app(app, add_context_processor=False)
    babel.init_app(app, locale_selector=display.locale)
    with app.app_context():
        prepare_engine(db.engine)
        keep_pages(app, db.engine)

    app.before_request(_take_write_lock)
    app.before_request(guard)
    register_errors(app)
    register_headers(app)
    register_filters(app)
    serve_assets(app)
    nudge_after_answers(app)
    app.context_processor(_page_context)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    if hops := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _take_write_lock() -> None:
    """Before anything reads: a read begun first could not become a write, see `db.begin_write`."""
    if request.method in SAFE or request.endpoint is None:
        return
    if not getattr(current_app.view_functions[request.endpoint], "only_reads", False):
        begin_write()


def _page_context() -> dict[str, Any]:
    return {
        "can": can,
        "current_user": current_user,
        "Permission": Permission,
        "display": display,
        "help_phone": help_phone,
        "staff_menu": staff_menu,
    }

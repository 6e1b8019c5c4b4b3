"""Static files: addresses that change with the content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR = 365 * 24 * 3600


@cache
def asset(name: str) -> str:
    """`/static/name?v=…` with a digest of the file."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


def serve_assets(app: Flask) -> None:
    """Serve `static/` beneath Flask, with the compressed copies `make` laid beside the files."""
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=YEAR,
        allow_all_origins=False,
        add_headers_function=lambda headers, _path, _url: headers.add_header("X-Content-Type-Options", "nosniff"),
    )
    app.jinja_env.globals["asset"] = asset

"""The style guide is the reference: what the stylesheets can do stands there."""

import re

from portal.assets import STATIC

# Frames of the public pages, and what belongs to one page only, where its own test looks at it.
ELSEWHERE = {
    *("page", "site-head", "site-foot", "sizes", "mark", "help-bar", "no-print", "htmx-request"),
    *("keepsake", "crop-stage", "crop-frame", "crop-side"),
    *("form-sheet", "form-head", "form-code", "form-foot", "signatures", "blank", "tall", "print-a", "hand-slip"),
    "public-notice",
    *("desk", "desk-list", "desk-pane", "desk-rows", "bulk", "came", "due", "dates", "what", "ticked"),
    *(
        "request",
        "request-facts",
        "request-name",
        "columns",
        "told",
        "doing",
        "trail",
        "thumb",
        "besides",
        "main-step",
        "step-form",
    ),
}


def test_every_class_of_the_stylesheets_is_shown(client):
    page = client.sign_in("admin").get("/staff/style-guide").text
    shown = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
    css = "".join((STATIC / sheet).read_text(encoding="utf-8") for sheet in ("linge.css", "staff.css"))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    selectors = re.findall(r"([^{}]+)\{", css)
    known = {name for selector in selectors for name in re.findall(r"\.([a-z][a-z-]*)", selector)}
    assert len(known) > 50
    missing = known - shown - ELSEWHERE
    assert not missing, f"show these in backoffice/style_guide.html, or say here where they belong: {sorted(missing)}"


def test_only_administrators_need_it(client):
    for who in ("officer", "stranger", "pan", "viewer"):
        assert client.sign_in(who).get("/staff/style-guide").status_code == 403

"""Laws about the files of the project themselves."""

import hashlib
import re
import subprocess

import pytest

from portal.assets import STATIC
from portal.config import ROOT

HTMX = "htmx-2.0.11.min.js"
HTMX_SHA256 = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]


def test_htmx_is_the_pinned_file():
    assert hashlib.sha256((STATIC / "vendor" / HTMX).read_bytes()).hexdigest() == HTMX_SHA256


def test_lock_files_pin_with_hashes_and_name_no_registry():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "://" not in text, f"{name} names a host"
        pinned = re.findall(r"^[\w.\[\]-]+==", text, re.M)
        assert len(pinned) > 40
        assert text.count("--hash=sha256:") >= len(pinned)


def test_every_direct_dependency_is_locked():
    project = (ROOT / "pyproject.toml").read_text()
    locked = (ROOT / "requirements-dev.lock").read_text().lower()
    for name in re.findall(r'^    "([a-z0-9-]+)(?:\[[a-z]+\])?[>=<]', project, re.M):
        assert re.search(rf"^{name}(\[[a-z,]+\])?==", locked, re.M), f"{name} is missing: make lock"


def test_templates_carry_no_inline_script_or_style():
    for name in tracked("portal/templates/**.html"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "<style" not in text, name
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), name
        assert not re.search(r'\s(?:style|on\w+|hx-on[\w:-]*)="', text), name
        assert "javascript:" not in text, name


def test_fragments_stand_alone():
    for name in tracked("portal/templates/**/_*.html"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "{% extends" not in text, f"{name} is a fragment: it must not extend a layout"


def test_text_of_views_and_templates_goes_through_gettext():
    """Chinese text in a template stands inside `_()`, so that it can be shown in English."""
    allowed = {"portal/templates/errors/failsafe.html"}
    for name in tracked("portal/templates/**.html"):
        if name in allowed:
            continue
        text = (ROOT / name).read_text(encoding="utf-8")
        text = re.sub(r"{#.*?#}", "", text, flags=re.S)
        text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
        left = re.findall(r"[\u4e00-\u9fff]+", text)
        assert not left, f"{name}: {left[:3]} is not wrapped in _()"


def test_nothing_is_called_utils_or_helpers():
    for name in tracked("portal/**.py", "tests/**.py", "bench/**.py"):
        words = name.rpartition("/")[2].removesuffix(".py").split("_")
        assert not {"utils", "util", "helpers", "helper", "manager", "data"} & set(words), name


def test_only_the_clock_reads_time():
    pattern = re.compile(r"datetime\.now\(|date\.today\(|datetime\.utcnow\(")
    for name in tracked("portal/**.py"):
        if name != "portal/clock.py":
            assert not pattern.search((ROOT / name).read_text(encoding="utf-8")), f"{name}: ask portal.clock"

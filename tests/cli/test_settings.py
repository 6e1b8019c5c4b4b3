"""`flask settings` and `flask secrets`."""

import pytest

from portal.cli.settings import secrets, settings
from portal.config import SETTINGS, load


def test_every_setting_is_listed_with_its_default_and_reason(app):
    listed = app.test_cli_runner().invoke(settings).output
    for setting in SETTINGS:
        assert f"{setting.variable}=" in listed
        assert f"    default: {setting.default or 'empty'}\n    {setting.reason}\n" in listed


def test_the_value_in_force_is_shown(app):
    app.config["SITE_NAME"] = "莲叶路"
    assert "LINGE_SITE_NAME=莲叶路" in app.test_cli_runner().invoke(settings).output


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("SECRET_KEY", "sesame", "(set)"),
        ("FIELD_KEYS", "k1:sesame", "(set)"),
        ("SMS_SECRET", "sesame", "(set)"),
        ("MAIL_PASSWORD", "sesame", "(set)"),
        ("DATABASE_URL", "postgresql+psycopg://linge:sesame@db/linge", "postgresql+psycopg://linge:…@db/linge"),
        ("RATE_STORAGE", "redis://:sesame@cache:6379", "redis://:…@cache:6379"),
    ],
)
def test_nothing_secret_is_shown(app, name, value, shown):
    app.config[name] = value
    listed = app.test_cli_runner().invoke(settings).output
    assert "sesame" not in listed
    assert f"LINGE_{name}={shown}\n" in listed


def test_fresh_secrets_start_a_portal_in_production(app, tmp_path):
    printed = app.test_cli_runner().invoke(secrets).output
    environ = dict(line.split("=", 1) for line in printed.splitlines())
    assert set(environ) == {"LINGE_SECRET_KEY", "LINGE_FIELD_KEYS"}
    assert len(environ["LINGE_SECRET_KEY"]) >= 48
    environ |= {
        "LINGE_MODE": "production",
        "LINGE_PUBLIC_URL": "https://linge.example",
        "LINGE_INSTANCE": str(tmp_path),
    }
    assert load(environ)["SECRET_KEY"] == environ["LINGE_SECRET_KEY"]
    assert app.test_cli_runner().invoke(secrets).output != printed

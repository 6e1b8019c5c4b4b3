"""Settings are documented, and wrong ones stop the start with a sentence that names the variable."""

from pathlib import Path

import pytest

from portal.config import ROOT, SETTINGS, SettingError, load


def test_every_setting_stands_in_the_documentation():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    missing = [setting.variable for setting in SETTINGS if f"`{setting.variable}`" not in text]
    assert not missing, f"add these rows to docs/settings.md: {missing}"


def test_every_setting_gives_a_reason():
    assert all(setting.reason for setting in SETTINGS)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LINGE_MODE", "fast"),
        ("LINGE_PUBLIC_URL", "linge.example"),
        ("LINGE_INSTANCE", "/dev/null/linge"),
        ("LINGE_DATABASE_URL", "linge.sqlite"),
        ("LINGE_DATABASE_URL", "mysql://linge@127.0.0.1/linge"),
        ("LINGE_RATE_STORAGE", "127.0.0.1:6379"),
        ("LINGE_SECRET_KEY", "changeme"),
        ("LINGE_PROXIES", "many"),
        ("LINGE_PROXIES", "-1"),
        ("LINGE_IDLE_MINUTES", "0"),
        ("LINGE_FIELD_KEYS", "k1:short"),
        ("LINGE_WORKING_HOURS", "9-17"),
        ("LINGE_QUIET_HOURS", "21-8"),
        ("LINGE_MESSAGE_SIGNATURE", "一二三四五六七八九十一二三"),
        ("LINGE_MESSAGE_SIGNATURE", "【邻格】"),
        ("LINGE_SMS_URL", "sms.example"),
        ("LINGE_SMS_URL", "http://sms.example/send"),
        ("LINGE_SMS_URL", "http://127.0.0.1.sms.example/send"),
        ("LINGE_SMS_SECRET", "changeme"),
        ("LINGE_MAIL_PORT", "0"),
        ("LINGE_MAIL_FROM", "linge"),
        ("LINGE_WORKING_HOURS", "13:30-17:30,09:00-12:00"),
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path: Path, variable: str, value: str):
    with pytest.raises(SettingError, match=variable):
        load({"LINGE_INSTANCE": str(tmp_path), variable: value})


def test_production_does_not_start_without_its_secrets(tmp_path: Path):
    with pytest.raises(SettingError, match="LINGE_SECRET_KEY"):
        load({"LINGE_INSTANCE": str(tmp_path), "LINGE_MODE": "production", "LINGE_PUBLIC_URL": "https://linge.example"})


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"LINGE_SMS_URL": "https://sms.example/send"}, "LINGE_SMS_SECRET"),
        ({"LINGE_MAIL_HOST": "mail.example"}, "LINGE_MAIL_FROM"),
        (
            {"LINGE_SMS_URL": "http://127.0.0.1:9/", "LINGE_SMS_SECRET": "x" * 32, "LINGE_SITE_NAME": "很" * 13},
            "LINGE_MESSAGE_SIGNATURE",
        ),
    ],
)
def test_a_way_for_messages_is_set_up_whole(tmp_path: Path, given: dict[str, str], missing: str):
    with pytest.raises(SettingError, match=missing):
        load({"LINGE_INSTANCE": str(tmp_path), **given})


def test_a_new_instance_folder_is_closed_to_others_on_the_machine(tmp_path: Path):
    load({"LINGE_INSTANCE": str(tmp_path / "new")})
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_the_demo_keeps_its_secrets_between_starts(tmp_path: Path):
    environ = {"LINGE_INSTANCE": str(tmp_path)}
    first = load(environ)
    assert load(environ)["SECRET_KEY"] == first["SECRET_KEY"]
    assert (tmp_path / "secret_key.txt").stat().st_mode & 0o077 == 0

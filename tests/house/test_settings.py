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
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path: Path, variable: str, value: str):
    with pytest.raises(SettingError, match=variable):
        load({"LINGE_INSTANCE": str(tmp_path), variable: value})


def test_production_does_not_start_without_its_secrets(tmp_path: Path):
    with pytest.raises(SettingError, match="LINGE_SECRET_KEY"):
        load({"LINGE_INSTANCE": str(tmp_path), "LINGE_MODE": "production", "LINGE_PUBLIC_URL": "https://linge.example"})


def test_a_new_instance_folder_is_closed_to_others_on_the_machine(tmp_path: Path):
    load({"LINGE_INSTANCE": str(tmp_path / "new")})
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_the_demo_keeps_its_secrets_between_starts(tmp_path: Path):
    environ = {"LINGE_INSTANCE": str(tmp_path)}
    first = load(environ)
    assert load(environ)["SECRET_KEY"] == first["SECRET_KEY"]
    assert (tmp_path / "secret_key.txt").stat().st_mode & 0o077 == 0

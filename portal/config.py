"""Every setting of the portal: its environment variable, how it is read, and one line of reason.

A wrong value stops the start with a sentence that names the variable (`SettingError`).
"""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from portal.bodies import MOST_TEXT
from portal.domain.messages.quiet import QuietHours
from portal.domain.messages.text_length import SIGNATURE, length
from portal.domain.workdays.working_hours import WorkingHours
from portal.encryption import new_key, read_key_file, set_keys

ROOT = Path(__file__).resolve().parent.parent


class SettingError(Exception):
    """A setting cannot be used; the message says which one and what it should look like."""


@dataclass(frozen=True)
class Setting:
    """One line of the settings table. `default` is the text read when the variable is not set."""

    name: str
    read: Callable[[str], Any]
    default: str
    reason: str

    @property
    def variable(self) -> str:
        return f"LINGE_{self.name}"


def _text(value: str) -> str:
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return read


def _yes_or_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError("must be yes or no")
    return value == "yes"


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        try:
            number = int(value)
        except ValueError:
            raise ValueError("must be a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"must lie between {low} and {high}")
        return number

    return read


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query:
        raise ValueError("must look like https://linge.example, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _database(value: str) -> str:
    try:
        known = not value or make_url(value).drivername in ("sqlite", "postgresql+psycopg")
    except ArgumentError:
        known = False
    if not known:
        raise ValueError("must look like postgresql+psycopg://user:password@host/name, or be empty")
    return value


def _counters(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://")):
        raise ValueError("must look like redis://host:6379, or be empty")
    return value


def _signature(value: str) -> str:
    if length(value) > SIGNATURE or set(value) & set("【】[]"):
        raise ValueError(f"must have at most {SIGNATURE} characters, without brackets")
    return value


def _gateway(value: str) -> str:
    parts = urlsplit(value)
    own = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if value and not (parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and own))):
        raise ValueError("must look like https://sms.example/send; http only on this machine")
    return value


def _sender(value: str) -> str:
    if value and not re.fullmatch(r"[^\s@<>]+@[^\s@<>]+", value):
        raise ValueError("must look like linge@town.example")
    return value


def _secret(value: str) -> str:
    if value and len(value) < 32:
        raise ValueError("must have at least 32 characters; `flask secrets` prints a fresh one")
    return value


def _keys(value: str) -> str:
    if value:
        set_keys(value)
    return value


SETTINGS = (
    Setting("MODE", _one_of("demo", "production", "test"), "demo", "demo makes its own secrets; production refuses to"),
    Setting("INSTANCE", _text, str(ROOT / "instance"), "folder for the SQLite file, photos, indexes and print jobs"),
    Setting(
        "DATABASE_URL", _database, "", "empty means SQLite in the instance folder; postgresql+psycopg://… otherwise"
    ),
    Setting("SECRET_KEY", _secret, "", "signs sessions and forms; required in production"),
    Setting("FIELD_KEYS", _keys, "", "id:base64 of 32 bytes, first one encrypts; required in production"),
    Setting("FIELD_KEYS_FILE", _text, "", "the same in a file outside the instance folder that nobody else may read"),
    Setting("PUBLIC_URL", _address, "http://127.0.0.1:8000", "printed on placards and encoded in their QR codes"),
    Setting("PUBLIC_NAMES", _one_of("masked", "full"), "masked", "how names stand in public periods: 王*芳, or full"),
    Setting("SITE_NAME", _text, "邻格", "shown in the header and on paper"),
    Setting("SITE_PHONE", _text, "", "who to phone when no grid is known; empty: the subdistrict"),
    Setting("ICP_NUMBER", _text, "", "ICP filing number for the footer (required by law on a public site)"),
    Setting("POLICE_NUMBER", _text, "", "public-security filing number for the footer"),
    Setting("PROXIES", _whole(0, 5), "0", "reverse proxies in front; without it all visitors share one rate limit"),
    Setting("RATE_STORAGE", _counters, "", "empty means SQLite in the instance folder; redis://… for several machines"),
    Setting("IDLE_MINUTES", _whole(5, 480), "30", "staff are signed out after this long without a request"),
    Setting("SIGN_IN_TRIES", _whole(3, 20), "5", "failed sign-ins before an account is locked"),
    Setting("LOCK_MINUTES", _whole(1, 240), "15", "how long a locked account stays locked"),
    Setting(
        "UPLOAD_MEGABYTES", _whole(1, 50), "24", "the largest request body taken in; photos of a form may come together"
    ),
    Setting("CLOSE_AFTER_DAYS", _whole(1, 365), "15", "days after which a resolved request is filed away"),
    Setting(
        "BASICALLY_SATISFIED_COUNTS",
        _yes_or_no,
        "no",
        "whether 基本满意 counts as satisfied in the monthly figures on /results",
    ),
    Setting(
        "WORKING_HOURS",
        WorkingHours.parse,
        "09:00-12:00,13:30-17:30",
        "when work is done on a working day; limits in working hours are counted in it",
    ),
    Setting("QUIET_HOURS", QuietHours.parse, "21:00-08:00", "no text messages then, except about urgent work"),
    Setting("MESSAGE_SIGNATURE", _signature, "", "registered name in 【】 of text messages; empty: the site name"),
    Setting("SMS_URL", _gateway, "", "gateway for text messages, see messages.md; empty: shown on the staff page only"),
    Setting("SMS_SECRET", _secret, "", "signs the calls to the gateway; required with LINGE_SMS_URL"),
    Setting("MAIL_HOST", _text, "", "mail server; empty: mails are shown on the staff page only"),
    Setting("MAIL_PORT", _whole(1, 65535), "465", "465 is encrypted from the start, others by STARTTLS"),
    Setting("MAIL_USER", _text, "", "name at the mail server; empty: without signing in"),
    Setting("MAIL_PASSWORD", _text, "", "its password"),
    Setting("MAIL_FROM", _sender, "", "address mails come from; required with LINGE_MAIL_HOST"),
)


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> dict[str, Any]:
    """Settings as Flask configuration. `overrides` are ready values by setting name (tests use them)."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        if setting.name in overrides:
            values[setting.name] = overrides[setting.name]
            continue
        try:
            values[setting.name] = setting.read(environ.get(setting.variable, "") or setting.default)
        except ValueError as problem:
            raise SettingError(f"{setting.variable}: {problem}") from problem
    instance = Path(values["INSTANCE"])
    try:
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)  # names, phones, hashes: for nobody else on the machine
    except OSError as problem:
        raise SettingError(f"LINGE_INSTANCE: no folder can be made there ({problem.strerror})") from problem
    _fill_secrets(values, instance)
    _check_ways(values)
    return values | _flask_settings(values, instance)


def _fill_secrets(values: dict[str, Any], instance: Path) -> None:
    """Production must be given its secrets; the demo keeps generated ones beside its database."""
    if values["FIELD_KEYS_FILE"]:
        if values["FIELD_KEYS"]:
            raise SettingError("LINGE_FIELD_KEYS_FILE and LINGE_FIELD_KEYS are both set; give one of them")
        try:
            values["FIELD_KEYS"] = _keys(read_key_file(Path(values["FIELD_KEYS_FILE"]), outside=instance))
        except ValueError as problem:
            raise SettingError(f"LINGE_FIELD_KEYS_FILE: {problem}") from problem
    for name, make in (("SECRET_KEY", lambda: secrets.token_urlsafe(48)), ("FIELD_KEYS", new_key)):
        if values[name]:
            continue
        if values["MODE"] == "production":
            raise SettingError(
                f"LINGE_{name} is required in production; `LINGE_MODE=demo flask secrets` prints fresh ones"
            )
        kept = instance / f"{name.lower()}.txt"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(make())
        values[name] = kept.read_text()
    set_keys(values["FIELD_KEYS"])
    if values["MODE"] == "production" and not values["PUBLIC_URL"].startswith("https://"):
        raise SettingError("LINGE_PUBLIC_URL must begin with https:// in production")


def _check_ways(values: Mapping[str, Any]) -> None:
    """What a way of sending messages cannot do without."""
    if values["SMS_URL"] and not values["SMS_SECRET"]:
        raise SettingError("LINGE_SMS_SECRET is required with LINGE_SMS_URL: what the gateway checks our calls with")
    if values["MAIL_HOST"] and not values["MAIL_FROM"]:
        raise SettingError("LINGE_MAIL_FROM is required with LINGE_MAIL_HOST")
    if not values["MESSAGE_SIGNATURE"] and length(values["SITE_NAME"]) > SIGNATURE and values["SMS_URL"]:
        raise SettingError(f"LINGE_MESSAGE_SIGNATURE is required: the site name has more than {SIGNATURE} characters")


def _flask_settings(values: dict[str, Any], instance: Path) -> dict[str, Any]:
    url = values["DATABASE_URL"] or f"sqlite:///{instance / 'linge.sqlite'}"
    sqlite = url.startswith("sqlite")
    secure = values["PUBLIC_URL"].startswith("https://")
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        # What people typed stays out of logged database errors. isolation_level None: transactions are begun by our
        # own BEGIN, see db.prepare_engine.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True}
        | ({"connect_args": {"isolation_level": None, "timeout": 10}} if sqlite else {}),
        "RATELIMIT_STORAGE_URI": values["RATE_STORAGE"] or f"sqlite-file://{instance / 'rates.sqlite'}",
        "MAX_CONTENT_LENGTH": values["UPLOAD_MEGABYTES"] * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": MOST_TEXT,
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "linge",
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "TESTING": values["MODE"] == "test",
    }

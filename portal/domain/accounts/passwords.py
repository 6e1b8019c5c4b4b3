"""Passwords: what a good one is, and how they are kept."""

import secrets
import unicodedata
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# About 75 ms on a small server. The library's own memory_cost of 64 MiB on four lanes takes three times as long there,
# and eight sign-ins at once would need half a gigabyte.
HASHER = PasswordHasher(time_cost=2, memory_cost=32 * 1024, parallelism=1)

SHORTEST = 10
LONG_ENOUGH = 16  # from here on any mixture will do
LONGEST = 200
CLASSES = 3
DIFFERENT = 5

# Of at least ten characters and high in every list of guesses; in small letters.
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())
# Printed in the terminal and the documentation of every demo: it guards nothing.
OF_THE_DEMO = "linge-demo-2026"
# Without letters and digits that look alike: an initial password is read from a screen, or over the telephone.
_INITIAL = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    return HASHER.hash(_typed(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Is it the password? Without a hash the answer is no, after the same work: the time tells nothing about names."""
    if password_hash is None:
        HASHER.hash(_typed(password))
        return False
    try:
        return HASHER.verify(password_hash, _typed(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """True when the hash was made with other costs than today's."""
    return HASHER.check_needs_rehash(password_hash)


def problems(password: str, username: str) -> list[str]:
    """What is wrong with a new password, one sentence each; empty when it is good (norms §4.2, §8)."""
    password = _typed(password)
    plain = password.lower()
    found = []
    if len(password) < SHORTEST:
        found.append(f"密码至少要 {SHORTEST} 个字。")
    elif len(password) < LONG_ENOUGH and _classes(password) < CLASSES:
        found.append(f"大写字母、小写字母、数字、符号，至少要有三种；或者写满 {LONG_ENOUGH} 个字。")
    if len(password) > LONGEST:
        found.append(f"密码最多 {LONGEST} 个字。")
    if len(username) > 2 and username.lower() in plain:
        found.append("密码里不能有用户名。")
    if plain in _COMMON or is_of_the_demo(password):
        found.append("用这个密码的人太多，容易被猜到，请换一个。")
    elif len(password) >= SHORTEST and len(set(plain)) < DIFFERENT:
        found.append("同样的字重复太多，容易被猜到，请换一个。")
    return found


def is_of_the_demo(password: str) -> bool:
    """Is it what everybody knows? A database that began as a demo keeps accounts with it."""
    return _typed(password) == OF_THE_DEMO


def initial_password(username: str) -> str:
    """A random one to hand over, such as `k7mq-3xhp-9fnd`: 59 bits, easy to read out and to type on a phone."""
    while True:
        password = "-".join("".join(secrets.choice(_INITIAL) for _ in range(4)) for _ in range(3))
        if not problems(password, username):
            return password


def _typed(password: str) -> str:
    """The same password from every keyboard: a Chinese one may write full-width digits and letters."""
    return unicodedata.normalize("NFKC", password)


def _classes(password: str) -> int:
    """How many of capital letters, small letters, digits and everything else occur."""
    kinds = {
        "capital" if sign.isupper() else "small" if sign.islower() else "digit" if sign.isdigit() else "other"
        for sign in password
    }
    return len(kinds)

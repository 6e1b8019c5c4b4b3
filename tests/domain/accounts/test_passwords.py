"""What a good password is, and how passwords are kept."""

import re

import argon2
import pytest

from portal.domain.accounts import passwords

SHORT = "密码至少要 10 个字。"
CLASSES = "大写字母、小写字母、数字、符号，至少要有三种；或者写满 16 个字。"
USERNAME = "密码里不能有用户名。"
COMMON = "用这个密码的人太多，容易被猜到，请换一个。"
REPEATED = "同样的字重复太多，容易被猜到，请换一个。"


@pytest.mark.parametrize(
    "good",
    [
        "Tiger-2026-x",
        "tiger-2026-x",
        "TIGERxx2026",
        "correct horse battery",
        "三只猫在楼顶晒太阳从不吵架到天亮",
        "老虎tiger2026x",
    ],
)
def test_a_good_password_has_no_problems(good):
    assert passwords.problems(good, "panyi") == []


@pytest.mark.parametrize(
    ("poor", "sentences"),
    [
        ("Ab1-efghi", [SHORT]),
        ("linge-demo-2026", [COMMON]),
        ("abcdefghij", [CLASSES]),
        ("abcdefg123", [CLASSES]),
        ("ABCDEFG-IJ", [CLASSES]),
        ("abcdefghij12345", [CLASSES]),
        ("xPanYi-2026-x", [USERNAME]),
        ("Admin@123456", [COMMON]),
        ("1234567890123456", [COMMON]),
        ("aaaaaaaaaaaaaaaa", [REPEATED]),
        ("Aa1Aa1Aa1Aa1", [REPEATED]),
        ("panyi", [SHORT, USERNAME]),
        ("Long-1" + "x" * 195, ["密码最多 200 个字。"]),
    ],
)
def test_each_problem_is_one_sentence(poor, sentences):
    assert passwords.problems(poor, "panyi") == sentences


def test_a_very_short_user_name_may_occur_by_chance():
    assert passwords.problems("Tiger-2026-li", "li") == []


def test_a_full_width_keyboard_types_the_same_password():
    assert passwords.matches(passwords.hashed("Tiger-2026-x"), "Ｔｉｇｅｒ－２０２６－ｘ")
    assert passwords.problems("Ａｄｍｉｎ＠１２３４５６", "panyi") == [COMMON]


def test_only_the_password_itself_matches():
    kept = passwords.hashed("Tiger-2026-x")
    assert passwords.matches(kept, "Tiger-2026-x")
    assert not passwords.matches(kept, "Tiger-2026-X")
    assert not passwords.matches(kept, "")
    assert not passwords.matches("no hash at all", "Tiger-2026-x")


def test_an_initial_password_is_good_and_never_the_same():
    made = {passwords.initial_password("panyi") for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", password)
        assert not set("ilo01") & set(password)
        assert passwords.problems(password, "panyi") == []


def test_the_costs_are_those_written_down(real_hasher):
    assert passwords.hashed("x").startswith("$argon2id$v=19$m=32768,t=2,p=1$")
    assert passwords.is_outdated(argon2.PasswordHasher(1, 8, 1).hash("x"))
    assert not passwords.is_outdated(passwords.hashed("x"))


def test_an_unknown_name_costs_the_work_of_a_known_one(monkeypatch):
    class Counting(argon2.PasswordHasher):
        worked = 0

        def hash(self, *args, **kwargs):
            Counting.worked += 1
            return super().hash(*args, **kwargs)

        def verify(self, *args, **kwargs):
            Counting.worked += 1
            return super().verify(*args, **kwargs)

    kept = passwords.hashed("Tiger-2026-x")
    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for password_hash in (kept, None):
        Counting.worked = 0
        assert not passwords.matches(password_hash, "wrong")
        assert Counting.worked == 1


@pytest.fixture
def real_hasher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

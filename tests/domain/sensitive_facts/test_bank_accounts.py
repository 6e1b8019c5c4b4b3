"""Account numbers as people type them."""

import pytest

from portal.domain.sensitive_facts.bank_accounts import AccountRefused, entered_account, is_card_number

CARD = "6222021234567890128"


@pytest.mark.parametrize(
    "typed", [CARD, "6222 0212 3456 7890 128", "６２２２０２１２３４５６７８９０１２８", "6222-0212-3456-7890-128"]
)
def test_a_card_number_is_taken_as_people_write_it(typed: str):
    account = entered_account(typed)
    assert (account.number, account.doubtful) == (CARD, False)


def test_a_number_that_does_not_add_up_is_doubtful_and_taken():
    """A passbook has no check digit."""
    assert entered_account("6222021234567890129").doubtful
    assert entered_account("123456789012").number == "123456789012"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("62220212345", "您写了 11 位"), ("6" * 20, "您写了 20 位"), ("农行卡", "只有数字"), ("", "只有数字")],
)
def test_what_no_account_can_be_is_refused(typed: str, sentence: str):
    with pytest.raises(AccountRefused, match=sentence):
        entered_account(typed)


def test_a_card_in_a_text_has_at_least_sixteen_digits():
    assert is_card_number(CARD)
    assert not is_card_number("0" * 16)
    assert not is_card_number(CARD[:-1] + "9")
    assert not is_card_number("79927398713")

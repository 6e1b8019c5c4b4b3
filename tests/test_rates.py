"""Whom the rate limits count by."""

import pytest
from flask import Flask

from portal.rates import visitor


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("somebody", "unknown"),
    ],
)
def test_an_address_is_counted_alone_and_an_ipv6_one_with_all_its_phone_may_use(app: Flask, address: str, counted: str):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert visitor() == counted

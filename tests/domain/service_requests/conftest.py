"""The town of the tests of service requests."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.domain.service_requests.making import Town, load_matters


@pytest.fixture
def town(app: Flask, cast: Cast) -> Town:
    """The cast with the shipped catalogue, at ten o'clock on a Monday morning."""
    load_matters()
    return Town(cast)

"""The town of the tests of mandates."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.domain.mandates.speaking import Speakers
from tests.domain.service_requests.making import load_matters


@pytest.fixture
def town(app: Flask, cast: Cast) -> Speakers:
    """The cast with the shipped catalogue, at ten o'clock on a Monday morning."""
    load_matters()
    return Speakers(cast)

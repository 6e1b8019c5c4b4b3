"""The town of service requests, for what is kept of them; and the same town on both databases."""

import pytest
from flask import Flask

from tests.cast import fill
from tests.conftest import TODAY
from tests.domain.service_requests.conftest import town
from tests.domain.service_requests.making import Town, load_matters

__all__ = ["both_towns", "town"]


@pytest.fixture
def both_towns(both_apps: Flask) -> Town:
    cast = fill(TODAY)
    load_matters()
    return Town(cast)

"""The town of service requests, and an officer of another subdistrict."""

from tests.domain.messages.test_robots import elsewhere
from tests.domain.service_requests.conftest import town

__all__ = ["elsewhere", "town"]

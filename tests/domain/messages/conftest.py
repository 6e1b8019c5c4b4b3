"""The town of service requests, for what is told about them."""

from tests.domain.service_requests.conftest import town

__all__ = ["town"]

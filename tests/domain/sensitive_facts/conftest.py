"""The town of the tests of sensitive facts."""

from tests.domain.service_requests.conftest import town

__all__ = ["town"]

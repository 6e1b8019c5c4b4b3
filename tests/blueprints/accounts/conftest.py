"""Cheap hashes: signing in over and over, these tests would do little else."""

import pytest

from tests.cast import cheap_hashes


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap_hashes(monkeypatch)

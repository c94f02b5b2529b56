"""The two regions, for the tests of the function that fails one over to the other."""

from collections.abc import Iterator

import pytest
from moto import mock_aws

from two_regions import Two, quiet_day


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    """Two regions on a quiet day."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "of-nobody")
    monkeypatch.setenv("MOTO_ECS_SERVICE_RUNNING", "99")  # deployments are complete from the start
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # they take long to load, and no machine is started
    with mock_aws():
        yield quiet_day()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each quiet day takes a second or more to be made: these tests are slow ones."""
    for item in items:
        if "two" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)

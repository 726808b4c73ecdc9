"""Services for the tests that ask for them: a test without a database starts nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

from geotarget.running import addresses, broker, cluster, paths
from geotarget.running.locks import exclusive
from tests.emptying import empty_only_what_was_filled

# The same examples in every run, and no time limit on one of them: a busy machine is no fault.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.load_profile("repeatable")

NEED_SERVICES = {"db", "transactional_db", "live_server", "services", "broker_url"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs a service, so that `-m "not services"` leaves them out."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if asked & NEED_SERVICES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.services)


@pytest.fixture(scope="session")
def services() -> Iterator[None]:
    """The tests' own PostgreSQL and Redis. Two test runs on one GEOTARGET_VAR take turns."""
    with exclusive(paths.var() / "session.lock"):
        mine = [stop for start, stop in _services() if start()]
        yield
        for stop in mine:
            stop()


def _services():  # type: ignore[no-untyped-def]
    return [(lambda: cluster.start(durable=False), cluster.stop), (broker.start, broker.stop)]


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        empty_only_what_was_filled(monkeypatch)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services: None) -> None:
    """Start the cluster before pytest-django makes its database in it."""


@pytest.fixture
def broker_url(services: None) -> str:
    return addresses.broker_url()


@pytest.fixture
def test_database_environment(transactional_db: None) -> dict[str, str]:
    """Environment for a child process that must see the rows of this test."""
    from django.db import connection

    url = cluster.url("geotarget_owner", connection.settings_dict["NAME"])
    return {**os.environ, "DATABASE_URL": url, "DATABASE_OWNER_URL": url}

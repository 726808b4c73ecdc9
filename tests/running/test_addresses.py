from __future__ import annotations

import pytest

from geotarget.running import addresses


@pytest.fixture(autouse=True)
def _nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOTARGET_VAR", "/srv/geotarget")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


def test_without_settings_the_private_services_are_used() -> None:
    at = "@/geotarget?host=/srv/geotarget/run"
    assert addresses.database_url() == f"postgresql://geotarget_app{at}"
    assert addresses.database_owner_url() == f"postgresql://geotarget_owner{at}"
    assert addresses.broker_url() == "redis+socket:///srv/geotarget/run/redis.sock"


def test_given_services_are_used_and_never_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/geotarget")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")
    assert addresses.database_url() == addresses.database_owner_url()
    assert addresses.broker_url() == "redis://broker/0"
    assert addresses.start_private() == []
    assert addresses.stop_private() == []


def test_migrations_may_have_a_role_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/geotarget")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/geotarget")
    assert addresses.database_owner_url() == "postgresql://owner@db/geotarget"

"""Two workers before one provider, with a real Redis."""

from __future__ import annotations

import uuid

import pytest

from geotarget.outbound.gate import SharedGate, connect


@pytest.fixture
def name() -> str:
    return f"test-{uuid.uuid4()}"


def gates(url: str, name: str, per_second: float) -> tuple[SharedGate, SharedGate]:
    return (
        SharedGate(connect(url), name, per_second),
        SharedGate(connect(url), name, per_second),
    )


def test_two_workers_share_one_rate(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0.1)
    assert one.enter(1).wait_s == 0
    assert 0 < other.enter(1).wait_s <= 10
    assert 10 < one.enter(1).wait_s <= 20
    assert other.enter(1).away_s == 0


def test_without_a_limit_nobody_waits(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    assert [gate.enter(1000).wait_s for gate in (one, other, one)] == [0, 0, 0]


def test_all_stay_away_when_one_was_asked_to(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    one.stay_away(3600)
    one.stay_away(5)
    assert 3000 < other.enter().away_s <= 3600
    assert 3000 < one.enter().away_s <= 3600


def test_redis_keeps_nothing_but_numbers(broker_url: str, name: str) -> None:
    one, _ = gates(broker_url, name, per_second=10)
    one.enter(3)
    one.stay_away(60)
    client = connect(broker_url)
    kept = client.hgetall(f"geotarget:gate:{name}")
    assert {float(value) > 0 for value in kept.values()} == {True}
    assert client.ttl(f"geotarget:gate:{name}") > 0


def test_calls_and_failures_are_counted_over_all_workers(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    one.enter(3)
    other.enter()
    other.failed()
    assert one.counted() == (4, 1)


def time_passes(url: str, name: str, *fields: str) -> None:
    """What was to last until some moment has lasted so long."""
    for field in fields:
        connect(url).hset(f"geotarget:gate:{name}", field, "1")


def test_nobody_tries_one_that_is_down_and_then_one_at_a_time(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    for gate in (one, other):
        gate.failed(is_down=True)
    assert one.enter().away_s == 0
    one.failed(is_down=True)
    first = other.enter().away_s
    assert 0 < first <= one.enter().away_s + 1
    time_passes(broker_url, name, "open_until")
    turn = one.enter()
    assert (turn.away_s, turn.is_probe) == (0, True), "it tries"
    assert 0 < other.enter().away_s < first, "others wait for what it finds"
    one.failed(is_down=True)
    assert other.enter().away_s > first, "for longer each time"
    time_passes(broker_url, name, "open_until")
    assert other.enter().away_s == 0
    other.answered()
    assert [gate.enter().away_s for gate in (one, other, one)] == [0, 0, 0]


def test_who_dies_while_trying_holds_up_nobody(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    for _ in range(3):
        one.failed(is_down=True)
    time_passes(broker_url, name, "open_until")
    assert one.enter().away_s == 0
    assert other.enter().away_s > 0
    time_passes(broker_url, name, "probe_until")
    assert other.enter().away_s == 0


def test_what_works_between_makes_it_none_that_is_down(broker_url: str, name: str) -> None:
    one, other = gates(broker_url, name, per_second=0)
    for _ in range(10):
        one.failed(is_down=True)
        one.failed(is_down=False)
        assert other.enter().away_s == 0
        other.answered()
    assert one.enter().away_s == 0


def test_without_redis_each_goes_on(name: str) -> None:
    gate = SharedGate(connect("redis+socket:///nowhere/redis.sock"), name, 0.0)
    for _ in range(5):
        gate.failed(is_down=True)
        assert gate.enter().away_s == 0
        gate.answered()


def test_alone_each_keeps_to_a_small_share_and_still_stays_away(name: str) -> None:
    now = [0.0]
    nowhere = connect("redis+socket:///nowhere/redis.sock")
    gate = SharedGate(nowhere, name, 16.0, clock=lambda: now[0])
    assert [gate.enter().wait_s for _ in range(3)] == [0.0, 1.0, 2.0]
    gate.stay_away(30)
    assert gate.enter().away_s == 30
    now[0] = 31.0
    assert gate.enter().away_s == 0

"""A worker that dies at a named point of a chunk, and what the next one makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from geotarget.notices import deliver, handover
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.running import cluster
from geotarget.simulators.running import Simulators
from tests.notices.crashing import BEFORE_ANYTHING_IS_SENT, die_then_go_on, dying
from tests.notices.delivering import arrived, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=12) for n in range(1, 13)]
    settle(world, rows)
    return send_to(world, rows)


@pytest.mark.parametrize(("module", "act", "after"), BEFORE_ANYTHING_IS_SENT)
def test_dying_before_the_channel_is_called_costs_nothing(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    module: Any,
    act: str,
    after: bool,
) -> None:
    monkeypatch.setattr(module, act, dying(getattr(module, act), after=after))
    die_then_go_on()
    assert set(arrived(simulators).values()) == {1}
    assert set(arrived(simulators)) == set(world.reached_by.values())
    assert counts(dispatch).unknown == 0


def test_dying_between_marking_and_sending_leaves_unknown(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    monkeypatch.setattr(handover, "_begin", dying(handover._begin, after=True))
    die_then_go_on()
    told = arrived(simulators)
    now = counts(dispatch)
    assert set(told.values()) <= {1}
    assert now.adds_up
    assert now.unknown == sum(to not in told for to in world.reached_by.values()) > 0


def test_dying_before_the_answer_is_recorded_leaves_unknown_and_tells_nobody_twice(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    monkeypatch.setattr(handover, "record_handovers", dying(handover.record_handovers, after=False))
    die_then_go_on()
    assert set(arrived(simulators).values()) == {1}
    assert set(arrived(simulators)) == set(world.reached_by.values())
    assert counts(dispatch).unknown > 0


def test_a_database_that_restarts_before_the_answer_is_recorded_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    record = handover._record
    ended = []

    def without_session(handovers: Any) -> None:
        if not ended:
            ended.append(connection.connection.get_backend_pid())
            cluster.query(f"SELECT pg_terminate_backend({ended[0]}, 5000)", database="postgres")
        record(handovers)

    monkeypatch.setattr(handover, "_record", without_session)
    deliver.deliver_next()
    assert ended
    assert set(arrived(simulators).values()) == {1}
    assert counts(dispatch).unknown == 0
    assert counts(dispatch).is_finished


def test_dying_after_recording_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    monkeypatch.setattr(handover, "record_handovers", dying(handover.record_handovers, after=True))
    die_then_go_on()
    assert set(arrived(simulators).values()) == {1}
    assert counts(dispatch).unknown == 0
    assert counts(dispatch).is_finished


def test_a_slow_worker_whose_chunk_was_taken_over_sends_nothing_more(
    monkeypatch: pytest.MonkeyPatch, world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    """It stands still after its look-up; another worker does the chunk; then it goes on."""
    write = deliver.write_residents
    seen = []

    def overtaken(*arguments: Any) -> Any:
        ready = write(*arguments)
        if not seen:
            seen.append(1)
            Chunk.objects.update(lease_until="2000-01-01T00:00:00Z")
            assert deliver.deliver_next() is not None
        return ready

    monkeypatch.setattr(deliver, "write_residents", overtaken)
    deliver.deliver_next()
    assert set(arrived(simulators).values()) == {1}
    now = counts(dispatch)
    assert (now.unknown, now.ready, now.is_finished) == (0, 0, True)


def test_what_nobody_finished_recording_becomes_unknown(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver.deliver_next()
    dispatch.attempts.update(state="sending", sending_at="2000-01-01T00:00:00Z")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
        cursor.execute("SELECT reconcile_delivery()")
    now = counts(dispatch)
    assert now.sending == 0
    assert now.unknown == now.residents - now.no_contact

"""Everybody takes a dispatch before its chunks and these before their messages, each by their ids:
nobody waits for one who waits."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from geotarget.notices import control
from geotarget.notices.models import Attempt, Chunk, Dispatch
from geotarget.notices.progress import counts
from geotarget.running import cluster
from tests.notices.delivering import send_to
from tests.notices.world import World, street_address

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 20
MESSAGES = 3000
BATCH = 300


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    return send_to(world, [street_address(100 + n, n, 1, size=1) for n in range(1, 13)])


def mixed_up(dispatch: Dispatch, state: str, lease: uuid.UUID) -> None:
    """Messages of a round, stored in no order: each way to find them has its own."""
    Attempt.objects.all().delete()
    Dispatch.objects.update(stopped_at=None, starts_at="2020-01-01T00:00:00Z")
    Chunk.objects.update(state="working", lease_token=lease, lease_until="2100-01-01T00:00:00Z")
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, [state, MESSAGES])


_MESSAGES = """
INSERT INTO attempt (id, dispatch_id, chunk_id, channel, address_token, reference, state,
                     sending_at, provider_id, reason_code)
SELECT n, c.dispatch_id, c.id, 'link-sms', sha256(n::text::bytea), gen_random_uuid(), %s,
       now() - interval '1 hour', '', ''
  FROM generate_series(1, %s) n JOIN chunk c ON c.position = n %% (SELECT count(*) FROM chunk)
 ORDER BY random()
"""


def together(*acts: Callable[[Any], None]) -> None:
    """At the same moment, each by a connection of its own, and by the indexes of a large table."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[Any], None]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
                barrier.wait(30)
                act(cursor)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


def test_stopping_while_batches_begin(dispatch: Dispatch) -> None:
    for _ in range(TIMES):
        lease = uuid.uuid4()
        mixed_up(dispatch, "ready", lease)
        begun: list[str] = []

        def begin(cursor: Any, lease: Any = lease, begun: Any = begun) -> None:
            for first in range(1, MESSAGES, BATCH):
                batch = list(range(first, first + BATCH))
                cursor.execute("SELECT * FROM begin_sending(%s, %s)", [str(lease), batch])
                begun += [reference for (reference,) in cursor.fetchall()]

        together(begin, lambda cursor: cursor.execute("SELECT stop_dispatch(%s)", [dispatch.pk]))
        going = Attempt.objects.filter(state="sending").values_list("reference", flat=True)
        assert set(begun) == set(going), "what was begun is what is being sent"
        assert Attempt.objects.filter(state="stopped").count() == MESSAGES - len(begun)


def test_late_answers_while_messages_are_settled(dispatch: Dispatch) -> None:
    """A worker that was slow, the reconciler, and the provider's word that it has none of them."""
    for _ in range(TIMES):
        mixed_up(dispatch, "sending", uuid.uuid4())
        refs = list(Attempt.objects.order_by("pk").values_list("reference", flat=True))
        Chunk.objects.update(state="done", lease_token=None, lease_until=None)

        def answer(cursor: Any, refs: Any = refs) -> None:
            count, code = len(refs), [""] * len(refs)
            cursor.execute(
                "SELECT record_handovers(%s::text[], %s::text[], %s::text[], %s::text[])",
                [refs, ["accepted"] * count, code, code],
            )

        def ask(cursor: Any, refs: Any = refs) -> None:
            cursor.execute("SELECT reopen_unsent(%s, false)", [sorted(refs)])

        together(answer, ask, lambda cursor: cursor.execute("SELECT reconcile_delivery()"))
        assert not Attempt.objects.filter(state="sending").exists()


def beside(pool: ThreadPoolExecutor, act: Callable[[], Any]) -> Future[None]:
    """It runs by a connection of its own, and has come to a lock that it has to wait for."""

    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    before, running = waiting(), pool.submit(run)
    while waiting() == before and not running.done():
        time.sleep(0.01)
    return running


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def test_stopping_while_residents_are_written(
    world: World, dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Their rows name the dispatch: at their commit the database sees to it that it stays. What
    another worker begins meanwhile has left before the stop."""
    chunk, lease = dispatch.chunks.earliest("pk"), uuid.uuid4()
    message(dispatch.chunks.latest("pk"), "ready")
    Dispatch.objects.update(starts_at="2020-01-01T00:00:00Z")
    dispatch.chunks.update(state="working", lease_token=lease, lease_until="2100-01-01T00:00:00Z")

    def begin() -> None:
        with connection.cursor() as cursor:
            ours = list(dispatch.attempts.values_list("pk", flat=True))
            cursor.execute("SELECT begin_sending(%s, %s)", [str(lease), ours])

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_RESIDENT, [chunk.pk, str(lease), chunk.pk])
            stopping = beside(pool, lambda: control.stop(dispatch, user=world.author))
            beside(pool, begin).result()
        stopping.result()
    dispatch.refresh_from_db()
    assert dispatch.attempts.filter(state="sending", sending_at__lt=dispatch.stopped_at).exists()
    counted = counts(dispatch)
    assert counted.residents == 2
    assert counted.addresses == counted.addresses_stopped
    assert "deadlock" not in caplog.text


_RESIDENT = """
SELECT record_residents(ARRAY[%s::bigint], %s, '{person}', ARRAY[%s::bigint], '{NULL}', '{NULL}',
                        '{NULL}', '{}', '{}')
"""


@pytest.mark.parametrize("channels", [None, ["link-sms"]], ids=["unsent", "undelivered"])
def test_stopping_while_chunks_are_opened_once_more(
    world: World,
    dispatch: Dispatch,
    channels: list[str] | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Their messages lie the other way round than the chunks. What is stopped stays so."""
    low, middle, high = dispatch.chunks.order_by("pk")[:3]
    for chunk in (high, low):
        message(chunk, "not_delivered" if channels else "unknown")
        Chunk.objects.filter(pk=chunk.pk).update(state="done" if channels else "waiting")

    def reopen() -> None:
        refs = list(dispatch.attempts.values_list("reference", flat=True))
        with connection.cursor() as cursor:
            if channels:
                cursor.execute("SELECT reopen_undelivered(%s, 0, 0)", [channels])
            else:
                cursor.execute("SELECT reopen_unsent(%s, false)", [refs])

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Chunk.objects.select_for_update().get(pk=middle.pk)
            acts = [beside(pool, lambda: control.stop(dispatch, user=world.author))]
            acts.append(beside(pool, reopen))
        for act in acts:
            act.result()
    assert not dispatch.chunks.filter(state="waiting").exists()
    assert not dispatch.attempts.filter(state="ready").exists()
    assert "deadlock" not in caplog.text


def message(chunk: Chunk, state: str) -> None:
    reference = str(uuid.uuid4())
    attempt = chunk.dispatch.attempts.create(
        chunk=chunk,
        channel="link-sms",
        address_token=reference.encode()[:32],
        reference=reference,
        state=state,
    )
    chunk.dispatch.recipients.create(
        chunk=chunk, person_token=attempt.address_token, attempt=attempt
    )


def test_a_stop_that_the_database_gives_up_is_made_again(
    world: World, dispatch: Dispatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Somebody at the console of the database, who knows no order."""
    low, high = dispatch.chunks.order_by("pk")[:2]
    other = _OTHER % (high.pk, dispatch.pk)
    name = connection.settings_dict["NAME"]
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Chunk.objects.select_for_update().get(pk=low.pk)
            stopping = beside(pool, lambda: control.stop(dispatch, user=world.author))
            writing = beside(pool, lambda: cluster.query(other, database=name))
        stopping.result()
        writing.result()
    assert counts(dispatch).is_finished
    assert caplog.text.count("stop: once more after a deadlock") == 1


_OTHER = """
SET deadlock_timeout = '1h';
BEGIN;
SELECT FROM chunk WHERE id = %s FOR UPDATE;
SELECT FROM dispatch WHERE id = %s FOR UPDATE;
COMMIT;
"""

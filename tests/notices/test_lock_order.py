"""Who changes several messages at once takes them in one order: nobody waits for one who waits."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from geotarget.notices.models import Attempt, Chunk, Dispatch
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

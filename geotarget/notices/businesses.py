"""Tell the places of business at the addresses of a chunk, through Altinn, by organisation number.

The same rows, states and hand-over as for residents; only nobody is looked up in a register of
persons, and no resident is counted. Their numbers live in this process's memory for the length of a
chunk. See docs/decisions/altinn.md.
"""

from __future__ import annotations

import uuid

from django.db import connection, transaction

from geotarget.domain.contact_policy import ALTINN
from geotarget.domain.tokens import Tokens

from .compose import Ready
from .handover import Delay, hand_over
from .lease import Lease
from .models import Chunk


def tell_businesses(chunk: Chunk, tokens: Tokens, lease: Lease) -> dict[int, Delay]:
    """Returns the delay of the chunk where Altinn did not take all of it."""
    by_token = {tokens.address(ALTINN, number): number for number in _numbers(chunk)}
    lease.check()
    return hand_over(chunk.dispatch, _write(lease, chunk.pk, by_token), lease)


def _numbers(chunk: Chunk) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM businesses_at(%s)", [chunk.business_address_ids])
        return [number for (number,) in cursor.fetchall()]


@transaction.atomic
def _write(lease: Lease, chunk_id: int, by_token: dict[bytes, str]) -> list[Ready]:
    """A row for each business that has none, before anything is sent; returns what is ready."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM record_businesses(%s, %s, %s, %s::bytea[], %s::text[])",
            [
                chunk_id,
                str(lease.token),
                ALTINN,
                list(by_token),
                [str(uuid.uuid4()) for _ in by_token],
            ],
        )
        rows = cursor.fetchall()
    return [
        Ready(attempt_id, chunk_id, ALTINN, reference, by_token[bytes(token)])
        for attempt_id, token, reference in rows
    ]

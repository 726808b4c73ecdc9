"""Receipts from a gateway: settle what was accepted or unknown. Any order, any number of times."""

from __future__ import annotations

from django.db import connection

from geotarget.channels.contract import Delivery, Receipt
from geotarget.domain.delivery_state import AttemptState

STATE_OF = {
    Delivery.DELIVERED: AttemptState.DELIVERED,
    Delivery.FAILED: AttemptState.NOT_DELIVERED,
    # On its way: the gateway has it, so it is not unknown any more.
    Delivery.PENDING: AttemptState.ACCEPTED,
}


def record_receipt(receipt: Receipt) -> bool:
    """Record it; False when the reference is none of ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_receipt(%s, %s, %s)",
            [receipt.reference, STATE_OF[receipt.outcome], receipt.code],
        )
        return bool(cursor.fetchone()[0])

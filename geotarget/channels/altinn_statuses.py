"""Statuses of Altinn 3 Notifications: of a shipment, and of each of its messages."""

from __future__ import annotations

from collections.abc import Collection

from geotarget.channels.contract import Delivery

_DELIVERED = frozenset({"SMS_Delivered", "Email_Delivered"})
_ENDED_UNSENT = frozenset({"Order_SendConditionNotMet", "Order_Cancelled"})
_PERMANENT = frozenset(
    {
        "SMS_Failed_InvalidRecipient",
        "SMS_Failed_BarredReceiver",
        "SMS_Failed_Deleted",
        "Email_Failed_InvalidFormat",
        "Email_Failed_SuppressedRecipient",
    }
)


def delivery_of(shipment: str, messages: Collection[str]) -> Delivery:
    """One that arrived is enough; failed only when every message has. Unknown words: on its way."""
    if not _DELIVERED.isdisjoint(messages):
        return Delivery.DELIVERED
    failed = [status for status in messages if "_Failed" in status]
    if (messages and len(failed) == len(messages)) or shipment in _ENDED_UNSENT:
        return Delivery.FAILED
    return Delivery.FAILED if not messages and "_Failed" in shipment else Delivery.PENDING


def is_permanent(messages: Collection[str]) -> bool:
    """Whether no message to the same numbers and mailboxes will ever arrive."""
    return bool(messages) and _PERMANENT.issuperset(messages)

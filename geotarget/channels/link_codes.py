"""Result codes of LINK Mobility's Common REST API, at handover and in receipts."""

from __future__ import annotations

from geotarget.channels.contract import Delivery

QUEUED = 1005

_DELIVERED = 1001
# Unknown, and on the way: another receipt follows. 1005 says queued.
_PENDING = frozenset({1000, QUEUED, 1007, 1008, 1011, 1012})

# Unknown subscriber, permanently blocked, not a number: the address will not work next time either.
_PERMANENT = frozenset({2104, 2105, 2106})

# Too many at once, or the gateway itself is unwell: the message was not taken and may come again.
_TEMPORARY = frozenset({3, 106000})

# Log-in and rights of the account.
_CONFIGURATION = frozenset({106100, 106101})


def is_permanent(code: int) -> bool:
    """Whether the phone number itself is at fault for good."""
    return code in _PERMANENT


def is_temporary(code: int) -> bool:
    """Whether a message refused with this code may be sent again."""
    return code in _TEMPORARY


def is_configuration(code: int) -> bool:
    """Whether the account, not the message, is at fault."""
    return code in _CONFIGURATION


def delivery_of(code: int) -> Delivery:
    """What a receipt with this code means. A code nobody documented is a failure."""
    if code == _DELIVERED:
        return Delivery.DELIVERED
    return Delivery.PENDING if code in _PENDING else Delivery.FAILED

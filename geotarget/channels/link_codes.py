"""Result codes of LINK Mobility's Common REST API, at handover and in receipts."""

from __future__ import annotations

from geotarget.channels.contract import Delivery, Outcome

QUEUED = 1005

_DELIVERED = 1001
# Unknown, and on the way: another receipt follows. 1005 says queued.
_UNKNOWN = 1000
_PENDING = frozenset({_UNKNOWN, QUEUED, 1007, 1008, 1011, 1012})

# Expired, mailbox full, not delivered; and the ranges of number, charging, content and request.
_REFUSED = frozenset({1002, 1004, 1006})
_RANGES_OF_REFUSALS = (range(2000, 5000), range(106000, 107000))

# Unknown subscriber, permanently blocked, not a number: the address will not work next time either.
_PERMANENT = frozenset({2104, 2105, 2106})

# Too many at once, or the gateway itself is unwell: the message was not taken and may come again.
_TEMPORARY = frozenset({3, 106000})

# Log-in and rights of the account.
_CONFIGURATION = frozenset({106100, 106101})


def is_permanent(code: int) -> bool:
    """Whether the phone number itself is at fault for good."""
    return code in _PERMANENT


def is_configuration(code: int) -> bool:
    """Whether the account, not the message, is at fault."""
    return code in _CONFIGURATION


def outcome_of(code: int) -> Outcome:
    """What a code means at handover. One that nobody documented, or "unknown" itself, says nothing:
    the message may be on its way, and no other channel may tell the same person."""
    if code in _TEMPORARY:
        return Outcome.NOT_SENT
    if _is_no(code):
        return Outcome.REFUSED
    is_known = code == _DELIVERED or (code in _PENDING and code != _UNKNOWN)
    return Outcome.ACCEPTED if is_known else Outcome.UNKNOWN


def delivery_of(code: int) -> Delivery:
    """What a receipt with this code means. One that nobody documented is no final word either."""
    if code == _DELIVERED:
        return Delivery.DELIVERED
    return Delivery.FAILED if _is_no(code) else Delivery.PENDING


def _is_no(code: int) -> bool:
    return code in _REFUSED or any(code in codes for codes in _RANGES_OF_REFUSALS)

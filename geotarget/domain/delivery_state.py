"""States of chunks and attempts, and how long the delivery waits and tries. Data."""

from __future__ import annotations

from enum import StrEnum


class ChunkState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    """Given up: the deadline passed before the registers or the channel answered."""


class AttemptState(StrEnum):
    READY = "ready"
    """Written, not yet handed to the channel; may be sent."""
    SENDING = "sending"
    """Being handed over; whatever happens now, it is never sent again by itself."""
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    REFUSED = "refused"
    """The channel said no, for good."""
    UNKNOWN = "unknown"
    """Nobody can say whether the channel took it; a receipt may settle it."""
    GIVEN_UP = "given_up"
    """Never handed over: the deadline passed."""


class Problem(StrEnum):
    """Why a chunk waits, for the page and the operator."""

    POPULATION_REGISTER_DOWN = "population_register_down"
    CONTACT_REGISTER_DOWN = "contact_register_down"
    SIGN_IN_DOWN = "sign_in_down"
    """Maskinporten: no register lets us in without it."""
    REGISTER_REFUSES = "register_refuses"
    """It answers, and will not answer this question: an operator has to look."""
    CHANNEL_BUSY = "channel_busy"
    NOT_AUTHORISED = "not_authorised"
    INTERNAL = "internal"


LEASE_SECONDS = 20
RECONCILE_SECONDS = 15
MESSAGES_PER_REQUEST = 100
"""Small enough that a killed worker leaves few messages unknown."""
UNSETTLED_PER_REQUEST = 10
"""Smaller still where nothing will ever settle what is unknown."""
HOUSES_PER_CHUNK = 40
"""House-number look-ups in one chunk: one call each."""
WHOLE_STREET_SHARE = 0.6
"""From this share of a street's addresses on, residents are asked for by street."""
DEADLINE_HOURS = 24
RECEIPT_WINDOW_HOURS = 7
"""SMS validity (6 h) and an hour for late receipts; then the key is destroyed."""

_FIRST_WAIT_S = 5
_LONGEST_WAIT_S = 300


def wait_seconds(tries: int) -> int:
    """Seconds until a chunk is tried again: 5, 10, 20 ... 300."""
    return int(min(_FIRST_WAIT_S * 2 ** max(0, tries - 1), _LONGEST_WAIT_S))

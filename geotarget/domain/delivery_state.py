"""States of chunks and attempts, and how long the delivery waits and tries. Data."""

from __future__ import annotations

from enum import StrEnum


class ChunkState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    """Given up: the deadline passed before the registers or the channel answered."""
    STOPPED = "stopped"
    """Somebody stopped the dispatch before anything was handed over here."""


OPEN_STATES = (ChunkState.WAITING, ChunkState.WORKING)
"""Of chunks that are not at their end."""


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
    STOPPED = "stopped"
    """Never handed over: somebody stopped the dispatch."""


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
    CHANNEL_UNCLEAR = "channel_unclear"
    """It answers so that nobody knows what it took: the rest waits instead of becoming unknown."""
    SOME_LATER = "some_later"
    """Some mailboxes do not take the message now; the others were told."""
    RESIDENTS_UNREAD = "residents_unread"
    """Folkeregisteret found persons and would not show them."""
    TOO_MANY_OTHERS = "too_many_others"
    """Nobody is looked up: too many others would be (`lookup_limit`)."""
    INTERNAL = "internal"


SHARED_PROBLEMS = frozenset(Problem) - {
    Problem.SOME_LATER,
    Problem.RESIDENTS_UNREAD,
    Problem.TOO_MANY_OTHERS,
    Problem.INTERNAL,
}
"""Problems that the other chunks of the dispatch would meet too: they wait along, and go on as soon
as one gets through."""


LEASE_SECONDS = 20
RECONCILE_SECONDS = 15
MESSAGES_PER_REQUEST = 1000
"""Where receipts, or asking, settle what a killed worker leaves unknown."""
UNSETTLED_PER_REQUEST = 10
"""Smaller still where nothing will ever settle what is unknown."""
FIRST_PER_REQUEST = 10
"""The first request of a round is a probe: a broken channel makes few messages unknown."""
PROBE_AFTER_DOWN = 1
"""A provider that seemed to be down is tried with one message: it is tried three times a minute,
and each time it may still give an answer of which nobody knows what it took."""
UNREAD_TRIES = 3
"""So often residents whom the register did not show are asked for again."""
AVOIDED_S = 120
"""So long all workers pass by a provider that gives unclear answers or lets nobody in, where there
is a second one: each look whether it is well again may make some messages unknown."""
SHORT_WAIT_S = 5
"""A gateway that asks for no more is waited for; for longer the chunk is given back."""
SOME_LATER_S = 900
"""A mailbox that is full is not ready within seconds, and each try asks the registers anew."""
BEGUN_HOLDS_S = 20
"""So long after a message was marked as begun its request may still leave. A worker that stood
still for longer leaves it: another one may have asked for it meanwhile, been told "there is none",
and sent it."""
ASK_AFTER_S = 150
"""So long after a message was begun, no request of ours is waiting for its answer any more."""
NOT_THERE_AFTER_S = 600
"""Only then "we have no such message" is believed: a request may be stuck on the way, and a
provider may show what it took with a delay."""
REPEAT_WITHIN_S = 3600
"""So long after its last try an unclear message is sent again where the provider takes a key once;
whoever has moved away meanwhile is not looked up for ever."""
SETTLE_SECONDS = 60
FOLLOW_SECONDS = 120
FOLLOW_DAYS = 14
"""So long a provider is asked what became of a message; a printed letter takes days."""
PASS_ON_AFTER_S, PASS_ON_AGAIN_AFTER_S = 120, 3600
"""So long after the first message of a chunk was not delivered, its residents are looked up for
their next channel; and so long after that for later ones. More come meanwhile, and the register is
asked once for all of them."""
ADDRESSES_AT_ONCE = 400
"""Addresses whose chunks are worked on in one round: about 900 residents, and registers give out
1000 a call."""
LOOK_UPS_AT_ONCE = 48
"""Searches in one round at most."""
SEARCHES_AT_ONCE = 8
"""Searches of one round that are under way together."""
ROUNDS_AT_ONCE = 6
"""In each worker process: what waits for one register or gateway lets the others work."""
HOUSES_PER_CHUNK = 40
"""House-number look-ups in one chunk: one call each."""
WHOLE_STREET_SHARE = 0.6
"""From this share of a street's addresses on, residents are asked for by street."""
DEADLINE_HOURS = 24
RECEIPT_WINDOW_HOURS = 7
"""SMS validity (6 h) and an hour for late receipts; then the key is destroyed."""

_FIRST_WAIT_S = 5
_LONGEST_WAIT_S = 40
"""With RECONCILE_SECONDS on top, sending goes on within a minute of the end of a fault."""


def wait_seconds(tries: int) -> int:
    """Seconds until a chunk is tried again: 5, 10, 20, 40, 40 ...."""
    return int(min(_FIRST_WAIT_S * 2 ** max(0, tries - 1), _LONGEST_WAIT_S))

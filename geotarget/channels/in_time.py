"""Messages handed over one after the other: only for some seconds, then the rest goes back.

Between two calls of `send` the caller asks whether it may go on. Somebody may have stopped the
dispatch meanwhile; and a machine that stood still may find that another one does its work.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from geotarget.channels.contract import NOT_BEGUN, Handover, Message, Outcome

BEGIN_WITHIN_S = 3.0
"""With the one message that is then on its way, a stop is felt within five seconds."""
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def running_seconds() -> float:
    """A clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(_CLOCK)


class InTime:
    """The seconds of one call of `send`."""

    def __init__(self) -> None:
        self._end = running_seconds() + BEGIN_WITHIN_S

    def is_over(self) -> bool:
        """Whether no further message may be begun."""
        return running_seconds() > self._end


def not_begun(messages: Sequence[Message]) -> list[Handover]:
    """What goes back as it came."""
    return [Handover(m.reference, Outcome.NOT_SENT, reason_code=NOT_BEGUN) for m in messages]

"""A channel that sends nothing: it prints what would have been sent, for trying out and training.

Who would have got a message is not printed: what a process prints ends in a log.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import ClassVar, TextIO

from geotarget.channels.contract import Capability, Handover, Message, Outcome, require_batch


class Console:
    """Prints to `stream`, by default what the process prints to."""

    name: ClassVar[str] = "console"
    capability: ClassVar[Capability] = Capability("any", max_batch=1000)

    def __init__(self, *, stream: TextIO | None = None) -> None:
        self._stream = stream

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """One block per message. See `Channel.send`."""
        require_batch(messages, self.capability.max_batch)
        return [self._print(message) for message in messages]

    def close(self) -> None:
        """The stream is not ours to close."""

    def _print(self, message: Message) -> Handover:
        stream = self._stream or sys.stdout
        if stream.closed:
            return Handover(message.reference, Outcome.NOT_SENT, reason_code="no-console")
        try:
            stream.write(_shown(message))
            stream.flush()
        except OSError:
            # Some of it may stand there already.
            return Handover(message.reference, Outcome.UNKNOWN, reason_code="console-broken")
        return Handover(message.reference, Outcome.ACCEPTED)


def _shown(message: Message) -> str:
    heading = [message.subject] if message.subject else []
    body = "\n".join([*heading, message.text]).replace("\n", "\n    ")
    return f"--- not sent, {message.reference}\n    {body}\n"

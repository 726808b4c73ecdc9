"""What residents would have got: the log of everything accepted. In memory only."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any, Literal, get_args

Kind = Literal["sms", "email", "letter"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass
class Arrival:
    """One accepted message."""

    number: int
    channel: Kind
    to: str
    sender: str
    subject: str
    text: str
    reference: str
    at: str
    """ISO 8601, UTC."""
    state: str = "queued"


class Arrived:
    """The log. Safe for many threads; an entry is in it before the sender hears of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[Arrival] = []
        self._numbers = count(1)

    def add(
        self,
        channel: Kind,
        *,
        to: str,
        sender: str,
        text: str,
        reference: str,
        subject: str = "",
    ) -> Arrival:
        """Write down one accepted message."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._lock:
            entry = Arrival(next(self._numbers), channel, to, sender, subject, text, reference, now)
            self._entries.append(entry)
            return entry

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries = []

    def matching(
        self,
        *,
        channel: str = "",
        to: str = "",
        reference: str = "",
        words: str = "",
        after: int = 0,
    ) -> list[Arrival]:
        """Entries that fit all that is given, oldest first; `words` are sought in to and text."""
        with self._lock:
            entries = list(self._entries)
        return [
            entry
            for entry in entries
            if entry.number > after
            and (not channel or entry.channel == channel)
            and (not to or entry.to == to)
            and (not reference or entry.reference == reference)
            and (
                not words
                or words.casefold() in f"{entry.to} {entry.subject} {entry.text}".casefold()
            )
        ]


def as_json(entries: list[Arrival], limit: int) -> dict[str, Any]:
    """The newest `limit` entries (0: all) with counts over all of them."""
    per_address = Counter((entry.channel, entry.to) for entry in entries)
    per_text = Counter((entry.channel, entry.to, entry.subject, entry.text) for entry in entries)
    return {
        "total": len(entries),
        "addresses": len(per_address),
        "addresses_more_than_once": sum(n > 1 for n in per_address.values()),
        "same_text_more_than_once": sum(n > 1 for n in per_text.values()),
        "states": dict(Counter(entry.state for entry in entries)),
        "accepted": [asdict(entry) for entry in (entries[-limit:] if limit else entries)],
    }

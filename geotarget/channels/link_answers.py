"""Answers to SMS that LINK Mobility posts: one JSON object per message from a phone."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from geotarget.channels.contract import UnreadableReceipt

_COUNTRY = re.compile(r"^[A-Z]{2}-")
_SENDER = re.compile(r"\+?[0-9]{3,15}")


@dataclass(frozen=True)
class Answer:
    """`repr` shows the number that was written to only."""

    to: str
    """Short number or E.164, as in the sender of an SMS."""
    source: str = field(repr=False)
    """The phone, E.164."""
    text: str = field(repr=False)


def parse_answer(body: bytes) -> Answer:
    """Read one answer. Raises `UnreadableReceipt`, which holds nothing of what came."""
    try:
        fields: dict[str, Any] = json.loads(body)
        to = _COUNTRY.sub("", str(fields["destination"]))
        source, text = str(fields["source"]), str(fields["content"]["userData"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UnreadableReceipt("The answer is not JSON with source and destination.") from None
    if not _SENDER.fullmatch(to):
        raise UnreadableReceipt("The answer was written to no number.")
    return Answer(to=to, source=source, text=text)

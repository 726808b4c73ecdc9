"""Whether somebody who answers an SMS wants no more of them."""

from __future__ import annotations

import re

_STOP = frozenset({"stop", "stopp", "slutt", "avslutt", "unsubscribe"})
_MOST_WORDS = 3
"""A keyword of the provider before it, a polite word after it. More is a letter to somebody."""


def is_stop(text: str) -> bool:
    """STOP or STOPP in any case, alone or with at most two other words."""
    words = re.findall(r"\w+", text.casefold())
    return len(words) <= _MOST_WORDS and not _STOP.isdisjoint(words)

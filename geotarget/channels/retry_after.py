"""How long a provider asks us to wait."""

from __future__ import annotations

import re

LONGEST_WAIT_S = 3600.0
"""No provider is believed to ask for more: a slip of units must not silence everybody for days."""
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]+)?")


def retry_after_seconds(header: str | None) -> float | None:
    """The wait an HTTP `Retry-After` in seconds asks for, an hour at most; None where it is absent,
    a date, or no number."""
    said = _NUMBER.fullmatch((header or "").strip())
    return min(float(said.group()), LONGEST_WAIT_S) if said else None

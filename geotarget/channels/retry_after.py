"""How long a provider asks us to wait."""

from __future__ import annotations


def retry_after_seconds(header: str | None) -> float | None:
    """The wait an HTTP `Retry-After` in seconds asks for; None where it is absent or a date."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None

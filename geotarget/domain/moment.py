"""Points in time as other systems write them."""

from __future__ import annotations

from datetime import UTC, datetime


def read_moment(value: object) -> datetime | None:
    """Aware UTC out of ISO 8601; understands an offset without minutes (`+02`). None if no time.

    A time without offset is read as UTC. Not for the cadastre, whose times are Norwegian.
    """
    try:
        moment = datetime.fromisoformat(str(value))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

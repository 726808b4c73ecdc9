"""How frozen lists are put together: and, or, not. Data; SQL does it (`combined_addresses.sql`)."""

from __future__ import annotations

from enum import StrEnum


class Combination(StrEnum):
    ANY = "or"
    """On at least one of the lists."""
    ALL = "and"
    """On each of the lists."""
    FIRST_ONLY = "not"
    """On the first list and on none of the others."""


MOST_LISTS = 50

"""Neighbours of a property: which parcels they are asked of, and which kinds of them are meant.

```
{"parcels": ["<teigId>"], "kinds": ["adjoining", "across_road"], "metres": 50}
```

`kinds` are those that are taken: without the member, adjoining and across the road. `metres` (1 to
500) is how far `within` reaches. See `sql/functions/parcel_neighbours.sql` for what each means.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .errors import InputError, gettext_noop

MOST_PARCELS = 50
MOST_METRES = 500
_PARCEL = re.compile(r"[0-9A-Za-z.:_-]{1,60}")


class NeighbourKind(StrEnum):
    """How a parcel is a neighbour: the first that holds."""

    ADJOINING = "adjoining"
    ACROSS_ROAD = "across_road"
    WITHIN = "within"


@dataclass(frozen=True)
class Neighbours:
    parcels: tuple[str, ...]
    """teigId of each parcel whose neighbours are meant."""
    kinds: tuple[NeighbourKind, ...] = (NeighbourKind.ADJOINING, NeighbourKind.ACROSS_ROAD)
    metres: float = 50.0

    def as_json(self) -> dict[str, Any]:
        return {
            "parcels": list(self.parcels),
            "kinds": [str(kind) for kind in self.kinds],
            "metres": self.metres,
        }


def parse_neighbours(raw: Any) -> Neighbours | None:
    """What a selection says of neighbours; None where it says nothing. Raises `InputError`."""
    if raw is None:
        return None
    if not isinstance(raw, dict) or set(raw) - {"parcels", "kinds", "metres"}:
        raise InputError(
            gettext_noop("Neighbours must be a JSON object with parcels, kinds and metres.")
        )
    return Neighbours(
        _parcels(raw.get("parcels")), _kinds(raw.get("kinds")), metres_of(raw.get("metres", 50))
    )


def metres_of(value: Any) -> float:
    """How far neighbours are looked for, in metres. Raises `InputError`."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not 1 <= value <= MOST_METRES:
        raise InputError(gettext_noop("Write metres from 1 to %(most)s."), most=MOST_METRES)
    return float(value)


def _parcels(value: Any) -> tuple[str, ...]:
    is_list = isinstance(value, list) and 0 < len(value) <= MOST_PARCELS
    if not is_list or not all(isinstance(one, str) and _PARCEL.fullmatch(one) for one in value):
        raise InputError(
            gettext_noop("Choose a property, with at most %(most)s parcels, and try again."),
            most=MOST_PARCELS,
        )
    return tuple(dict.fromkeys(value))


def _kinds(value: Any) -> tuple[NeighbourKind, ...]:
    if value is None:
        return Neighbours.kinds
    if not isinstance(value, list) or not all(kind in list(NeighbourKind) for kind in value):
        raise InputError(
            gettext_noop("Neighbours are of the kinds %(known)s."), known=", ".join(NeighbourKind)
        )
    return tuple(kind for kind in NeighbourKind if kind in value)

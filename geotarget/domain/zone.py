"""A zone around what is drawn, as data: how wide, on which side, and how a line's zone ends.

A GeoJSON feature carries it as a member of its properties, and its shape comes from
`zone_shape.py`:

```
{"type": "Feature", "geometry": {"type": "LineString", ...},
 "properties": {"zone": {"buffer_m": 25, "side": "left", "ends": "flat"}}}
```
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from .errors import InputError, gettext_noop

Choice = TypeVar("Choice", bound=StrEnum)

LEAST_BUFFER_M = 1.0
MOST_BUFFER_M = 50_000.0
MAX_VERTICES_IN_ZONE = 2_000
"""Of a line or polygon with a zone around it; every vertex may become an arc."""
MAX_VERTICES_BESIDE = 300
"""Of lines with a zone on one side, which is made of a strip for each segment: a narrow zigzag of
so many takes two seconds."""


class ZoneSide(StrEnum):
    BOTH = "both"
    """All around; of a polygon with the polygon itself."""
    LEFT = "left"
    """Of a line, looking the way in which it was drawn. Such a zone has flat ends."""
    RIGHT = "right"
    OUTSIDE = "outside"
    """A ring: around a polygon, without the polygon itself."""


class ZoneEnds(StrEnum):
    ROUND = "round"
    FLAT = "flat"


SIDES = {
    "Point": (ZoneSide.BOTH,),
    "LineString": (ZoneSide.BOTH, ZoneSide.LEFT, ZoneSide.RIGHT),
    "Polygon": (ZoneSide.BOTH, ZoneSide.OUTSIDE),
    "MultiPolygon": (ZoneSide.BOTH, ZoneSide.OUTSIDE),
}


@dataclass(frozen=True)
class Zone:
    buffer_m: float
    """Metres in EPSG:25833, between `LEAST_BUFFER_M` and `MOST_BUFFER_M`."""
    side: ZoneSide = ZoneSide.BOTH
    ends: ZoneEnds = ZoneEnds.ROUND


def is_beside(zone: Zone | None) -> bool:
    """Whether it lies on one side of a line."""
    return zone is not None and zone.side in (ZoneSide.LEFT, ZoneSide.RIGHT)


def zone_in(properties: Any) -> Zone | None:
    """The zone in a feature's properties; a "zone" of another make is not ours.

    Raises `InputError`.
    """
    given = properties.get("zone") if isinstance(properties, dict) else None
    if not isinstance(given, dict):
        return None
    if not given.keys() <= {"buffer_m", "side", "ends"}:
        raise InputError(gettext_noop("A zone has the members buffer_m, side and ends, no others."))
    return Zone(
        _metres(given.get("buffer_m")),
        _one_of(ZoneSide, given.get("side", ZoneSide.BOTH)),
        _one_of(ZoneEnds, given.get("ends", ZoneEnds.ROUND)),
    )


def check_zone(zone: Zone | None, kind: str) -> None:
    """Whether a geometry of this kind may have the zone. Raises `InputError`."""
    if zone is None:
        if kind in ("Point", "LineString"):
            raise InputError(
                gettext_noop(
                    "An area must be polygons; this has the type %(kind)s. "
                    "Give a point or a line a zone of metres."
                ),
                kind=kind,
            )
    elif zone.side not in SIDES[kind]:
        raise InputError(
            gettext_noop("A zone around a %(kind)s cannot be “%(side)s”. Known: %(known)s."),
            kind=kind,
            side=zone.side,
            known=", ".join(SIDES[kind]),
        )


def _metres(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not math.isfinite(value) or not _is_width(value):
        raise InputError(
            gettext_noop("The width of a zone is a number of metres from %(least)s to %(most)s."),
            least=f"{LEAST_BUFFER_M:.0f}",
            most=f"{MOST_BUFFER_M:.0f}",
        )
    return float(value)


def _is_width(value: float) -> bool:
    return LEAST_BUFFER_M <= value <= MOST_BUFFER_M


def _one_of(choices: type[Choice], value: Any) -> Choice:
    try:
        return choices(value)
    except (ValueError, TypeError):
        raise InputError(
            gettext_noop("“%(value)s” is not known in a zone. Known: %(known)s."),
            value=str(value)[:60],
            known=", ".join(choices),
        ) from None

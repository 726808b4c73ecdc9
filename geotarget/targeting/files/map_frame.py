"""A part of the country on a part of the paper: scale, places, north."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geotarget.domain.coordinates import to_degrees, to_storage

from .paper import MM

SCALES = (
    500, 1_000, 2_000, 2_500, 5_000, 7_500, 10_000, 15_000, 20_000, 25_000, 50_000, 75_000, 100_000,
    150_000, 200_000, 250_000, 500_000, 750_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000,
    5_000_000, 10_000_000, 20_000_000,
)  # fmt: skip
_MARGIN = 1.08
"""Room around what is shown."""
_BAR_MM = 50.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapFrame:
    """Left, bottom, width and height on the page in points; the middle in EPSG:25833 metres."""

    left: float
    bottom: float
    width: float
    height: float
    middle: tuple[float, float]
    scale: int
    """1 : scale."""

    @classmethod
    def around(cls, box: Box, left: float, bottom: float, width: float, height: float) -> MapFrame:
        """The largest scale at which the whole box (west, south, east, north) is in the frame."""
        west, south, east, north = box
        needed = max((east - west) / width, (north - south) / height) * MM * 1_000 * _MARGIN
        scale = next((s for s in SCALES if s >= needed), SCALES[-1])
        return cls(left, bottom, width, height, ((west + east) / 2, (south + north) / 2), scale)

    @property
    def points_per_metre(self) -> float:
        return MM * 1_000 / self.scale

    @property
    def box(self) -> Box:
        """What is in the frame: west, south, east, north, EPSG:25833 metres."""
        (x, y), half = self.middle, 1 / (2 * self.points_per_metre)
        return (
            x - self.width * half, y - self.height * half,
            x + self.width * half, y + self.height * half,
        )  # fmt: skip

    def metres(self, points: float) -> float:
        return points / self.points_per_metre

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Points on the page of a place in EPSG:25833 metres."""
        (middle_x, middle_y), factor = self.middle, self.points_per_metre
        return (
            self.left + self.width / 2 + (x - middle_x) * factor,
            self.bottom + self.height / 2 + (y - middle_y) * factor,
        )

    def bar_metres(self) -> int:
        """A round length of which the scale bar is at most five centimetres long."""
        most = _BAR_MM / 1_000 * self.scale
        power = 10 ** math.floor(math.log10(most))
        return int(max(step * power for step in (1, 2, 5) if step * power <= most))

    def north_degrees(self) -> float:
        """How far true north lies to the right of the page's upwards; up to ten degrees."""
        longitude, latitude = to_degrees(*self.middle)
        east, north = to_storage(longitude, latitude + 0.01)
        return math.degrees(math.atan2(east - self.middle[0], north - self.middle[1]))

"""An arc through three positions as lines, in metres: they leave it by at most a centimetre."""

from __future__ import annotations

import math

Position = tuple[float, float]
DEVIATION_M = 0.01
MOST_LINES = 10_000


def arc(start: Position, middle: Position, end: Position) -> list[Position]:
    """Positions from `start` to `end`; the three themselves where they lie on a line."""
    (x1, y1), (x2, y2), (x3, y3) = start, middle, end
    cross = (x2 - x1) * (y3 - y1) - (y2 - y1) * (x3 - x1)
    if abs(cross) < 1e-9:
        return [start, middle, end]
    b, c = (x2 - x1) ** 2 + (y2 - y1) ** 2, (x3 - x1) ** 2 + (y3 - y1) ** 2
    x = x1 + ((y3 - y1) * b - (y2 - y1) * c) / (2 * cross)
    y = y1 + ((x2 - x1) * c - (x3 - x1) * b) / (2 * cross)
    radius = math.hypot(x1 - x, y1 - y)
    first = math.atan2(y1 - y, x1 - x)
    turn = (math.atan2(y3 - y, x3 - x) - first) % (2 * math.pi)
    turn = turn if cross > 0 else turn - 2 * math.pi
    step = 2 * math.acos(max(0.0, 1 - DEVIATION_M / max(radius, DEVIATION_M)))
    count = min(MOST_LINES, max(2, math.ceil(abs(turn) / max(step, 1e-9))))
    angles = (first + turn * i / count for i in range(1, count))
    return [start, *((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles), end]

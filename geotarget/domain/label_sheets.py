"""Sheets of labels on A4: the common ones as data, and any other by its measures. Millimetres."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .errors import InputError, gettext_noop

PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210.0, 297.0
SMALLEST_MM = 10.0
_ROUNDING_MM = 0.05
"""What measures in whole tenths may add up to beyond the edge."""


@dataclass(frozen=True)
class LabelSheet:
    """Equal labels in columns and rows. Without margins of its own it stands in the middle."""

    width_mm: float
    height_mm: float
    columns: int
    rows: int
    gap_x_mm: float = 0.0
    gap_y_mm: float = 0.0
    left_mm: float | None = None
    top_mm: float | None = None

    @property
    def labels(self) -> int:
        return self.columns * self.rows

    @property
    def used_width_mm(self) -> float:
        return self.columns * self.width_mm + (self.columns - 1) * self.gap_x_mm

    @property
    def used_height_mm(self) -> float:
        return self.rows * self.height_mm + (self.rows - 1) * self.gap_y_mm

    def corners_mm(self) -> Iterator[tuple[float, float]]:
        """The upper left corner of each label from the page's upper left, row by row."""
        left = (PAGE_WIDTH_MM - self.used_width_mm) / 2 if self.left_mm is None else self.left_mm
        top = (PAGE_HEIGHT_MM - self.used_height_mm) / 2 if self.top_mm is None else self.top_mm
        for row in range(self.rows):
            for column in range(self.columns):
                x = left + column * (self.width_mm + self.gap_x_mm)
                yield x, top + row * (self.height_mm + self.gap_y_mm)

    def check(self) -> None:
        """Raises `InputError` where the labels are too small or do not fit on the page."""
        if min(self.width_mm, self.height_mm) < SMALLEST_MM or self.labels < 1:
            raise InputError(
                gettext_noop("A label must be at least %(limit)s mm wide and high."),
                limit=int(SMALLEST_MM),
            )
        right = (self.left_mm or 0.0) + self.used_width_mm
        bottom = (self.top_mm or 0.0) + self.used_height_mm
        if right > PAGE_WIDTH_MM + _ROUNDING_MM or bottom > PAGE_HEIGHT_MM + _ROUNDING_MM:
            raise InputError(
                gettext_noop(
                    "The labels need %(width)s × %(height)s mm, and A4 is 210 × 297 mm. "
                    "Take fewer or smaller ones."
                ),
                width=round(right, 1),
                height=round(bottom, 1),
            )


SHEETS = {
    "L7160": LabelSheet(63.5, 38.1, 3, 7, gap_x_mm=2.54),
    "L7159": LabelSheet(63.5, 33.9, 3, 8, gap_x_mm=2.54),
    "L7161": LabelSheet(63.5, 46.6, 3, 6, gap_x_mm=2.54),
    "L7163": LabelSheet(99.1, 38.1, 2, 7, gap_x_mm=2.5),
    "L7162": LabelSheet(99.1, 33.9, 2, 8, gap_x_mm=2.5),
    "L7165": LabelSheet(99.1, 67.7, 2, 4, gap_x_mm=2.5),
    "L7173": LabelSheet(99.1, 57.0, 2, 5, gap_x_mm=2.5),
    "L7651": LabelSheet(38.1, 21.2, 5, 13, gap_x_mm=2.5),
    "3474": LabelSheet(70.0, 37.0, 3, 8),
    "3475": LabelSheet(70.0, 36.0, 3, 8),
}
"""Avery's numbers; other makers print them on their boxes too."""

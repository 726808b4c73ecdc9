"""Sheets of labels as PDF: one for each address on the list, or for each unit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.pdfgen.canvas import Canvas

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.label_sheets import LabelSheet

from ..models import AddressList, ListedAddress
from .about import included
from .paper import BOLD, FONT, MM, PAGE_HEIGHT, fitting, new_canvas

MOST_LABELS = 20_000
"""More are work for a printing house: it takes the spreadsheet."""
_PADDING = 3.5 * MM
_LEADING = 1.25


@dataclass(frozen=True)
class Wanted:
    sheet: LabelSheet
    per_unit: bool
    """A label for each numbered unit of an address instead of one for the address."""
    heading: str
    """The line above each address, as "To the residents of"; may be empty."""
    first: int
    """Where on the first sheet to begin, from 1: a sheet may be used up in part."""


def as_labels(chosen: AddressList, rows: Iterable[ListedAddress], wanted: Wanted) -> IO[bytes]:
    """The PDF as an open file that is gone when it is closed. What is left out gets no label.

    Raises `InputError` where there would be too many.
    """
    if label_count(chosen, wanted) > MOST_LABELS:
        raise InputError(
            gettext_noop(
                "That would be %(count)s labels, and %(limit)s are made at once. Divide the list, "
                "or give the spreadsheet to a printing house."
            ),
            count=label_count(chosen, wanted),
            limit=MOST_LABELS,
        )
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    title = _("Labels for %(name)s") % {"name": chosen.name}
    author = chosen.organisation.name
    canvas = new_canvas(made, title=title, author=author, language=get_language() or "nb")
    _draw(canvas, _texts(rows, wanted), wanted)
    canvas.save()
    made.seek(0)
    return made


def label_count(chosen: AddressList, wanted: Wanted) -> int:
    """At most so many."""
    if wanted.per_unit and chosen.unit_count is not None:
        return max(chosen.address_count, chosen.unit_count)
    return chosen.address_count


def _texts(rows: Iterable[ListedAddress], wanted: Wanted) -> Iterator[list[str]]:
    for address in included(rows):
        units = [unit for unit in address.units or () if unit] if wanted.per_unit else []
        place = f"{address.postcode} {address.post_town}".strip()
        for unit in units or [""]:
            lines = (wanted.heading, f"{address.label} {unit}".strip(), place)
            yield [line for line in lines if line]


def _draw(canvas: Canvas, texts: Iterator[list[str]], wanted: Wanted) -> None:
    corners = list(wanted.sheet.corners_mm())
    place = min(wanted.first, len(corners)) - 1
    for lines in texts:
        if place == len(corners):
            canvas.showPage()
            place = 0
        _label(canvas, lines, corners[place], wanted)
        place += 1


def _label(
    canvas: Canvas, lines: list[str], corner_mm: tuple[float, float], wanted: Wanted
) -> None:
    """The lines in the middle of the label's height, each as wide as there is room."""
    sheet = wanted.sheet
    room = sheet.width_mm * MM - 2 * _PADDING
    size = min(11.0, (sheet.height_mm * MM - _PADDING) / len(lines) / _LEADING)
    left = corner_mm[0] * MM + _PADDING
    middle = PAGE_HEIGHT - (corner_mm[1] + sheet.height_mm / 2) * MM
    baseline = middle + (len(lines) / 2 - 1) * size * _LEADING + size * 0.25
    for line in lines:
        is_heading = line is lines[0] and bool(wanted.heading)
        text, fitted = fitting(line, FONT if is_heading else BOLD, size, room)
        canvas.setFont(FONT if is_heading else BOLD, fitted)
        canvas.drawString(left, baseline, text)
        baseline -= size * _LEADING

"""A list as a map on one A4 page, from our own data: area, addresses, parcels, scale, north."""

from __future__ import annotations

import tempfile
from typing import IO

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from ..messages import grouped
from ..models import AddressList
from ..selected import rows
from .about import SOURCE
from .map_drawing import AREA, AREA_FILL, INK, added_mark, cross, draw_map, removed_mark
from .map_frame import Box, MapFrame
from .map_header import draw_header, draw_logo, header_lines, height_of
from .paper import FONT, MM, PAGE_HEIGHT, PAGE_WIDTH, fitting, new_canvas

_MARGIN = 12 * MM
_LEAST_TOP, _FOOT = 32 * MM, 40 * MM
_SMALLEST_M = 120.0
_SOFT = HexColor("#4c5866")


def as_map(chosen: AddressList) -> IO[bytes]:
    """The PDF as an open file that is gone when it is closed.

    Parcels are those of the cadastre of today; the page says so where they are too many to draw.
    """
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    title = f"{chosen.name} ({_('version %(version)s') % {'version': chosen.version}})"
    author = chosen.organisation.name
    canvas = new_canvas(made, title=title, author=author, language=get_language() or "nb")
    header = header_lines(chosen, title, PAGE_WIDTH - 2 * _MARGIN)
    frame = _frame(chosen, max(_LEAST_TOP, height_of(header)))
    has_parcels = draw_map(canvas, frame, chosen)
    draw_header(canvas, chosen, header, _MARGIN, PAGE_HEIGHT - _MARGIN)
    draw_logo(canvas, chosen, PAGE_WIDTH - _MARGIN, PAGE_HEIGHT - _MARGIN)
    _footer(canvas, frame, chosen, has_parcels)
    canvas.save()
    made.seek(0)
    return made


def _frame(chosen: AddressList, top: float) -> MapFrame:
    box = rows("SELECT * FROM list_extent(%s)", [chosen.pk])[0]
    bottom = _MARGIN + _FOOT
    height = PAGE_HEIGHT - bottom - _MARGIN - top
    width = PAGE_WIDTH - 2 * _MARGIN
    return MapFrame.around(_not_too_small(tuple(box.values())), _MARGIN, bottom, width, height)


def _not_too_small(box: Box) -> Box:
    west, south, east, north = box
    more_x, more_y = (max(0.0, _SMALLEST_M - side) / 2 for side in (east - west, north - south))
    return west - more_x, south - more_y, east + more_x, north + more_y


def _footer(canvas: Canvas, frame: MapFrame, chosen: AddressList, has_parcels: bool) -> None:
    y = frame.bottom - 8 * MM
    _scale_bar(canvas, frame, y)
    _legend(canvas, frame, chosen, y)
    room = PAGE_WIDTH - 2 * _MARGIN
    y -= 9 * MM
    canvas.setFillColor(_SOFT)
    for line in _small_print(chosen, has_parcels):
        text, size = fitting(line, FONT, 7.5, room)
        canvas.setFont(FONT, size)
        canvas.drawString(_MARGIN, y, text)
        y -= 3.9 * MM


def _small_print(chosen: AddressList, has_parcels: bool) -> list[str]:
    extracted = chosen.data_extracted_at
    day = f"{timezone.localtime(extracted):%d.%m.%Y}" if extracted else "–"
    facts = {
        "time": f"{timezone.localtime(chosen.created_at):%d.%m.%Y %H.%M}",
        "day": day,
        "today": f"{timezone.localdate():%d.%m.%Y}",
    }
    parcels = _("Parcels as the cadastre has them today, %(today)s.")
    none = _("No parcels are drawn: there are too many at this scale, or none are loaded.")
    return [
        _("Frozen %(time)s from address data of %(day)s. Printed %(today)s.") % facts,
        parcels % facts if has_parcels else none,
        _("Source: %(source)s. Coordinates: EPSG:25833 (UTM 33). The arrow shows true north.")
        % {"source": SOURCE},
        f"{_('Checksum (SHA-256)')}: {chosen.checksum}",
    ]


def _scale_bar(canvas: Canvas, frame: MapFrame, y: float) -> None:
    metres = frame.bar_metres()
    length = metres * frame.points_per_metre
    canvas.setStrokeColor(INK)
    canvas.setFillColor(INK)
    canvas.setLineWidth(0.8)
    canvas.rect(frame.left, y, length / 2, 1.4 * MM, fill=1)
    canvas.rect(frame.left + length / 2, y, length / 2, 1.4 * MM, fill=0)
    canvas.setFont(FONT, 8)
    canvas.drawString(frame.left, y + 2.6 * MM, "0")
    canvas.drawCentredString(frame.left + length, y + 2.6 * MM, _length(metres))
    scale = _("Scale 1 : %(scale)s") % {"scale": grouped(frame.scale)}
    canvas.drawString(frame.left, y - 3.4 * MM, scale)


def _length(metres: int) -> str:
    return f"{grouped(metres // 1_000)} km" if metres >= 1_000 else f"{metres} m"


def _legend(canvas: Canvas, frame: MapFrame, chosen: AddressList, y: float) -> None:
    x = frame.left + 62 * MM
    canvas.setFont(FONT, 8)
    if chosen.geom is not None:
        canvas.setFillColor(AREA_FILL)
        canvas.setStrokeColor(AREA)
        canvas.setLineWidth(1.2)
        canvas.rect(x, y - 0.6 * MM, 6 * MM, 3 * MM, fill=1)
        x = _said(canvas, x + 8 * MM, y, _("Area"))
    canvas.setFillColor(INK)
    canvas.circle(x + 1 * MM, y + 0.8 * MM, 1.1, stroke=0, fill=1)
    x = _said(canvas, x + 3 * MM, y, _("Address on the list"))
    by_itself = chosen.left_out_count - chosen.removed_count
    for count, mark, words in (
        (chosen.added_count, added_mark, _("Added")),
        (chosen.removed_count, removed_mark, _("Taken out")),
        (by_itself, cross, _("Left out")),
    ):
        if count:
            mark(canvas, x + 1.2 * MM, y + 0.8 * MM)
            x = _said(canvas, x + 3.5 * MM, y, words)


def _said(canvas: Canvas, x: float, y: float, text: str) -> float:
    canvas.setFillColor(INK)
    canvas.drawString(x, y, text)
    return x + canvas.stringWidth(text, FONT, 8) + 6 * MM

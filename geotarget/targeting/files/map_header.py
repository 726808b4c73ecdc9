"""The head of the map on paper: what it is a map of, in words, and the organisation's logo."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from geotarget.organisations.theme import logo_of

from ..filter_words import in_words
from ..messages import address_count, grouped, rule_name, unit_count
from ..models import AddressList
from ..picked_words import in_words as picked_words
from .map_drawing import INK
from .paper import BOLD, FONT, MM, fitting

_SIZE = 9.5
_LEADING = 1.45
_MOST_LINES = 3
"""Of what was picked, and of the filters; the page of the list has all of it."""
Line = tuple[str, str, float]
"""Text, font and its size."""


def header_lines(chosen: AddressList, title: str, room: float) -> list[Line]:
    """What fits into so many points of width. What was picked by name is told in words: no outline
    shows it."""
    room -= logo_size(chosen)[0]
    counts = f"{address_count(chosen.address_count)} · {unit_count(chosen.unit_count)}"
    if chosen.left_out_count:
        counts += f" · {_('Left out')}: {grouped(chosen.left_out_count)}"
    wanted = [(title, BOLD, 16.0), (counts, FONT, 12.0)]
    wanted += [(text, FONT, _SIZE) for text in _selection(chosen, room)]
    wanted.append((chosen.organisation.name, FONT, _SIZE))
    fitted = ((fitting(text, font, size, room), font) for text, font, size in wanted)
    return [(text, font, size) for (text, size), font in fitted]


def _selection(chosen: AddressList, room: float) -> list[str]:
    """A rule is for areas: where nothing is drawn it says nothing."""
    return [
        *_told(_("Picked by name"), picked_words(chosen.drawing), room),
        *([str(rule_name(chosen.rule))] if chosen.geom is not None or chosen.combined else []),
        *_told(_("Filters"), in_words(chosen.drawing), room),
    ]


def _told(name: str, words: Sequence[object], room: float) -> list[str]:
    if not words:
        return []
    lines = simpleSplit(f"{name}: {'; '.join(map(str, words))}", FONT, _SIZE, room)
    return [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])][: len(lines)]


def height_of(lines: Sequence[Line]) -> float:
    """In points, with the room below."""
    return 8 * MM + sum(size * _LEADING for *_rest, size in lines)


def draw_header(
    canvas: Canvas, chosen: AddressList, lines: Sequence[Line], left: float, top: float
) -> None:
    """Lines from the upper left corner down, in the organisation's colour."""
    colour = chosen.organisation.colour
    canvas.setFillColor(HexColor(colour) if colour else INK)
    y = top - 5 * MM
    for text, font, size in lines:
        canvas.setFont(font, size)
        canvas.drawString(left, y, text)
        y -= size * _LEADING


def draw_logo(canvas: Canvas, chosen: AddressList, right: float, top: float) -> None:
    png = logo_of(chosen.organisation)
    if png is not None:
        width, height = logo_size(chosen)
        across = width - 4 * MM
        canvas.drawImage(
            ImageReader(BytesIO(png)), right - across, top - height, across, height, mask="auto"
        )


def logo_size(chosen: AddressList) -> tuple[float, float]:
    """The width that it takes with the room beside it, and its height, in points; 0 without one."""
    png = logo_of(chosen.organisation)
    if png is None:
        return 0.0, 0.0
    width, height = ImageReader(BytesIO(png)).getSize()
    shown = min(16 * MM, 50 * MM * height / width)
    return shown * width / height + 4 * MM, shown

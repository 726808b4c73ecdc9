"""What is drawn on a printed map: parcels, the area, a mark for every address, names, north."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from geotarget.domain.coordinates import STORAGE_SRID

from ..models import AddressList
from ..selected import Row, rows
from .map_frame import MapFrame
from .paper import BOLD, FONT, MM

_DOT_MM = 0.4
"""Addresses closer than this on the paper are one dot."""
_MOST_PARCELS = 12_000
_MOST_NAMES, _NUMBERS_TO_SCALE = 40, 5_000
"""More street names than these, or house numbers on a smaller scale, could not be read."""
INK, LEFT_OUT, AREA = HexColor("#1c2530"), HexColor("#8a1c0c"), HexColor("#0b4f8a")
AREA_FILL = Color(0.04, 0.31, 0.54, alpha=0.12)
_LINES = HexColor("#9aa5b1")
_PAPER = Color(1, 1, 1, alpha=0.8)


def draw_map(canvas: Canvas, frame: MapFrame, chosen: AddressList) -> bool:
    """True where the parcels could be drawn."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(frame.left, frame.bottom, frame.width, frame.height)
    canvas.clipPath(path, stroke=0)
    has_parcels = _parcels(canvas, frame)
    _area(canvas, frame, chosen)
    _places(canvas, frame, chosen)
    canvas.restoreState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    canvas.rect(frame.left, frame.bottom, frame.width, frame.height)
    _north(canvas, frame)
    return has_parcels


def _parcels(canvas: Canvas, frame: MapFrame) -> bool:
    found = rows(
        "SELECT ST_AsEWKB(line) AS line FROM parcel_lines("
        "ST_MakeEnvelope(%s, %s, %s, %s, %s), %s, %s)",
        [*frame.box, STORAGE_SRID, frame.metres(0.2 * MM), _MOST_PARCELS],
    )
    canvas.setStrokeColor(_LINES)
    canvas.setLineWidth(0.35)
    for row in found:
        path = canvas.beginPath()
        for line in _lines(row["line"]):
            _trace(path, frame, line)
        canvas.drawPath(path)
    return bool(found)


def _lines(wkb: memoryview) -> list[Sequence[tuple[float, float]]]:
    shape = GEOSGeometry(wkb)
    parts = shape if isinstance(shape, MultiLineString) else [shape]
    return [part.coords for part in parts if isinstance(part, LineString)]


def _trace(path: PDFPathObject, frame: MapFrame, corners: Sequence[tuple[float, float]]) -> None:
    path.moveTo(*frame.place(*corners[0]))
    for corner in corners[1:]:
        path.lineTo(*frame.place(*corner))


def _area(canvas: Canvas, frame: MapFrame, chosen: AddressList) -> None:
    """Holes stay empty: what two rings both surround is not filled."""
    if chosen.geom is None:
        return
    canvas.setStrokeColor(AREA)
    canvas.setFillColor(AREA_FILL)
    canvas.setLineWidth(1.4)
    path = canvas.beginPath()
    for polygon in chosen.geom.coords:
        for ring in polygon:
            _trace(path, frame, ring)
            path.close()
    canvas.drawPath(path, fill=1, stroke=1, fillMode=0)


def _places(canvas: Canvas, frame: MapFrame, chosen: AddressList) -> None:
    cell_m = frame.metres(_DOT_MM * MM)
    found = rows("SELECT * FROM list_map_places(%s, %s)", [chosen.pk, cell_m])
    dots, added, removed, left_out, streets = (
        [row for row in found if row["kind"] == kind]
        for kind in ("included", "added", "removed", "left_out", "street")
    )
    if frame.scale <= _NUMBERS_TO_SCALE:
        for row in [*dots, *added]:
            _word(canvas, frame, row, FONT, 5.5, 1.3 * MM)
    if len(streets) <= _MOST_NAMES:
        for row in streets:
            _word(canvas, frame, row, BOLD, 7, 3.2 * MM)
    _dots(canvas, frame, dots)
    _marks(canvas, frame, left_out, cross)
    _marks(canvas, frame, removed, removed_mark)
    _marks(canvas, frame, added, added_mark)


def _dots(canvas: Canvas, frame: MapFrame, places: list[Row]) -> None:
    """A line of no length with round ends is a dot, in a fraction of a circle's bytes."""
    canvas.setStrokeColor(INK)
    canvas.setLineCap(1)
    canvas.setLineWidth(1.9 if len(places) < 2_000 else 1.1)
    path = canvas.beginPath()
    for row in places:
        x, y = frame.place(row["x"], row["y"])
        path.moveTo(x, y)
        path.lineTo(x, y)
    canvas.drawPath(path)
    canvas.setLineCap(0)


def _marks(
    canvas: Canvas,
    frame: MapFrame,
    places: list[Row],
    mark: Callable[[Canvas, float, float], None],
) -> None:
    for row in places:
        mark(canvas, *frame.place(row["x"], row["y"]))


def added_mark(canvas: Canvas, x: float, y: float) -> None:
    """A diamond with a plus, as on the map of the page."""
    _outline(canvas, [(x, y + 4), (x + 4, y), (x, y - 4), (x - 4, y)], INK)
    canvas.line(x - 2, y, x + 2, y)
    canvas.line(x, y - 2, x, y + 2)


def removed_mark(canvas: Canvas, x: float, y: float) -> None:
    """A square with a cross, as on the map of the page."""
    square = [(x - 3, y - 3), (x + 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)]
    _outline(canvas, square, LEFT_OUT)
    cross(canvas, x, y)


def _outline(canvas: Canvas, corners: list[tuple[float, float]], colour: Color) -> None:
    canvas.setStrokeColor(colour)
    canvas.setFillColor(white)
    canvas.setLineWidth(0.8)
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, fill=1, stroke=1)


def cross(canvas: Canvas, x: float, y: float) -> None:
    canvas.setStrokeColor(LEFT_OUT)
    canvas.setLineWidth(0.7)
    canvas.line(x - 1.5, y - 1.5, x + 1.5, y + 1.5)
    canvas.line(x - 1.5, y + 1.5, x + 1.5, y - 1.5)


def _word(canvas: Canvas, frame: MapFrame, row: Row, font: str, size: float, above: float) -> None:
    if not row["label"]:
        return
    x, y = frame.place(row["x"], row["y"])
    width = canvas.stringWidth(row["label"], font, size)
    canvas.setFillColor(_PAPER)
    canvas.rect(x - width / 2 - 0.5, y + above - 0.5, width + 1, size, stroke=0, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(font, size)
    canvas.drawCentredString(x, y + above, row["label"])


def _north(canvas: Canvas, frame: MapFrame) -> None:
    canvas.saveState()
    canvas.translate(frame.left + frame.width - 9 * MM, frame.bottom + frame.height - 11 * MM)
    canvas.setFillColor(white)
    canvas.circle(0, 0, 7 * MM, stroke=0, fill=1)
    canvas.rotate(-frame.north_degrees())
    canvas.setFillColor(INK)
    path = canvas.beginPath()
    path.moveTo(0, 4.5 * MM)
    for x, y in ((-2, -4.5), (0, -2.5), (2, -4.5)):
        path.lineTo(x * MM, y * MM)
    path.close()
    canvas.drawPath(path, fill=1, stroke=0)
    canvas.setFont(BOLD, 8)
    canvas.drawCentredString(0, 4.9 * MM, "N")
    canvas.restoreState()

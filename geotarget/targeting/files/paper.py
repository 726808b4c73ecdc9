"""A PDF with letters of every language here, Sámi among them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import IO

from django.core.exceptions import ImproperlyConfigured
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_FONTS = Path("/usr/share/fonts/truetype/dejavu")
PAGE_WIDTH, PAGE_HEIGHT = A4
MM = mm
"""One millimetre in points."""


def new_canvas(file: IO[bytes], *, title: str, author: str, language: str) -> Canvas:
    """An A4 page, upright, with its origin in the lower left corner, in points."""
    _register_fonts()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, lang=language)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setCreator("Geotarget")
    return canvas


@functools.cache
def _register_fonts() -> None:
    for name in (FONT, BOLD):
        try:
            pdfmetrics.registerFont(TTFont(name, _FONTS / f"{name}.ttf"))
        except (OSError, TTFError) as error:
            raise ImproperlyConfigured(
                f"PDFs need the font {name} in {_FONTS}: install the package fonts-dejavu-core."
            ) from error


def fitting(text: str, font: str, size: float, width: float) -> tuple[str, float]:
    """The text and a size at which it fits into so many points, cut with … where it must be."""
    smallest = size * 0.7
    while size > smallest and pdfmetrics.stringWidth(text, font, size) > width:
        size -= 0.25
    while len(text) > 1 and pdfmetrics.stringWidth(text, font, size) > width:
        text = text[:-2].rstrip() + "…"
    return text, size

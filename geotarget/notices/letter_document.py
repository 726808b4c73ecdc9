"""The letter itself as PDF: the same for every recipient, so that nobody's name is in it."""

from __future__ import annotations

import io

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from geotarget.domain import message_text
from geotarget.targeting.files.paper import BOLD, FONT, MM, PAGE_HEIGHT, PAGE_WIDTH, new_canvas

from .models import Dispatch, Notice

_MARGIN = 25 * MM
_TOP = PAGE_HEIGHT - 30 * MM
_SIZE, _LEADING, _TITLE_SIZE = 11, 15, 15


def letter_document(words: Notice | Dispatch) -> bytes:
    """PDF of what a notice or a dispatch says by letter."""
    content = words.content()
    file = io.BytesIO()
    canvas = new_canvas(
        file,
        title=content.email_subject,
        author=words.organisation.name,
        language=content.written_in,
    )
    page = _Page(canvas)
    page.write(words.organisation.name, BOLD)
    page.write(content.department)
    page.write(_day(words))
    page.skip(2)
    page.write(content.email_subject, BOLD, _TITLE_SIZE)
    page.skip()
    page.write(message_text.letter_body(content))
    canvas.save()
    return file.getvalue()


def _day(words: Notice | Dispatch) -> str:
    """The day of the sending, the same on every try; in the language of the letter."""
    moment = words.started_at if isinstance(words, Dispatch) else timezone.now()
    with override(words.form_of_norwegian()):
        return date_format(timezone.localtime(moment), "DATE_FORMAT")


class _Page:
    """Writes downwards, on as many pages as it takes."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas, self._at = canvas, _TOP

    def write(self, text: str, font: str = FONT, size: float = _SIZE) -> None:
        for paragraph in text.split("\n"):
            for line in simpleSplit(paragraph, font, size, PAGE_WIDTH - 2 * _MARGIN) or [""]:
                self._line(line, font, size)

    def skip(self, lines: int = 1) -> None:
        self._at -= lines * _LEADING

    def _line(self, line: str, font: str, size: float) -> None:
        if self._at < _MARGIN:
            self._canvas.showPage()
            self._at = _TOP
        self._canvas.setFont(font, size)
        self._canvas.drawString(_MARGIN, self._at, line)
        self._at -= _LEADING * size / _SIZE

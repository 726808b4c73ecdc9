"""A list as an Excel workbook (XLSX): codes are text, what looks like a formula is text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import IO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from geotarget.domain.errors import InputError, gettext_noop

from ..export import COLUMNS, as_row, neutralised
from ..models import AddressList, ListedAddress
from .about import expected_rows, told
from .neighbours import COLUMNS as NEIGHBOUR_COLUMNS
from .neighbours import NOTE, neighbour_rows

MOST_ROWS = 1_048_575
"""What a sheet holds below its heading."""
_NUMBERS = frozenset({"antall_bruksenheter", "ost_25833", "nord_25833"})
"""What is counted or measured. Nobody adds gnr and bnr up: they are codes, as the postcode is."""
_IS_NUMBER = [name in _NUMBERS for name in COLUMNS]
_WIDTHS = {"adresseId": 13, "adresse": 32, "poststed": 18, "bruksenheter": 24, "grunn": 20}


def as_xlsx(chosen: AddressList, rows: Iterable[ListedAddress]) -> IO[bytes]:
    """The workbook as an open file that is gone when it is closed.

    Raises `InputError` where a sheet cannot hold the list.
    """
    if expected_rows(chosen) > MOST_ROWS:
        raise InputError(
            gettext_noop(
                "The list has %(count)s rows, and a spreadsheet holds %(limit)s. "
                "Take CSV or GeoPackage."
            ),
            count=expected_rows(chosen),
            limit=MOST_ROWS,
        )
    made = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        with Workbook(made, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
            _addresses(book, rows)
            _neighbours(book, chosen)
            _about(book, chosen)
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _addresses(book: Workbook, rows: Iterable[ListedAddress]) -> None:
    sheet = book.add_worksheet(_("Addresses"))
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, name in enumerate(COLUMNS):
        sheet.set_column(
            column, column, _WIDTHS.get(name, 12), None if _IS_NUMBER[column] else text
        )
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": "A1:N1048576"})
    last = 0
    for last, address in enumerate(rows, start=1):
        _write(sheet, last, as_row(address))
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)


def _write(sheet: Worksheet, line: int, row: list[object]) -> None:
    for column, value in enumerate(row):
        if value is None or value == "":
            continue
        if _IS_NUMBER[column]:
            sheet.write_number(line, column, float(str(value)))
        else:
            sheet.write_string(line, column, neutralised(value))


def _neighbours(book: Workbook, chosen: AddressList) -> None:
    if not chosen.neighbours:
        return
    sheet = book.add_worksheet(_("Neighbouring properties"))
    bold = book.add_format({"bold": True})
    sheet.set_column(0, len(NEIGHBOUR_COLUMNS) - 1, 16)
    for line, row in enumerate([[NOTE], NEIGHBOUR_COLUMNS, *neighbour_rows(chosen.neighbours)]):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value)
            elif value:
                sheet.write_string(line, column, neutralised(value), bold if line < 2 else None)


def _about(book: Workbook, chosen: AddressList) -> None:
    sheet = book.add_worksheet(_("About the list"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 70)
    for line, (name, value) in enumerate(told(chosen)):
        sheet.write_string(line, 0, name)
        sheet.write_string(line, 1, neutralised(value))

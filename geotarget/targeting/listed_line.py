"""One line of a pasted list, taken apart: adresseId, cadastral number, or address as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .typed import PROPERTY_PATTERN
from .typed_address import parse_address

_KEY = re.compile(r"[0-9]{5,18}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PROPERTY = re.compile(r"(?:.*[^\d\s,]\s*,\s*)?" + PROPERTY_PATTERN, re.IGNORECASE)
_COLUMN = re.compile(r"[\t;]")
_LETTER_APART = re.compile(r"(?<=[0-9]), (?=[A-ZÆØÅa-zæøå](?:,|$))")
_SHORT_POSTCODE = re.compile(r"^(.*[0-9] ?[A-ZÆØÅa-zæøå]?), ([0-9]{3})(?=,|$)")


@dataclass(frozen=True)
class Line:
    number: int
    """From 1, empty lines counted."""
    text: str
    asked: dict[str, Any]
    """What `sql/functions/find_listed.sql` reads, without the number."""
    postcode: str = ""
    place: str = ""
    """Post town or municipality, in capitals, where one is written."""

    @property
    def is_house(self) -> bool:
        return "number" in self.asked

    @property
    def street(self) -> str:
        """The name before the number, as it is written."""
        return self.text[: len(self.asked["name"])]

    @property
    def house(self) -> str:
        return f"{self.asked['number']}{self.asked['letter']}"

    @property
    def is_property(self) -> bool:
        return "gnr" in self.asked


def one_text(line: str) -> str:
    """A line of a list, or of a table: "Storgata;5;B;9994;Strandvik" as "Storgata, 5B, 9994,
    Strandvik", "9901;12;3" as "9901-12/3". A spreadsheet drops the first 0 of a postcode.
    """
    cells = [" ".join(cell.strip(' "').split()) for cell in _COLUMN.split(line)]
    cells = [cell for cell in cells if cell]
    if len(cells) in (3, 4, 5) and all(cell.isdecimal() for cell in cells) and len(cells[0]) == 4:
        return f"{cells[0]}-{'/'.join(cells[1:])}"
    text = _LETTER_APART.sub("", ", ".join(cells))
    if len(cells) > 1:
        text = _SHORT_POSTCODE.sub(r"\1, 0\2", text)
    return text.strip(" ,;")


def read_line(number: int, text: str) -> Line:
    """Every text is something: what is neither key nor number is a name."""
    if _KEY.fullmatch(text):
        return Line(number, text, {"id": text})
    if found := _PROPERTY.fullmatch(text):
        asked: dict[str, Any] = {name: int(found[name]) for name in _NUMBERS if found[name]}
        named = {"municipality": found["municipality"]} if found["municipality"] else {}
        return Line(number, text, asked | named)
    address = parse_address(text)
    if address is None:
        return Line(number, text, {"name": text.upper()})
    asked = {"name": address.street.upper(), "number": address.number, "letter": address.letter}
    return Line(number, text, asked, address.postcode, address.place.upper())


_NUMBERS = ("gnr", "bnr", "fnr", "snr", "undernumber")

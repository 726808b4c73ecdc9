"""One line of a pasted list, taken apart: adresseId, cadastral number, or address as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from geotarget.domain.house_numbers import split_house

from .typed import parse_house

_KEY = re.compile(r"[0-9]{5,18}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PROPERTY = re.compile(
    r"(?:.*[^\d\s,]\s*,\s*)?(?:(?P<municipality>[0-9]{4})[- ,]\s*)?"
    r"(?:g(?:nr|årdsnr)\.? ?)?(?P<gnr>[0-9]{1,6}) ?(?:/|,? ?b(?:nr|ruksnr)\.?) ?(?P<bnr>[0-9]{1,6})"
    r"(?: ?(?:/|,? ?f(?:nr|estenr)\.?) ?(?P<fnr>[0-9]{1,6}))?"
    r"(?: ?(?:/|,? ?s(?:nr|eksjonsnr)\.?) ?(?P<snr>[0-9]{1,6}))?(?:-(?P<undernumber>[0-9]{1,6}))?",
    re.IGNORECASE,
)
_ADDRESS = r"(?P<address>.*?[0-9] ?(?-i:[A-ZÆØÅa-zæøå])?)"
_POSTCODE = re.compile(_ADDRESS + r"(?:, ?| )(?P<postcode>[0-9]{4})(?:,? (?P<place>[^\d,]+))?")
_PLACE = re.compile(_ADDRESS + r"(?P<postcode>), (?P<place>[^\d,]+)")


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


def read_line(number: int, text: str) -> Line:
    """Every text is something: what is neither key nor number is a name."""
    if _KEY.fullmatch(text):
        return Line(number, text, {"id": text})
    if found := _PROPERTY.fullmatch(text):
        asked: dict[str, Any] = {name: int(found[name]) for name in _NUMBERS if found[name]}
        named = {"municipality": found["municipality"]} if found["municipality"] else {}
        return Line(number, text, asked | named)
    postal = _POSTCODE.fullmatch(text) or _PLACE.fullmatch(text)
    address = postal["address"] if postal else text
    house = parse_house(address)
    if house is None or not _HOUSE.fullmatch(house[1]):
        return Line(number, text, {"name": text.upper()})
    digits, letter = split_house(house[1])
    asked = {"name": house[0].upper(), "number": digits, "letter": letter}
    if postal is None:
        return Line(number, text, asked)
    return Line(number, text, asked, postal["postcode"], (postal["place"] or "").strip().upper())


_NUMBERS = ("gnr", "bnr", "fnr", "snr", "undernumber")
_HOUSE = re.compile("[0-9]{1,5}[A-ZÆØÅ]?")

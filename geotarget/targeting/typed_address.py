"""An address as it stands on a letter: "Storgata 5B H0102, 9994 Strandvik", taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HOUSE = (
    r"(?P<street>.*?[^\d\s,])[\s,]+(?P<number>[0-9]{1,5}) ?(?P<letter>[A-ZÆØÅa-zæøå])?(?![^\W_])"
)
_UNIT = r"(?:[\s,]+(?P<unit>[HULKhulk][0-9]{4}))?"
_POSTAL = r"(?:[\s,]+(?P<postcode>[0-9]{4}))?(?:[\s,]+(?P<place>[^\d\s,][^\d,]+))?"
_ADDRESS = re.compile(_HOUSE + _UNIT + _POSTAL)


@dataclass(frozen=True)
class TypedAddress:
    street: str
    number: int
    letter: str
    """In capitals."""
    unit: str
    """Bruksenhetsnummer, as "H0102"; "" where none is written."""
    postcode: str
    place: str
    """Post town or municipality as written, or the beginning of it; "" where none is."""

    @property
    def house(self) -> str:
        return f"{self.number}{self.letter}"

    @property
    def words(self) -> str:
        """Street and number alone."""
        return f"{self.street} {self.house}"

    @property
    def is_postal(self) -> bool:
        """Whether more is written than street and number."""
        return bool(self.unit or self.postcode or self.place)


def parse_address(text: str) -> TypedAddress | None:
    """None where the text is no street with a house number."""
    match = _ADDRESS.fullmatch(text.strip(" ,"))
    if match is None:
        return None
    unit, letter = ((match[name] or "").upper() for name in ("unit", "letter"))
    postal = ((match[name] or "").strip() for name in ("postcode", "place"))
    return TypedAddress(match["street"].rstrip(), int(match["number"]), letter, unit, *postal)

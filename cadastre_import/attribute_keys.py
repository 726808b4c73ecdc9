"""What a row of an organisation's own file is about: a property or an address, in one spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?:(\d{4})\s*-\s*)?(\d{1,5})\s*/\s*(\d{1,5})(?:\s*/\s*(\d{1,5}))?(?:\s*/\s*\d{1,5})?"
)
_PART = re.compile(r"\d{1,5}")
_MUNICIPALITY = re.compile(r"\d{4}")
_HOUSE = re.compile(r"(?P<street>.*[^\W\d_].*?)[\s,]+(?P<number>\d{1,5})\s*(?P<letter>[^\W\d_])?")


class Unreadable(ValueError):
    """The row names nothing that could be looked up; the text is the reason, without its values."""


@dataclass(frozen=True)
class Key:
    """`key` is a property ("9901-12/3/1") or an adresseId; "" for an address by its text."""

    key: str = ""
    municipality_number: str = ""
    street_name: str = ""
    number: int | None = None
    letter: str = ""
    postcode: str = ""


def by_cadastral_number(given: dict[str, str], municipality: str) -> Key:
    """From `number` ("9901-12/3", "12/3/0/0") or `gnr`, `bnr`, `fnr`; a section is its property."""
    parts = _parts(given)
    number = parts[0] or given.get("municipality_number") or municipality
    if not _MUNICIPALITY.fullmatch(number.zfill(4) if number.isdecimal() else ""):
        raise Unreadable("kommunenummer is not four digits")
    gnr, bnr, fnr = (int(part or 0) for part in parts[1:])
    if not gnr:
        raise Unreadable("gardsnummer is 0")
    return Key(f"{number.zfill(4)}-{gnr}/{bnr}" + (f"/{fnr}" if fnr else ""))


def _parts(given: dict[str, str]) -> tuple[str, str, str, str]:
    """Municipality, gnr, bnr, fnr as text; empty where the row does not say."""
    if "number" in given:
        found = _NUMBER.fullmatch(given["number"].strip())
        if found is None:
            raise Unreadable("the cadastral number is not written as 9901-12/3 or 12/3/1")
        return found[1] or "", found[2], found[3], found[4] or ""
    gnr, bnr, fnr = (given.get(name, "") for name in ("gnr", "bnr", "fnr"))
    if not _PART.fullmatch(gnr) or not _PART.fullmatch(bnr) or not _PART.fullmatch(fnr or "0"):
        raise Unreadable("gardsnummer, bruksnummer or festenummer is not a whole number")
    return "", gnr, bnr, fnr


def by_address_id(given: dict[str, str], municipality: str) -> Key:
    key = given["id"].removesuffix(".0").casefold()
    if not re.fullmatch(r"[0-9a-z-]{1,40}", key):
        raise Unreadable("adresseId is not a number")
    return Key(key)


def by_address_text(given: dict[str, str], municipality: str) -> Key:
    """From `text` ("Storgata 4 B, 9994 STRANDVIK"), or `street`, `number` and `letter`."""
    text = given["text"].partition(",")[0] if "text" in given else _written(given)
    found = _HOUSE.fullmatch(text.strip())
    if found is None:
        raise Unreadable("the address is not a street and a number")
    postcode = given.get("postcode", "") or "".join(
        re.findall(r",\s*(\d{4})\b", given.get("text", ""))
    )
    return Key(
        municipality_number=given.get("municipality_number") or municipality,
        street_name=found["street"],
        number=int(found["number"]),
        letter=(found["letter"] or "").upper(),
        postcode=postcode if re.fullmatch(r"\d{4}", postcode) else "",
    )


def _written(given: dict[str, str]) -> str:
    return f"{given.get('street', '')} {given.get('number', '')}{given.get('letter', '')}"


KEYS = {
    "matrikkel": (
        by_cadastral_number,
        ({"number"}, {"gnr", "bnr"}),
        {"fnr", "municipality_number"},
    ),
    "adresseId": (by_address_id, ({"id"},), set[str]()),
    "address": (
        by_address_text,
        ({"text"}, {"street", "number"}),
        {"letter", "postcode", "municipality_number"},
    ),
}
"""By the word in a description: how a key is read, which columns it needs (one of the sets), and
which more it knows."""

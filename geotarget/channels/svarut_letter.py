"""The request that creates one letter in KS SvarUt: JSON first, then the document.

Limits as in KS's description of v3; what is longer is cut, since the document holds the whole text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from urllib3 import encode_multipart_formdata

from geotarget.channels.contract import Letter, Message

DOCUMENT = "brev.pdf"
_TITLE, _NAME, _LINE, _POSTCODE = 1000, 100, 70, 20
_NUMBER = re.compile(r"[0-9]{11}")


class BadLetter(ValueError):
    """No letter can be made of the message. The text is a code."""


def letter_body(message: Message, *, correlation: str = "") -> tuple[bytes, str]:
    """The body and its content type. Raises BadLetter."""
    if message.letter is None or not _NUMBER.fullmatch(message.to) or not message.letter.name:
        raise BadLetter("letter-incomplete")
    fields = json.dumps(_letter(message, correlation), ensure_ascii=False).encode()
    return encode_multipart_formdata(
        [
            ("forsendelse", ("forsendelse", fields, "application/json")),
            ("dokumenter", (DOCUMENT, message.letter.document, "application/pdf")),
        ]
    )


def _letter(message: Message, correlation: str) -> dict[str, Any]:
    letter = message.letter
    assert letter is not None
    given = {
        "tittel": _cut(message.subject or "", _TITLE),
        "mottaker": {"navn": _cut(letter.name, _NAME), "digitalId": message.to} | _address(letter),
        "avgivendeSystem": "Geotarget",
        "eksternReferanse": message.reference,
        "korrelasjonsid": correlation,
        "dokumenter": [{"filnavn": DOCUMENT, "mimeType": "application/pdf"}],
    }
    return {name: value for name, value in given.items() if value}


def _address(letter: Letter) -> dict[str, dict[str, str]]:
    """Where it is printed and sent to, if SvarUt finds no digital way; nothing where not known."""
    lines = [_cut(line, _LINE) for line in letter.address_lines if line.strip()][:3]
    if not lines or not letter.post_town.strip():
        return {}
    address = {f"adresselinje{number}": line for number, line in enumerate(lines, start=1)}
    address["poststed"] = _cut(letter.post_town, _LINE)
    if letter.postcode:
        address["postnummer"] = _cut(letter.postcode, _POSTCODE)
    return {"adresse": address}


def _cut(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"

"""What a person has typed, taken apart."""

from __future__ import annotations

import pytest

from geotarget.targeting.typed import parse_property
from geotarget.targeting.typed_address import TypedAddress, parse_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storgata 5", ("Storgata", "5", "", "", "")),
        ("Storgata 5, 9994 Strandvik", ("Storgata", "5", "", "9994", "Strandvik")),
        ("storgata 14b 9994 strandvik", ("storgata", "14B", "", "9994", "strandvik")),
        ("Storgata 14 B, 9994", ("Storgata", "14B", "", "9994", "")),
        ("Storgata 5 Mo i Rana", ("Storgata", "5", "", "", "Mo i Rana")),
        ("Storgata 5 h0102", ("Storgata", "5", "H0102", "", "")),
        ("Storgata 5B, H0102, 9994 Nord-Odal", ("Storgata", "5B", "H0102", "9994", "Nord-Odal")),
        ("7. juni plass 14b, 9994", ("7. juni plass", "14B", "", "9994", "")),
        ("Moen, Bygdevegen 33, Strandvik", ("Moen, Bygdevegen", "33", "", "", "Strandvik")),
        ("Felt 7 Nord 5", ("Felt 7 Nord", "5", "", "", "")),
    ],
)
def test_an_address_as_on_a_letter(text: str, expected: tuple[str, ...]) -> None:
    found = parse_address(text)
    assert isinstance(found, TypedAddress)
    assert (found.street, found.house, found.unit, found.postcode, found.place) == expected


@pytest.mark.parametrize("text", ["Storgata", "12/3", "Storgata 5x9", "Storgata 2-12", "9994", ""])
def test_what_is_no_address(text: str) -> None:
    assert parse_address(text) is None


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("47/1", "47/1", "47/1"),
        ("47/1/0/0", "47/1", "47/1"),
        ("47/1/3", "47/1/3", "47/1/3"),
        ("47/1/0/2", "47/1", "47/1/0/2"),
        ("9901 47/1/3/2-4", "9901-47/1/3-4", "9901-47/1/3/2"),
        ("gnr. 47, bnr. 1", "47/1", "47/1"),
    ],
)
def test_a_cadastral_number(text: str, words: str, number: str) -> None:
    found = parse_property(text)
    assert found is not None
    assert (found.words, found.number) == (words, number)

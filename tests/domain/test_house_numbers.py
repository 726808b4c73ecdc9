from __future__ import annotations

import pytest

from geotarget.domain.errors import InputError
from geotarget.domain.house_numbers import Side, StreetPart, parse_street
from geotarget.domain.selection import parse_selection


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9901-1010", StreetPart("9901-1010")),
        ("9901-1010 12-40", StreetPart("9901-1010", "12", "40")),
        ("9901-1010 12A-14B even", StreetPart("9901-1010", "12A", "14B", Side.EVEN)),
        ("9901-1010 12- odd", StreetPart("9901-1010", "12", "", Side.ODD)),
        ("9901-1010 -14B", StreetPart("9901-1010", "", "14B")),
        ("9901-1010 odd", StreetPart("9901-1010", side=Side.ODD)),
        ("9901-1010 12B-12", StreetPart("9901-1010", "12B", "12")),
    ],
)
def test_a_street_is_one_text(text: str, part: StreetPart) -> None:
    assert parse_street(text) == part
    assert str(part) == text


@pytest.mark.parametrize(
    "text", ["", "Storgata", "9901-1 ", "9901-1 -", "9901-1 12", "9901-1 12a-14", "9901-1 all"]
)
def test_what_is_no_street(text: str) -> None:
    assert parse_street(text) is None


@pytest.mark.parametrize("ends", ["40-12", "14B-14A", "5B-5A odd"])
def test_the_last_number_does_not_come_first(ends: str) -> None:
    with pytest.raises(InputError, match="Turn them round"):
        parse_selection({"streets": [f"9901-1010 {ends}"]})


@pytest.mark.parametrize("key", ["9910", "postcode:", "street:9901-1", "postcode:99 10", 9910])
def test_what_is_no_district(key: object) -> None:
    with pytest.raises(InputError):
        parse_selection({"districts": [key]})


def test_streets_and_districts_are_named_together() -> None:
    selection = parse_selection({"streets": ["9901-1"], "districts": ["postcode:9910"]})
    assert selection.named == ["9901-1", "postcode:9910"]
    assert parse_selection({"districts": ["county:99"]}).named == ["county:99"]

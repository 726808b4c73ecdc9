"""Descriptions of an organisation's own files: what they become, and what is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import.attribute_description import read_attribute_description
from cadastre_import.attribute_keys import KEYS, Unreadable
from cadastre_import.refusal import DeliveryRefused
from fixtures.generate import SAMPLE

GEBYR = SAMPLE.parent / "attributes" / "gebyr.toml"


def described(tmp_path: Path, before: str = "", after: str = "") -> None:
    """Read the sample's description with a part of it replaced."""
    text = GEBYR.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "own.toml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    read_attribute_description(path)


def test_the_sample_becomes_what_its_examples_say(tmp_path: Path) -> None:
    described(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            '"Kommunalt vann" = "Vann"',
            '"Kommunalt vann" = "Eier"',
            "“Eier” seems to hold a name of persons",
        ),
        ('"Trykksone" = "Sone"', '"Trykksone" = "Fødselsnr"', "an identity number"),
        ('"Trykksone" = "Sone"', '"Mobil nr" = "Sone"', "a phone number"),
        ('"Trykksone" = "Sone"', '"Trykksone" = "E-post"', "an e-mail address"),
        ('Sone = "Høy" }', 'Sone = "kari@example.no" }', "“Sone” seems to hold an e-mail address"),
        ('Sone = "Høy" }', 'Sone = "998 77 665" }', "“Sone” seems to hold a phone number"),
        ('key = "9901-10/1"', 'key = "9901-10/2"', "Example 1: the row becomes"),
        (
            'Gnr = "10"',
            'Gnr = "ti"',
            "gardsnummer, bruksnummer or festenummer is not a whole number",
        ),
        ('key = "matrikkel"', 'key = "gate"', "must be one of: matrikkel, adresseId, address"),
        ('key = "matrikkel"', 'key = "adresseId"', "“columns” of the key adresseId are id"),
        ('"windows-1252"', '"klingon"', "“klingon” is no encoding"),
        ('delimiter = ";"', 'separator = ";"', "“separator” is not known here"),
        ('title = "Gebyrsystemet"', "title = 3", "“title” must be a text"),
        ('title = "Gebyrsystemet"', "title =", "is not TOML"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        described(tmp_path, before, after)
    assert said in str(refused.value)


def test_a_description_needs_an_example(tmp_path: Path) -> None:
    text = GEBYR.read_text(encoding="utf-8").split("[[examples]]")[0]
    (tmp_path / "own.toml").write_text("examples = []\n" + text, encoding="utf-8")
    with pytest.raises(DeliveryRefused, match="write at least one row"):
        read_attribute_description(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("kind", "given", "key"),
    [
        ("matrikkel", {"number": "9901-12/3"}, "9901-12/3"),
        ("matrikkel", {"number": "12/3/0/0"}, "9901-12/3"),
        ("matrikkel", {"number": "12/3/1/4"}, "9901-12/3/1"),
        ("matrikkel", {"gnr": "012", "bnr": "3", "municipality_number": "301"}, "0301-12/3"),
        ("adresseId", {"id": "6504230836"}, "6504230836"),
    ],
)
def test_a_key_has_one_spelling(kind: str, given: dict[str, str], key: str) -> None:
    assert KEYS[kind][0](given, "9901").key == key


@pytest.mark.parametrize(
    ("given", "street", "number", "letter", "postcode"),
    [
        ({"text": "Storgata 4B"}, "Storgata", 4, "B", ""),
        ({"text": "Storgata 4 b, 9994 STRANDVIK"}, "Storgata", 4, "B", "9994"),
        ({"text": "7. juni-plassen 12"}, "7. juni-plassen", 12, "", ""),
        ({"street": "Storgata", "number": "4", "letter": "B"}, "Storgata", 4, "B", ""),
    ],
)
def test_an_address_is_read_as_people_write_it(
    given: dict[str, str], street: str, number: int, letter: str, postcode: str
) -> None:
    key = KEYS["address"][0](given, "9901")
    assert (key.street_name, key.number, key.letter, key.postcode) == (
        street,
        number,
        letter,
        postcode,
    )


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("matrikkel", {"number": "12-3"}),
        ("matrikkel", {"gnr": "0", "bnr": "0"}),
        ("matrikkel", {"gnr": "12", "bnr": "3", "municipality_number": "Strandvik"}),
        ("adresseId", {"id": "Storgata 1"}),
        ("address", {"text": "Storgata"}),
        ("address", {"text": ""}),
    ],
)
def test_what_cannot_be_looked_up_is_told_without_its_text(
    kind: str, given: dict[str, str]
) -> None:
    with pytest.raises(Unreadable) as fault:
        KEYS[kind][0](given, "9901")
    assert not any(
        value and value in str(fault.value) for value in given.values() if len(value) > 1
    )

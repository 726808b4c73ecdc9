"""What own attributes must not hold: persons, by the column's name or its values."""

from __future__ import annotations

import pytest

from geotarget.domain.personal_columns import personal_name, personal_value


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ("Eier", "a name of persons"),
        ("Fakturamottaker", "a name of persons"),
        ("Ektefelle", "a name of persons"),
        ("Merknad", "free text"),
        ("Intern kommentar", "free text"),
        ("Diagnose", "health of persons"),
        ("Tlf.nr", "a phone number"),
        ("Trykksone", None),
        ("Kommunalt vann", None),
    ],
)
def test_a_column_is_refused_by_its_name(column: str, what: str | None) -> None:
    assert personal_name(column) == what


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("ring 912 34 567 ved feil", "a phone number"),
        ("+4791234567", "a phone number"),
        ("nr20036914700", "an identity number"),
        ("skriv til eier@example.no", "an e-mail address"),
        ("Ola Nordmann", "a name of persons"),
        ("NORDMANN, OLA", "a name of persons"),
        ("Olav Tryggvasons gate", None),
        ("Per Gynts vei", None),
        ("Kommunalt vann", None),
        ("Sone Nord", None),
        ("12345678.5", None),
        ("H0101", None),
    ],
)
def test_a_value_is_refused_by_what_stands_in_it(value: str, what: str | None) -> None:
    assert personal_value(value) == what

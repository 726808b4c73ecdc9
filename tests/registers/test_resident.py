"""The register leaves out what it likes; reading it must bear that."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotarget.registers.resident import Protection, protection_of, read_resident

NAMES = [
    "bostedsadresse", "deltBosted", "oppholdsadresse", "status", "foedsel", "adressebeskyttelse",
    "doedsfall", "vegadresse", "matrikkeladresse", "adressenummer", "matrikkelnummer", "poststed",
    "erGjeldende", "adressegradering", "husnummer", "foedselsdato", "graderingsnivaa",
]  # fmt: skip
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([None, True, False, 7, -1, "", "x", "12", "2020-02-30", "fortrolig"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6))
def test_no_shape_of_answer_breaks_the_reading(person: dict[str, Any]) -> None:
    resident = read_resident("1", person)
    assert resident.protection in Protection


def test_a_street_address_without_number_is_kept() -> None:
    resident = read_resident(
        "1",
        {
            "bostedsadresse": [
                {"vegadresse": {"adressenavn": "Storgata"}, "adressegradering": "ugradert"}
            ]
        },
    )
    assert resident.home is not None
    assert (resident.home.street_name, resident.home.number) == ("Storgata", None)


def test_history_is_not_taken_for_today() -> None:
    old = {"erGjeldende": False, "adresseIdentifikatorFraMatrikkelen": "1"}
    new = {"erGjeldende": True, "adresseIdentifikatorFraMatrikkelen": "2"}
    resident = read_resident("1", {"bostedsadresse": [old, new]})
    assert [home.address_matrikkel_id for home in resident.homes] == ["2"]


def test_the_strictest_word_counts() -> None:
    person = {
        "adressebeskyttelse": [{"graderingsnivaa": "ugradert"}],
        "bostedsadresse": [{"adressegradering": "klientadresse"}],
        "deltBosted": [{"adressegradering": "fortrolig"}],
    }
    assert read_resident("1", person).protection is Protection.CONFIDENTIAL


@pytest.mark.parametrize("word", ["hemmelig", "", "UGRADERT", 7])
def test_a_word_nobody_described_counts_as_the_strictest(word: object) -> None:
    assert protection_of(word) is Protection.STRICTLY_CONFIDENTIAL


def test_a_death_outweighs_the_status() -> None:
    person = {"status": [{"status": "bosatt"}], "doedsfall": {"doedsdato": "2026-01-01"}}
    assert read_resident("1", person).status == "doed"

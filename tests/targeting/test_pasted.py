"""A pasted list: every line is taken or told, with its number, its fault and what may be meant."""

from __future__ import annotations

from typing import Any

import pytest

from geotarget.cadastre.models import Address, CadastralUnit, Unit
from geotarget.domain.errors import InputError
from geotarget.targeting.listed_hit import Fault
from geotarget.targeting.listed_line import one_text, read_line
from geotarget.targeting.pasted import read_list

from . import strandvik as cadastre
from .conftest import Post

TERRITORY = ["9901"]
pytestmark = pytest.mark.usefixtures("town")


def taken(text: str) -> list[str]:
    """Labels and names of everything that is picked; no line may be at fault."""
    found = read_list(text, TERRITORY)
    assert found.faults == []
    return [
        *(one["name"] for hit in found.hits for one in [*hit.streets, *hit.districts]),
        *(address["label"] for hit in found.hits for address in hit.addresses),
        *(f"{one['metres']} m {one['label']}" for hit in found.hits for one in hit.circles),
    ]


def fault(text: str) -> Fault:
    found = read_list(text, TERRITORY)
    assert found.hits == []
    [told] = found.faults
    return told


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Storgata 5", ["Storgata 5"]),
        ("  storgata   5 ;", ["Storgata 5"]),
        ("Storgata 14 b", ["Storgata 14B"]),
        ("Storgata 14B, 9994 Strandvik", ["Storgata 14B"]),
        ("Storgata 5 9994 STRANDVIK", ["Storgata 5"]),
        ("Storgata 5\t9994\tStrandvik", ["Storgata 5"]),
        ("Storgata 5\t9994", ["Storgata 5"]),
        ("Storgata 5;9994", ["Storgata 5"]),
        ("Storgata 5;9994;Strandvik", ["Storgata 5"]),
        ("Storgata 5;;Strandvik;", ["Storgata 5"]),
        ('"Storgata 14B";"9994";"Strandvik"', ["Storgata 14B"]),
        ("Storgata\t14\tb\t9994\tStrandvik", ["Storgata 14B"]),
        ("Storgata;5;9994;Strandvik", ["Storgata 5"]),
        ("Storgata 5,9994,Strandvik", ["Storgata 5"]),
        ("Storgata 5 Strandvik", ["Storgata 5"]),
        ("Storgata 5 H0101, 9994 Strandvik", ["Storgata 5"]),
        ("9901;12;3;0;0", ["12/3"]),
        ("Strandvik kommune", ["Kommune 9901 Strandvik"]),
        ("Storgata 5, 9994", ["Storgata 5"]),
        ("Storgata 5, Strandvik", ["Storgata 5"]),
        ("99011000005A", None),
        ("990112", None),
        ("12/3", ["12/3"]),
        ("9901-12/3", ["12/3"]),
        ("9901 12/3", ["12/3"]),
        ("gnr. 12 bnr. 3", ["12/3"]),
        ("gnr 12, bnr 3", ["12/3"]),
        ("1/7", ["Storgata 7"]),
        ("Torget", ["Torget"]),
        ("Storgata 12–16, partall", ["Storgata 12–16, partall"]),
        ("postnummer 9995", ["Postnummer 9995 YTRE STRANDVIK"]),
        ("kommune 9901", ["Kommune 9901 Strandvik"]),
        ("innen 50 m fra Storgata 5", ["50 m Storgata 5"]),
    ],
)
def test_what_a_line_names(line: str, expected: list[str] | None) -> None:
    if expected is None:
        assert fault(line).line == 1
    else:
        assert taken(line) == expected


def test_an_id_is_an_address() -> None:
    address = Address.objects.get(label="12/3")
    Address.objects.filter(pk=address.pk).update(source_id="6990100001")
    assert taken("6990100001") == ["12/3"]
    assert fault("6990100002").message == "Ingen adresse har denne adresseId-en."


def test_a_property_has_all_its_addresses() -> None:
    Address.objects.filter(label__in=("12/4", "12/5")).update(bnr=3)
    assert taken("12/3") == ["12/3", "12/4", "12/5"]


def test_a_section_has_the_addresses_of_its_units() -> None:
    Address.objects.filter(label="12/4").update(bnr=3)
    Unit.objects.filter(address_source_id=Address.objects.get(label="12/4").source_id).update(snr=2)
    assert taken("12/3/0/2") == ["12/4"]


@pytest.mark.parametrize(
    ("line", "message", "proposals"),
    [
        ("Storgata 22", "Nr. 22 finnes ikke i Storgata.", []),
        ("Storgata 14", "Nr. 14 finnes ikke. Hvilken er ment?", ["Storgata 14A", "Storgata 14B"]),
        ("Storgatn 5", "Ingen gate heter «Storgatn». Mente du Storgata?", ["Storgata 5"]),
        ("Strogata 5;9994", "Ingen gate heter «Strogata». Mente du Storgata?", ["Storgata 5"]),
        ("Strogata", "Ingen gate heter «Strogata». Mente du Storgata?", ["Storgata"]),
        ("Strogata 99", "Ingen gate heter «Strogata».", []),
        ("Storgata 5;155;Oslo", "Adressen finnes, men med et annet postnummer eller sted.",
         ["Storgata 5"]),
        ("Storgata 5, 0155 Oslo", "Adressen finnes, men med et annet postnummer eller sted.",
         ["Storgata 5"]),
        ("12/99", "Ingen adresse har dette matrikkelnummeret.", []),
        ("ring vaktmesteren",
         "Dette er ingen gate, adresse, gnr/bnr eller adresseId som vi kjenner.",
         []),
        ("valgkrets 1", "Ikke lastet: valgkretser.", []),
        ("tettsted X", "Ikke lastet: tettsteder.", []),
        ("9000 m fra Storgata 5", "Skriv et antall meter fra 1 til 5\u202f000.", []),
        ("Storgata 50–60", "Ingenting med det navnet og nummeret finnes.", []),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line(line: str, message: str, proposals: list[str]) -> None:
    told = fault(line)
    assert (told.message, [hit.name for hit in told.proposals]) == (message, proposals)


def test_a_plot_without_an_address_is_told_apart() -> None:
    CadastralUnit.objects.create(
        source="m", source_id="1", municipality_number="9901", gnr=12, bnr=99, fnr=0, snr=0
    )
    assert fault("12/99").message == "12/99 er en eiendom uten adresse."


def test_a_street_of_two_municipalities_is_chosen_from() -> None:
    Address.objects.filter(street_code="2000").update(street_name="Storgata")
    cadastre.name_addresses()
    found = read_list("Storgata 5", ["9901", "9902"])
    assert found.hits == []
    assert [hit.place for hit in found.faults[0].proposals] == ["9994 STRANDVIK", "9994 STRANDVIK"]
    assert taken("Storgata 5") == ["Storgata 5"]  # one of them is the own territory's


def test_a_name_that_only_others_have_is_proposed() -> None:
    for line, name in (("Grensevegen 3", "Grensevegen 3"), ("Grensevegen", "Grensevegen")):
        told = fault(line)
        assert told.message == "Det finnes bare utenfor ditt område."
        assert [hit.name for hit in told.proposals] == [name]
    assert taken("9902-1/3") == ["Grensevegen 3"]


def test_few_of_many_are_proposed() -> None:
    told = fault("Torget 1")
    assert len(told.proposals) == 8
    assert told.message.endswith("Skriv postnummeret eller stedet også.")


def test_lines_keep_their_numbers_and_the_good_ones_are_taken(post: Post) -> None:
    text = "Storgata 1\n\nStorgata 22\r\n12/3\nStorgata 1\nStorgata 12-16"
    answer = post("pasted", {"text": text}).json()
    assert answer["words"] == "4 av 5 linjer er tatt med."
    assert [(one["line"], one["text"]) for one in answer["faults"]] == [(3, "Storgata 22")]
    assert [one["label"] for one in answer["found"]["addresses"]] == [
        "Storgata 1",
        "12/3",
        "Storgata 1",
    ]
    assert [one["key"] for one in answer["found"]["streets"]] == ["9901-1000 12-16"]


def test_numbers_of_a_range_that_do_not_exist_are_told(post: Post) -> None:
    answer = post("pasted", {"text": "Storgata 20-24, partall"}).json()
    assert answer["notes"] == ["Storgata 20–24, partall: Nr. 22 finnes ikke"]


def test_a_list_of_thousands_of_lines_is_read_at_once() -> None:
    good = [f"Storgata {number}" for number in range(1, 41) if number not in (14, 22)]
    found = read_list("\n".join(good * 130), TERRITORY)
    assert (found.lines, len(found.hits)) == (4940, 4940)
    bad = read_list("\n".join(["Storgatn 5"] * 400), TERRITORY)
    assert len(bad.faults) == 400
    assert "mange linjer før" in bad.faults[-1].message


@pytest.mark.parametrize("text", ["", " \n \n", "x\n" * 5_001, "x" * 500_001])
def test_what_is_no_list_is_refused(post: Post, text: str) -> None:
    assert post("pasted", {"text": text}).status_code == 422
    with pytest.raises(InputError):
        read_list(text, TERRITORY)


@pytest.mark.parametrize("text", [None, 7, ["x"]])
def test_what_is_no_text_is_refused(post: Post, text: Any) -> None:
    assert post("pasted", {"text": text}).status_code == 400


@pytest.mark.parametrize(
    "text",
    ["%", "_", "\\", "a\\ 5", "1/1/1/1/1", "9" * 400, "é" * 400, "12\u212a", "\u0661/\u0662"],
)
def test_signs_that_mean_something_to_a_search_are_letters(text: str) -> None:
    assert fault(text).line == 1


def test_a_name_between_two_streets_gives_both_to_choose_from() -> None:
    Address.objects.filter(street_code="1001").update(street_name="Storgatan", label="Storgatan 5")
    Address.objects.filter(street_code="1001").update(number=5)
    cadastre.name_addresses()
    told = fault("Storgatn 5")
    assert told.message == "Ingen gate heter «Storgatn». Mente du en av disse?"
    assert [hit.name for hit in told.proposals] == ["Storgata 5", "Storgatan 5"]


def test_a_postcode_gets_its_first_nought_back() -> None:
    assert read_line(1, one_text("Storgata 5;155;Oslo")).postcode == "0155"
    assert read_line(1, one_text("Storgata\t155\tOslo")).asked["number"] == 155


def test_a_line_taken_apart() -> None:
    assert read_line(1, "9901-12/3/1/4-2").asked == {
        "municipality": "9901", "gnr": 12, "bnr": 3, "fnr": 1, "snr": 4, "undernumber": 2,
    }  # fmt: skip
    assert read_line(1, "Moen, 12/3").asked == {"gnr": 12, "bnr": 3}
    assert read_line(1, "7. juni plass 14b").asked == {
        "name": "7. JUNI PLASS", "number": 14, "letter": "B",
    }  # fmt: skip

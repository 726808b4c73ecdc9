from __future__ import annotations

from geotarget.cadastre.models import Address

from .conftest import Post


def test_streets_come_with_their_counts_and_place(post: Post) -> None:
    answer = post("search", {"query": "storg"}).json()
    [street] = answer["streets"]
    assert street["key"] == "9901-1000"
    assert (street["name"], street["municipality"]) == ("Storgata", "Strandvik")
    assert street["words"] == "40 adresser"
    west, south, east, north = street["box"]
    assert west < east
    assert south < north


def test_hits_that_are_not_shown_are_counted(post: Post) -> None:
    answer = post("search", {"query": "Storgata"}).json()
    assert len(answer["addresses"]) + answer["more_addresses"] == 40


def test_a_misspelt_name_is_found(post: Post) -> None:
    answer = post("search", {"query": "blokkveien"}).json()
    assert [street["name"] for street in answer["streets"]] == ["Blokkvegen"]


def test_norwegian_letters_in_any_case(post: Post) -> None:
    Address.objects.filter(street_code="1001").update(
        street_name="Ånundsløkka", label="Ånundsløkka 1"
    )
    answer = post("search", {"query": "ÅNUNDSLØ"}).json()
    assert answer["streets"][0]["name"] == "Ånundsløkka"


def test_own_territory_first_and_others_marked(post: Post) -> None:
    Address.objects.filter(street_code="2000").update(street_name="Storgata")
    for address in Address.objects.filter(street_code="2000"):
        Address.objects.filter(pk=address.pk).update(label=f"Storgata {address.number}")
    answer = post("search", {"query": "Storgata"}).json()
    assert [street["in_territory"] for street in answer["streets"]] == [True, False]


def test_even_numbers_of_a_part_of_a_street(post: Post) -> None:
    [found] = post("search", {"query": "Storgata 12–40, partall"}).json()["numbers"]
    labels = list(found["addresses"].values())
    assert labels[:4] == ["Storgata 12", "Storgata 14A", "Storgata 14B", "Storgata 16"]
    assert labels[-1] == "Storgata 40"
    assert found["missing"] == [22]
    picked = {"addresses": list(found["addresses"])}
    assert post("count", {"selection": picked}).json()["addresses"] == len(labels) == 15


def test_several_postcodes_are_one_street(post: Post) -> None:
    Address.objects.filter(street_code="1000", number__gt=20).update(postcode="9997")
    [street] = post("search", {"query": "Storgata"}).json()["streets"]
    assert street["words"] == "40 adresser"


def test_a_place_in_a_matrikkel_address(post: Post) -> None:
    assert post("search", {"query": "12/3"}).json()["addresses"][0]["label"] == "12/3"

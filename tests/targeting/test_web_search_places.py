"""The search box for what has no address of its own: properties, coordinates, places by name, and
addresses as they stand on a letter.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from geotarget.cadastre.models import Address, CadastralUnit, District, Unit
from geotarget.organisations.models import Organisation
from geotarget.targeting.search_examples import search_examples

from . import neighbourhood
from . import strandvik as cadastre
from .conftest import Post


def find(post: Post, query: str) -> dict[str, Any]:
    found: dict[str, Any] = post("search", {"query": query}).json()
    return found


def held(post: Post, key: str) -> dict[str, Any]:
    found: dict[str, Any] = post("held", {"property": key}).json()
    return found


def labels(found: dict[str, Any]) -> list[str]:
    return [hit["label"] for hit in found["addresses"]]


@pytest.fixture
def plots(strandvik: Organisation) -> None:
    neighbourhood.build()


@pytest.mark.parametrize(
    "query", ["30/22", "9901-30/22", "30/22/0/0", "gnr 30 bnr 22", "9901 30/22"]
)
def test_an_unbuilt_property_is_found_by_its_number(plots: None, post: Post, query: str) -> None:
    [hit] = find(post, query)["properties"]
    assert (hit["key"], hit["municipality"]) == ("9901-30/22", "Strandvik")
    assert hit["words"] == "ubebygd eller uten adresse"
    west, south, east, north = hit["box"]
    (left, low), (right, high) = cadastre.degrees(20, -248), cadastre.degrees(40, -208)
    assert west == pytest.approx(left, abs=1e-4)
    assert north == pytest.approx(high, abs=1e-4)
    assert (west < east <= right + 1e-4, low - 1e-4 <= south < north) == (True, True)
    taken = held(post, hit["key"])
    assert (taken["addresses"], len(taken["outlines"])) == ([], 1)
    feature = {"type": "Feature", "properties": {}, "geometry": taken["outlines"][0]}
    counted = post("count", {"selection": {"include": feature}}).json()
    assert counted["addresses"] == 1, "the leasehold's house stands on the ground"


def test_a_property_is_picked_with_all_its_addresses(plots: None, post: Post) -> None:
    Address.objects.filter(label="30/13").update(bnr=40)
    [hit] = find(post, "30/40")["properties"]
    assert hit["words"] == "2 adresser · hele eiendommen, 2 teiger"
    assert len(held(post, "9901-30/40")["addresses"]) == 2
    [lease] = find(post, "30/22/1")["properties"]
    assert (lease["key"], lease["words"]) == ("9901-30/22/1", "30/22/1")


def test_the_only_address_of_a_property_stands_in_its_hit(plots: None, post: Post) -> None:
    found = find(post, "30/11")
    assert ([hit["words"] for hit in found["properties"]], found["addresses"]) == (["30/11"], [])


def test_a_section_has_the_addresses_of_its_units(plots: None, post: Post) -> None:
    Address.objects.filter(label="30/13").update(bnr=11)
    Unit.objects.create(
        source="matrikkel", source_id="u", address_source_id="house-30-13", snr=2,
        municipality_number="9901", unit_number="H0101", row_hash=b"",
    )  # fmt: skip
    [hit] = find(post, "30/11/0/2")["properties"]
    assert (hit["key"], hit["number"]) == ("9901-30/11/0/2", "9901-30/11")
    assert hit["words"] == "seksjon 2 · 30/13"
    assert [one["label"] for one in held(post, hit["key"])["addresses"]] == ["30/13"]


def test_a_number_is_the_territorys_where_it_has_it(plots: None, post: Post) -> None:
    for bnr in (11, 99):
        CadastralUnit.objects.create(
            source="m", source_id=f"x{bnr}", municipality_number="9902", gnr=30, bnr=bnr
        )
    assert [hit["key"] for hit in find(post, "30/11")["properties"]] == ["9901-30/11"]
    [hit] = find(post, "30/99")["properties"]
    assert (hit["key"], hit["in_territory"], hit["box"]) == ("9902-30/99", False, None)
    assert find(post, "9902-30/11")["properties"][0]["municipality"] == "Fjellvik"
    nothing = post("held", {"property": "9902-30/11"})
    assert nothing.status_code == 422
    assert nothing.json()["message"] == "9902-30/11 har ingen adresse, og ingen teig med omriss."


def test_a_property_of_an_old_municipality(plots: None, post: Post) -> None:
    CadastralUnit.objects.filter(bnr=40).update(municipality_number="3420")
    [hit] = find(post, "0427-30/40")["properties"]
    assert hit["key"] == "3420-30/40"


@pytest.mark.parametrize("key", [None, 7, "", "30/11", "x" * 41, "9901-1/2/3/4/5"])
def test_what_is_no_property_is_refused(plots: None, post: Post, key: Any) -> None:
    assert post("held", {"property": key}).status_code == 400


def at(x: float, y: float) -> str:
    longitude, latitude = cadastre.degrees(x, y)
    return f"{latitude:.6f}, {longitude:.6f}"


def test_coordinates_are_a_place_with_what_is_near(post: Post) -> None:
    found = find(post, at(50, -14))
    [hit] = found["places"]
    assert (hit["in_territory"], hit["metres"]) == (True, 100)
    assert hit["words"].startswith("Strandvik · 9 m fra Storgata 5")
    assert labels(found)[0] == "Storgata 5"
    assert len(found["addresses"]) == 3
    assert (found["note"], found["streets"]) == ("", [])
    longitude, latitude = hit["point"]
    assert [longitude, latitude] == pytest.approx(cadastre.degrees(50, -14), abs=1e-5)


def test_metres_without_a_zone_are_where_the_territory_is(post: Post) -> None:
    east, north = cadastre.EAST + 50, cadastre.NORTH
    [hit] = find(post, f"{east:.0f} {north:.0f}")["places"]
    assert hit["words"].startswith("UTM 33 · Strandvik")
    [same] = find(post, f"33V {east:.0f} {north:.0f}")["places"]
    assert same["point"] == hit["point"]


def test_a_place_of_others_or_of_nobody_is_told(post: Post) -> None:
    [other] = find(post, at(1010, 0))["places"]
    assert (other["in_territory"], other["words"].split(" · ")[0]) == (False, "Fjellvik")
    [sea] = find(post, "64.0, 3.0")["places"]
    assert sea["in_territory"] is False
    assert sea["words"] == "ikke i noen kommune som er lastet inn: til havs, eller i utlandet"
    abroad = find(post, "40.7128, -74.0060")
    assert abroad["places"] == []
    assert abroad["note"].startswith("Disse koordinatene er ikke i Norge.")


def test_metres_around_coordinates(post: Post) -> None:
    [hit] = find(post, f"innen 25 m fra {at(50, 0)}")["places"]
    assert hit["metres"] == 25
    pasted = post("pasted", {"text": f"innen 25 m fra {at(50, 0)}"}).json()
    assert [one["metres"] for one in pasted["found"]["circles"]] == [25]
    assert find(post, f"9000 m fra {at(50, 0)}")["note"].startswith("Skriv et antall meter")


@pytest.mark.parametrize(
    "query",
    ["Storgata 5, 9994 Strandvik", "Storgata 5 Strandvik", "storgata 5 strand", "Storgata 5, 9994",
     "Storgata 5 9994", "Storgata 5 H0102", "Storgata 5 H0102, 9994 Strandvik"],
)  # fmt: skip
def test_an_address_as_the_product_writes_it(post: Post, query: str) -> None:
    found = find(post, query)
    assert labels(found) == ["Storgata 5"]
    assert (found["more"], found["streets"]) == (0, [])
    told = "Hele adressen tas med, ikke bare H0102." if "H0102" in query else ""
    assert found["note"] == told


def test_a_house_of_another_place_is_told(post: Post) -> None:
    Address.objects.filter(street_code="2000").update(street_name="Storgata", post_town="FJELLVIK")
    for address in Address.objects.filter(street_code="2000"):
        Address.objects.filter(pk=address.pk).update(label=f"Storgata {address.number}")
    cadastre.name_addresses()
    [hit] = find(post, "Storgata 5 Fjellvik")["addresses"]
    assert hit["in_territory"] is False
    elsewhere = find(post, "Storgata 5, 0155 Oslo")
    assert elsewhere["note"] == "Adressen finnes, men med et annet postnummer eller sted."
    assert labels(elsewhere)[0] == "Storgata 5"
    assert find(post, "Storgata 22, 9994 Strandvik")["note"] == "Nr. 22 finnes ikke."
    Address.objects.filter(label="Storgata 3").delete()
    assert find(post, "Storgata 3, 0155 Oslo")["note"] == "", (
        "30 to 39 are shown, not told to be it"
    )


def test_a_street_whose_name_looks_like_a_house(post: Post) -> None:
    Address.objects.filter(street_code="1001").update(street_name="Felt 7 Nord")
    cadastre.name_addresses()
    [street] = find(post, "Felt 7 Nord")["streets"]
    assert street["name"] == "Felt 7 Nord"


def test_a_place_by_name_with_its_kind_last(post: Post) -> None:
    [hit] = find(post, "Strandvik kommune")["districts"]
    assert hit["key"] == "municipality:9901"
    assert find(post, "Ingensteds kommune")["districts"] == []


def test_a_place_by_number_and_name(post: Post) -> None:
    District.objects.create(
        kind="postcode_area", number="9995", name="YTRE STRANDVIK", municipality_number="9901",
        border=cadastre.Municipality.objects.get(number="9901").border, row_hash=b"",
    )  # fmt: skip
    for query in ("9995 Ytre Strandvik", "9995 ytre", "ytre strandvik"):
        assert [hit["key"] for hit in find(post, query)["districts"]] == ["postcode:9995"], query
    assert find(post, "9995 Oslo")["districts"] == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_example_of_the_hint_is_found(post: Post, planner: Client, language: str) -> None:
    with translation.override(language):
        examples = search_examples(["9901"])
    _, _, told = examples.hint.partition(" ")
    parts = told.split(" · ")
    assert len(parts) == 6
    assert examples.property_number in parts
    for part in parts:
        found = find(post, part)
        kinds = ("streets", "numbers", "addresses", "districts", "properties", "places")
        assert any(found[kind] for kind in kinds), part
        assert found["note"] == "", part
    assert examples.property_number in planner.get("/map/").content.decode()


def test_nothing_is_promised_where_nothing_is_loaded(db: None) -> None:
    assert search_examples(["9901"]).hint == ""

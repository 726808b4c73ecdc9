from __future__ import annotations

import json
import re

from django.contrib.gis.geos import MultiPolygon, Polygon
from django.test import Client

from geotarget.cadastre.models import Address, District, Municipality, UrbanArea
from geotarget.domain.coordinates import NORWAY_LATITUDE, NORWAY_LONGITUDE, STORAGE_SRID
from geotarget.targeting.models import AddressList
from geotarget.targeting.picked_words import in_words

from . import strandvik as cadastre
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
    assert len(answer["addresses"]) + answer["more"] == 40


def test_a_misspelt_name_is_found(post: Post) -> None:
    answer = post("search", {"query": "blokkveien"}).json()
    assert [street["name"] for street in answer["streets"]] == ["Blokkvegen"]


def test_norwegian_letters_in_any_case(post: Post) -> None:
    Address.objects.filter(street_code="1001").update(
        street_name="Ånundsløkka", label="Ånundsløkka 1"
    )
    cadastre.name_addresses()
    answer = post("search", {"query": "ÅNUNDSLØ"}).json()
    assert answer["streets"][0]["name"] == "Ånundsløkka"


def test_own_territory_first_and_others_marked(post: Post) -> None:
    Address.objects.filter(street_code="2000").update(street_name="Storgata")
    for address in Address.objects.filter(street_code="2000"):
        Address.objects.filter(pk=address.pk).update(label=f"Storgata {address.number}")
    cadastre.name_addresses()
    answer = post("search", {"query": "Storgata"}).json()
    assert [street["in_territory"] for street in answer["streets"]] == [True, False]


def test_even_numbers_of_a_part_of_a_street(post: Post) -> None:
    [found] = post("search", {"query": "Storgata 12–40, partall"}).json()["numbers"]
    assert (found["key"], found["name"]) == ("9901-1000 12-40 even", "Storgata 12–40, partall")
    assert (found["words"], found["missing"]) == ("15 adresser", "Nr. 22 finnes ikke")
    [street] = post("search", {"query": "Storgata"}).json()["streets"]
    assert found["box"][0] > street["box"][0], "the map goes to the houses"
    picked = {"streets": [found["key"]]}
    assert post("count", {"selection": picked}).json()["addresses"] == 15


def test_several_postcodes_are_one_street(post: Post) -> None:
    Address.objects.filter(street_code="1000", number__gt=20).update(postcode="9997")
    [street] = post("search", {"query": "Storgata"}).json()["streets"]
    assert street["words"] == "40 adresser"


def test_a_place_in_a_matrikkel_address(post: Post) -> None:
    assert post("search", {"query": "12/3"}).json()["addresses"][0]["label"] == "12/3"


def _labels(post: Post, query: str) -> list[str]:
    return [found["label"] for found in post("search", {"query": query}).json()["addresses"]]


def test_a_house_number_and_its_letter(post: Post) -> None:
    assert _labels(post, "storgata 3")[:3] == ["Storgata 3", "Storgata 30", "Storgata 31"]
    assert _labels(post, "Storgata 14b") == _labels(post, "storgata 14 B") == ["Storgata 14B"]
    assert _labels(post, "Storgata 22") == []


def test_the_name_of_a_farm_before_the_address(post: Post) -> None:
    Address.objects.filter(label="12/3").update(extra_name="Moen", label="Moen, 12/3")
    Address.objects.filter(label="Storgata 7").update(extra_name="Moen", label="Moen, Storgata 7")
    cadastre.name_addresses()
    assert _labels(post, "moen") == ["Moen, 12/3", "Moen, Storgata 7"]
    assert _labels(post, "Moen, Storgata 7") == ["Moen, Storgata 7"]
    answer = post("search", {"query": "Storgata"}).json()
    assert len(answer["addresses"]) + answer["more"] == 40
    assert answer["streets"][0]["words"] == "40 adresser"


def test_a_cadastral_number_finds_all_addresses_of_the_property(post: Post) -> None:
    Address.objects.filter(label="12/5").update(bnr=30, fnr=2, undernumber=1, label="12/30/2-1")
    assert _labels(post, "12/3") == ["12/3", "12/30/2-1"]
    assert _labels(post, "9901-12/30/2-1") == ["12/30/2-1"]
    assert _labels(post, "9902-12/3") == []
    assert "Storgata 7" in _labels(post, "1/7")


def test_signs_that_mean_something_to_a_search_are_letters(post: Post) -> None:
    for query in ("100%", "__", "a\\", "12/", "9999999999/1", "storgata 99999999999", "/"):
        assert post("search", {"query": query}).status_code == 200, query


def test_the_page_is_given_the_limits_that_the_server_has(planner: Client) -> None:
    page = planner.get("/map/").content.decode()
    [text] = re.findall(r'<script id="map-settings"[^>]*>(.*?)</script>', page)
    assert json.loads(text)["limits"] == [list(NORWAY_LONGITUDE), list(NORWAY_LATITUDE)]


def test_a_number_of_an_old_municipality_is_found_and_said_to_be_old(post: Post) -> None:
    Address.objects.filter(label="12/3").update(municipality_number="3420")
    Municipality.objects.create(number="3420", name="Elverum")
    answer = post("search", {"query": "0427-12/3"}).json()
    assert [hit["label"] for hit in answer["addresses"]] == ["12/3"]
    assert answer["note"] == (
        "Kommunenummer 0427 er nå 3420 Elverum. Resten av nummeret kan også være endret."
    )
    assert post("search", {"query": "9901-12/1"}).json()["note"] == ""


def test_a_house_that_does_not_exist_is_told(post: Post) -> None:
    answer = post("search", {"query": "Storgata 22"}).json()
    assert answer["note"] == "Nr. 22 finnes ikke."
    assert [street["name"] for street in answer["streets"]] == ["Storgata"]
    assert post("search", {"query": "Storgata 5x"}).json()["note"] == "Nr. 5X finnes ikke."
    none = post("search", {"query": "Storgata 990-120"}).json()
    assert none["note"] == "Nr. 120–990 finnes ikke."
    assert ([street["name"] for street in none["streets"]], none["numbers"]) == (["Storgata"], [])


def test_who_writes_a_number_is_not_offered_the_whole_street(post: Post) -> None:
    answer = post("search", {"query": "Storgata 14"}).json()
    assert (answer["streets"], answer["note"]) == ([], "")
    assert answer["addresses"]


def test_a_number_may_be_part_of_a_name(post: Post) -> None:
    Address.objects.filter(street_code="1001").update(street_name="Felt 7", label="Felt 7 1")
    cadastre.name_addresses()
    answer = post("search", {"query": "Felt 7"}).json()
    assert [street["name"] for street in answer["streets"]] == ["Felt 7"]
    assert answer["note"] == ""


def test_a_cadastral_number_stands_beside_the_hit(post: Post) -> None:
    hits = post("search", {"query": "1/7"}).json()["addresses"]
    assert ("Storgata 7", "9901-1/7") in [(hit["label"], hit["number"]) for hit in hits]
    [named] = post("search", {"query": "Storgata 7"}).json()["addresses"]
    assert named["number"] == ""


def _district(kind: str, number: str, name: str, west: float = 55, east: float = 650) -> None:
    shape = Polygon.from_bbox(
        (cadastre.EAST + west, cadastre.NORTH - 50, cadastre.EAST + east, cadastre.NORTH + 50)
    )
    District.objects.create(
        kind=kind, number=number, name=name, municipality_number="9901",
        border=MultiPolygon(shape, srid=STORAGE_SRID), row_hash=b"",
    )  # fmt: skip


def test_districts_are_found_by_name_and_number(post: Post) -> None:
    Address.objects.filter(street_code="1000").update(census_tract="99010101")
    _district("census_tract", "99010101", "Sentrum")
    _district("polling_district", "9901-1", "Sentrum kirke")
    hits = post("search", {"query": "sentrum"}).json()["districts"]
    assert [(hit["name"], hit["words"]) for hit in hits] == [
        ("Grunnkrets 99010101 Sentrum", "41 adresser"),  # Blokkvegen 1 names no tract
        ("Valgkrets 1 Sentrum kirke", "36 adresser"),
    ]
    assert hits[0]["box"][0] < hits[0]["box"][2]
    [tract] = post("search", {"query": "Grunnkrets 9901"}).json()["districts"]
    picked = {"districts": [tract["key"]]}
    assert post("count", {"selection": picked}).json()["addresses"] == 41
    [border] = post("borders", picked).json()["borders"]
    assert (border["key"], border["name"]) == (tract["key"], tract["name"])
    assert border["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_a_postcode_needs_no_border(post: Post) -> None:
    [hit] = post("search", {"query": "9995"}).json()["districts"]
    assert (hit["name"], hit["words"]) == ("Postnummer 9995 YTRE STRANDVIK", "5 adresser")
    assert post("borders", {"districts": [hit["key"]]}).json()["borders"] == []
    assert post("selected", {"selection": {"districts": [hit["key"]]}}).json()["groups"]


def test_an_urban_area_is_known_from_its_addresses(post: Post) -> None:
    UrbanArea.objects.create(number="0011", name="Strandvik", municipality_numbers=["9902", "9901"])
    UrbanArea.objects.create(number="0012", name="Fjellvika", municipality_numbers=["9902"])
    Address.objects.filter(street_code="1000").update(urban_area="0011")
    [hit] = post("search", {"query": "tettsted strandvik"}).json()["districts"]
    told = (hit["key"], hit["name"], hit["municipality"], hit["words"], hit["in_territory"])
    assert told == (
        "urban_area:0011", "Tettsted 0011 Strandvik", "Strandvik", "40 adresser", True
    )  # fmt: skip
    assert hit["box"][0] < hit["box"][2]
    [other] = post("search", {"query": "tettstad 0012"}).json()["districts"]
    assert (other["municipality"], other["in_territory"]) == ("Fjellvik", False)
    selection = {"districts": [hit["key"]]}
    group = {"selection": selection, "municipality_number": "9901", "street_code": "1000"}
    [first, *_] = post("group", group).json()["addresses"]
    assert first["reason"] == "Valgt for hånd: Tettsted 0011 Strandvik"
    assert post("count", {"selection": selection}).json()["addresses"] == 40
    post("freeze", {"name": "Tettstedet", "selection": selection})
    frozen = AddressList.objects.get()
    assert in_words(frozen.drawing) == ["Tettsted 0011 Strandvik"]


def test_what_is_not_loaded_is_said(post: Post) -> None:
    told = post("search", {"query": "valgkrets 1"}).json()
    assert (told["districts"], told["not_loaded"]) == ([], "Ikke lastet: valgkretser.")
    told = post("search", {"query": "tettsted Strandvik"}).json()
    assert told["not_loaded"] == "Ikke lastet: tettsteder."
    _district("polling_district", "9901-1", "Sentrum")
    assert post("search", {"query": "valgkrets 2"}).json()["not_loaded"] == ""


def test_a_circle_around_an_address_is_found(post: Post) -> None:
    answer = post("search", {"query": "innen 25 m fra Storgata 5"}).json()
    assert (answer["within_m"], answer["addresses"][0]["label"]) == (25, "Storgata 5")
    too_far = post("search", {"query": "5001 m fra Storgata 5"}).json()
    assert (too_far["addresses"], too_far["note"]) == (
        [],
        "Skriv et antall meter fra 1 til 5\u202f000.",
    )


def test_house_numbers_of_a_picked_street(post: Post) -> None:
    found = post("numbers", {"street": "9901-1000 12A-14 even"}).json()
    assert found["street"]["name"] == "Storgata 12A–14, partall"
    assert found["words"] == "2 adresser"
    for key, status in (("9901-1000 50-60", 422), ("9901-1000 9-3", 422), ("x", 400), (7, 400)):
        assert post("numbers", {"street": key}).status_code == status
    fault = post("numbers", {"street": "9901-1000 50-60"}).json()["message"]
    assert fault == "Det nummeret finnes ikke. Gaten har nr. 1 til 40."


def test_where_an_address_lies(post: Post) -> None:
    found = post("place", {"address": "99011000005"}).json()
    assert found["label"] == "Storgata 5"
    assert post("place", {"address": "1"}).status_code == 422
    assert post("place", {"address": "a\0"}).status_code == 422


def test_saved_areas_are_found_by_name_and_give_what_they_hold(post: Post) -> None:
    drawing = {"include": cadastre.box(0, -50, 105, 50), "exclude": cadastre.box(0, -50, 55, 50)}
    saved = post("save", {"name": "Trykksone 3", "selection": drawing}).json()["saved"]
    post("save", {"name": "Trykksone 3, utvidet", "selection": drawing, "replaces": saved["id"]})
    [hit] = post("search", {"query": "trykksone"}).json()["areas"]
    assert hit["words"] == "lagret område, versjon 2"
    held = post("ready", {"area": hit["id"]}).json()
    assert [shape["mode"] for shape in held["shapes"]] == ["include"]
    feature = {"type": "Feature", "properties": {}, "geometry": held["shapes"][0]["geometry"]}
    counted = post("count", {"selection": {"include": feature}}).json()
    assert counted["addresses"] == post("count", {"selection": drawing}).json()["addresses"] == 5
    assert post("ready", {"area": 10**30}).status_code == 400
    assert post("ready", {"area": hit["id"] + 1}).status_code == 404

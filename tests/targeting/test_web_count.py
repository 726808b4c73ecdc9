"""What the map is told while a person draws, and that all of it agrees."""

from __future__ import annotations

from typing import Any

from django.test import Client

from geotarget.cadastre.models import Address, DatasetCoverage, Municipality
from geotarget.domain.roles import Role
from geotarget.targeting import selected, timed
from tests.organisations.members import make_member, make_organisation, signed_in

from .conftest import Post, post_json
from .strandvik import box, degrees

STREET = box(0, -20, 405, 20)
BLOCK = box(590, -10, 610, 10)
ACROSS_THE_BORDER = box(590, -50, 1200, 50)
VIEW = [*degrees(-100, -100), *degrees(1500, 500)]


def test_a_block_is_one_address_with_24_units(post: Post) -> None:
    answer = post("count", {"selection": {"include": BLOCK}}).json()
    assert (answer["addresses"], answer["units"]) == (1, 24)
    assert answer["words"]["addresses"] == "1 adresse"
    assert answer["words"]["units"] == "24 bruksenheter"
    assert answer["words"]["area"] == "400 m²"


def test_addresses_beyond_the_border_are_counted_and_named(post: Post) -> None:
    answer = post("count", {"selection": {"include": ACROSS_THE_BORDER}}).json()
    assert (answer["addresses"], answer["outside"]) == (14, 14)
    assert answer["words"]["outside"] == ["14 adresser i Fjellvik – utenfor ditt område"]


def test_an_intermunicipal_company_gets_them(town: None) -> None:
    company = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    client = signed_in(make_member(company, "vannverk", Role.PLANNER))
    body = {"selection": {"include": ACROSS_THE_BORDER}}
    answer = post_json(client, "/map/count/", body).json()
    assert (answer["addresses"], answer["outside"]) == (28, 0)
    assert answer["units"] is None
    assert answer["words"]["units"] == "bruksenheter: ikke lastet"


def test_without_unit_data_the_number_of_units_is_unknown_not_zero(post: Post) -> None:
    DatasetCoverage.objects.filter(dataset="unit").delete()
    Address.objects.update(unit_count=None)
    assert post("count", {"selection": {"include": BLOCK}}).json()["units"] is None


def test_an_excluded_area_and_a_hole_are_taken_away(post: Post) -> None:
    with_hole = {
        **STREET,
        "coordinates": [*STREET["coordinates"], box(5, -15, 25, 15)["coordinates"][0]],
    }
    selection = {"include": with_hole, "exclude": box(35, -15, 55, 15)}
    answer = post("count", {"selection": selection}).json()
    assert answer["addresses"] == 40 - 2 - 2
    assert [len(polygon) for polygon in answer["shape"]["coordinates"]] == [3]


def test_an_excluded_area_takes_from_what_is_picked_by_name_too(post: Post) -> None:
    """Storgata 1 to 10 lie in it, 11 and all others do not; the block is picked and stays."""
    selection = {"exclude": box(5, -15, 105, 15), "streets": ["9901-1000"]}
    selection |= {"addresses": ["99011001001", "99011000005"]}
    answer = post("count", {"selection": selection}).json()
    assert (answer["addresses"], answer["taken_out"], answer["outside"]) == (31, 10, 0)
    words = "10 valgte adresser ligger i området som trekkes fra – ikke med"
    assert answer["words"]["taken_out"] == words
    groups = post("selected", {"selection": selection}).json()["groups"]
    assert [(g["name"], g["left_out"], g["addresses"]) for g in groups] == [
        ("Blokkvegen", "", 1),
        ("Storgata", "", 30),
        ("Storgata", "taken_out", 10),
    ]
    group = {"selection": selection, "municipality_number": "9901", "street_code": "1000"}
    rows = post("group", group | {"left_out": "taken_out"}).json()["addresses"]
    assert [row["label"] for row in rows] == [f"Storgata {number}" for number in range(1, 11)]
    assert {row["reason"] for row in rows} == {"Valgt, men i området som trekkes fra"}
    assert len(post("group", group).json()["addresses"]) == 30
    points = post("points", {"selection": selection, "box": VIEW}).json()["points"]
    assert sum(point[2] for point in points if point[3]) == 10


def test_list_points_and_count_agree(post: Post) -> None:
    body: dict[str, Any] = {"selection": {"include": ACROSS_THE_BORDER}}
    count = post("count", body).json()
    groups = post("selected", body).json()["groups"]
    points = post("points", body | {"box": VIEW}).json()["points"]
    for reason, expected in (("", count["addresses"]), ("outside_territory", count["outside"])):
        assert sum(g["addresses"] for g in groups if g["left_out"] == reason) == expected
        assert sum(point[2] for point in points if point[3] == bool(reason)) == expected


def test_thirteen_addresses_on_one_point_are_one_mark_and_thirteen_rows(post: Post) -> None:
    selection = {"include": box(690, -10, 710, 10)}
    [point] = post("points", {"selection": selection, "box": VIEW}).json()["points"]
    assert point[2] == 13
    group = {"municipality_number": "9901", "street_code": "1002"}
    rows = post("group", {"selection": selection} | group).json()["addresses"]
    assert [row["label"] for row in rows] == [f"Torget 1{letter}" for letter in "ABCDEFGHIJKLM"]
    longitude, latitude = degrees(700, 0)
    place = {"longitude": longitude, "latitude": latitude, "radius_m": 5}
    assert len(post("at", place).json()["addresses"]) == 13


def test_addresses_without_a_street_have_their_own_group(post: Post) -> None:
    selection = {"include": box(790, 190, 810, 210)}
    answer = post("selected", {"selection": selection}).json()
    assert [group["name"] for group in answer["groups"]] == ["Adresser uten gate"]
    assert answer["suggested_name"] == "Område i Strandvik"


def test_the_name_suggested_is_made_of_streets(post: Post) -> None:
    selection = {"include": box(0, -20, 720, 20)}
    answer = post("selected", {"selection": selection}).json()
    assert answer["suggested_name"] == "Storgata, Torget og 1 gate til"


def test_more_marks_than_can_be_told_apart_are_said_to_be_too_many(
    post: Post, monkeypatch: Any
) -> None:
    monkeypatch.setattr("geotarget.targeting.selected.MAX_POINTS", 38)
    body = {"selection": {"include": STREET}, "box": VIEW}
    assert post("points", body).json()["points"] is None


def test_a_street_and_an_address_can_be_picked_without_drawing(post: Post) -> None:
    selection = {"streets": ["9901-1000"], "addresses": ["99011001001"]}
    answer = post("count", {"selection": selection}).json()
    assert (answer["addresses"], answer["units"]) == (41, 64)
    assert answer["shape"] is None
    rows = post(
        "group", {"selection": selection, "municipality_number": "9901", "street_code": "1001"}
    )
    assert rows.json()["addresses"][0]["reason"] == "Valgt for hånd"
    whole = {"selection": selection, "municipality_number": "9901", "street_code": "1000"}
    [first, *_] = post("group", whole).json()["addresses"]
    assert first["reason"] == "Valgt for hånd: Storgata"
    place = {"longitude": first["point"][0], "latitude": first["point"][1], "radius_m": 2}
    at = post("at", {"selection": selection, **place}).json()["addresses"]
    assert at[0]["reason"] == "Valgt for hånd: Storgata"


def test_a_count_that_takes_too_long_is_told_not_a_failure(post: Post, monkeypatch: Any) -> None:
    monkeypatch.setattr(timed, "COUNT_TIMEOUT_MS", 20)
    monkeypatch.setattr(selected, "groups", lambda *_: selected.rows("SELECT pg_sleep(9)", []))
    answer = post("selected", {"selection": {"include": STREET}})
    assert answer.status_code == 422
    assert "for stort til å telle i tide" in answer.json()["message"]


def test_a_signed_out_person_is_told_as_json(town: None) -> None:
    answer = post_json(Client(), "/map/count/", {"selection": {"include": STREET}})
    assert answer.status_code == 401
    assert answer.json()["signed_out"] is True


def test_an_area_outside_the_territory_without_addresses_is_told(post: Post) -> None:
    words = post("count", {"selection": {"include": box(20_000, 0, 20_500, 500)}}).json()["words"]
    assert words["addresses"] == "0 adresser"
    assert words["outside"] == ["Området ligger utenfor ditt område. Flytt det."]


def test_an_empty_area_within_the_territory_is_only_empty(post: Post) -> None:
    answer = post("count", {"selection": {"include": box(100, 700, 200, 800)}}).json()
    assert (answer["addresses"], answer["units"], answer["words"]["outside"]) == (0, 0, [])


def test_units_are_unknown_where_none_are_loaded_even_without_addresses(post: Post) -> None:
    answer = post("count", {"selection": {"include": box(1_500, 700, 1_600, 800)}}).json()
    assert (answer["addresses"], answer["units"]) == (0, None)


def test_without_borders_nobody_can_tell(post: Post) -> None:
    Municipality.objects.update(border=None)
    answer = post("count", {"selection": {"include": box(20_000, 0, 20_500, 500)}}).json()
    assert answer["words"]["outside"] == []

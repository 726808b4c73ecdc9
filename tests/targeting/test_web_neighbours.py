"""Neighbours on the map page: choosing a property, what is around it, and what a list keeps."""

from __future__ import annotations

import argparse
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from geotarget import neighbour_options
from geotarget.domain.errors import InputError
from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import Selection
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList, Area
from geotarget.targeting.preview import preview
from geotarget.targeting.ready_area import parts_of

from . import neighbourhood
from .conftest import Post
from .strandvik import degrees

ASKED = {"parcels": ["30-11"], "kinds": ["adjoining", "across_road"], "metres": 50}


@pytest.fixture(autouse=True)
def plots(strandvik: Organisation) -> None:
    neighbourhood.build()


def names(answer: Any) -> list[tuple[str, list[str]]]:
    return [(choice["name"], choice["parcels"]) for choice in answer.json()["choices"]]


def test_a_property_is_found_by_place_and_by_number(post: Post) -> None:
    longitude, latitude = degrees(10, -180)
    there = post("parcels", {"longitude": longitude, "latitude": latitude})
    assert names(there) == [("9901-30/11", ["30-11"])]
    assert names(post("parcels", {"number": "30/11"})) == [("9901-30/11", ["30-11"])]
    assert names(post("parcels", {"number": " 9901-30/22/1 "})) == [("9901-30/22/1", ["30-22-1"])]
    nobody = post("parcels", {"number": "77/7"}).json()
    assert nobody["choices"] == []
    assert nobody["note"].startswith("Ingen eiendom har det nummeret")


def test_leasehold_and_ground_at_one_place_are_both_offered(post: Post) -> None:
    longitude, latitude = degrees(30, -225)
    there = post("parcels", {"longitude": longitude, "latitude": latitude})
    assert names(there) == [("9901-30/22", ["30-22"]), ("9901-30/22/1", ["30-22-1"])]


def test_all_parcels_of_a_property_or_one_of_them(post: Post) -> None:
    found = names(post("parcels", {"number": "30/40"}))
    assert [parcels for _, parcels in found] == [["30-40", "30-40-far"], ["30-40"], ["30-40-far"]]


def test_a_point_lease_is_asked_about_by_the_ground_it_stands_on(post: Post) -> None:
    neighbourhood.parcel("30/13/1", "point", None)
    neighbourhood.house("30/13/1", 55, -190)
    neighbourhood.link()
    answer = post("parcels", {"number": "30/13/1"})
    assert names(answer) == [("9901-30/13/1", ["30-13"])]
    assert "uten egen flate" in answer.json()["choices"][0]["words"]
    neighbourhood.parcel("30/13/2", "nothing", None)
    assert names(post("parcels", {"number": "30/13/2"})) == [("9901-30/13/2", [])]


def test_the_properties_around_it(post: Post) -> None:
    answer = post("neighbours", {"neighbours": ASKED}).json()
    told = [(one["number"], one["how"], one["distance"]) for one in answer["properties"]]
    assert told[:4] == [
        ("9901-30/1", "adjoining", "0 m"),
        ("9901-30/12", "adjoining", "0 m"),
        ("9901-30/21", "across_road", "8 m"),
        ("9901-30/22", "across_road", "8 m"),
    ]
    words = {one["number"]: one["words"] for one in answer["properties"]}
    assert words["9901-30/1"] == "ubebygd eller uten adresse · trolig en vei"
    assert words["9901-30/12"] == "1 adresse · 1 bruksenhet"
    assert words["9901-30/22"] == "ubebygd eller uten adresse"
    assert answer["counts"]["adjoining"] == "2 eiendommer"
    assert [shape["how"] for shape in answer["shapes"]].count("subject") == 1


def test_a_house_on_other_land_of_a_neighbour_is_told_and_not_included(post: Post) -> None:
    asked = {"parcels": ["30-22"], "metres": 5}
    away = post("neighbours", {"neighbours": asked}).json()["elsewhere"]
    assert [one["words"] for one in away] == ["30/40: samme eiendom som 9901-30/40, 5,0 km unna"]
    counted = post("count", {"selection": {"neighbours": asked}}).json()["addresses"]
    with_it = {"neighbours": asked, "addresses": [away[0]["source_id"]]}
    assert post("count", {"selection": with_it}).json()["addresses"] == counted + 1


def test_a_list_keeps_the_properties(post: Post, planner: Client) -> None:
    url = post("freeze", {"selection": {"neighbours": ASKED}, "name": "Naboer"}).json()["url"]
    page = planner.get(url).content.decode()
    assert "Ikke naboliste: eiere mangler" in page
    assert "På en eiendom over veien" in page
    kept = AddressList.objects.get().neighbours
    assert [one["number"] for one in kept] == [
        "9901-30/1", "9901-30/12", "9901-30/21", "9901-30/22", "9901-30/22/1",
    ]  # fmt: skip
    lines = b"".join(planner.get(f"{url}neighbours.csv")).decode().splitlines()
    assert lines[2] == "9901-30/12;grenser til;0.0;1;1;1;"
    book = load_workbook(BytesIO(b"".join(planner.get(f"{url.rstrip('/')}.xlsx"))))
    assert book["Naboeiendommer"]["A3"].value == "9901-30/1"


def test_a_list_without_neighbours_has_no_such_file(post: Post, planner: Client) -> None:
    url = post("freeze", {"selection": {"streets": ["9901-1000"]}, "name": "Gata"}).json()["url"]
    assert planner.get(f"{url}neighbours.csv").status_code == 404


def test_a_saved_area_opens_with_its_neighbours(post: Post, planner: Client) -> None:
    saved = post("save", {"selection": {"neighbours": ASKED}, "name": "Nabolaget"})
    assert saved.status_code == 200, saved.content
    area = Area.objects.get()
    assert area.drawing["neighbours"] == ASKED
    opened = planner.get(f"/map/?area={area.pk}").context["map_settings"]["opened"]
    assert opened["neighbours"] == ASKED | {"name": "9901-30/11"}


def test_a_saved_area_of_neighbours_overlaps_what_has_their_addresses(post: Post) -> None:
    post("save", {"selection": {"neighbours": ASKED}, "name": "Nabolaget"})
    for picked, common in (("house-30-21", ["1 felles adresse"]), ("house-30-40", [])):
        found = post("overlaps", {"selection": {"addresses": [picked]}}).json()["overlaps"]
        assert [one["common"] for one in found] == common


def test_a_saved_area_that_is_picked_brings_their_addresses(post: Post) -> None:
    post("save", {"selection": {"neighbours": ASKED}, "name": "Nabolaget"})
    picked = parts_of(Area.objects.get())["addresses"]
    assert sorted(picked) == ["house-30-12", "house-30-21", "house-30-22-1"]


def test_the_command_line_counts_the_same() -> None:
    parser = argparse.ArgumentParser()
    neighbour_options.add_arguments(parser)
    asked = ["--neighbours-of", "9901-30/11", "--neighbour", "adjoining"]
    wanted = neighbour_options.read(parser.parse_args(asked))
    assert wanted is not None
    assert wanted.parcels == ("30-11",)
    assert (
        preview(Selection(None, (), (), SelectionRule.ADDRESS_INSIDE, neighbours=wanted)).addresses
        == 1
    )
    with pytest.raises(InputError, match="No parcels"):
        neighbour_options.read(parser.parse_args(["--neighbours-of", "9901-77/7"]))


@pytest.mark.parametrize(
    "body",
    [{}, {"longitude": 1}, {"longitude": 100, "latitude": 60}, {"number": ""}, {"number": "1" * 99},
     {"number": "12/3\u0000"}, {"longitude": True, "latitude": 60}],
)  # fmt: skip
def test_a_place_or_number_that_is_none_is_told(post: Post, body: dict[str, Any]) -> None:
    answer = post("parcels", body)
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.parametrize("asked", [None, 7, {}, {"parcels": ["30-11"], "metres": 9000}])
def test_neighbours_of_nothing_are_told(post: Post, asked: Any) -> None:
    assert post("neighbours", {"neighbours": asked}).status_code == 422

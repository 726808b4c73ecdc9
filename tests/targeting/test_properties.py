"""Properties: picked by their number, and their addresses on other land by the rules of parcels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from geotarget.organisations.models import Organisation
from geotarget.targeting.against_today import against_today
from geotarget.targeting.models import AddressList

from . import neighbourhood
from .conftest import Post
from .strandvik import box, degrees

FARM = "property:9901-30/40"
FIELD = box(5, -295, 55, -255)
"""In the farm's field without a house; the house stands five kilometres away."""


@pytest.fixture(autouse=True)
def plots(strandvik: Organisation) -> None:
    neighbourhood.build()


def test_a_place_offers_each_property_once_to_be_picked(post: Post) -> None:
    longitude, latitude = degrees(30, -225)
    there = post("parcels", {"longitude": longitude, "latitude": latitude}).json()["choices"]
    assert [choice["pick"] for choice in there] == [
        {"key": "property:9901-30/22", "name": "Eiendom 9901-30/22"},
        {"key": "property:9901-30/22/1", "name": "Eiendom 9901-30/22/1"},
    ]
    whole, *parcels = post("parcels", {"number": "30/40"}).json()["choices"]
    assert whole["pick"]["key"] == FARM
    assert all("pick" not in parcel for parcel in parcels)


@pytest.mark.parametrize(
    ("key", "count"),
    [
        (FARM, 1),
        ("property:9901-30/22", 0),
        ("property:9901-30/22/1", 1),
        ("property:9902-30/40", 0),
    ],
)
def test_a_property_has_the_addresses_with_its_number(post: Post, key: str, count: int) -> None:
    assert post("count", {"selection": {"districts": [key]}}).json()["addresses"] == count


@pytest.mark.parametrize(
    "key", ["property:x", "property:9901-1/", "property:9901-99999999999999/1"]
)
def test_a_number_that_is_none_finds_nothing(post: Post, key: str) -> None:
    answer = post("count", {"selection": {"districts": [key]}})
    assert (answer.status_code, answer.json()["addresses"]) == (200, 0)


def test_the_border_of_a_property_is_all_its_parcels(post: Post) -> None:
    [border] = post("borders", {"districts": [FARM, "property:9901-77/7"]}).json()["borders"]
    assert border["name"] == "Eiendom 9901-30/40"
    assert border["geometry"]["type"] == "MultiPolygon"
    assert len(border["geometry"]["coordinates"]) == 2


def test_a_list_tells_the_property_and_is_the_same_today(planner: Client, post: Post) -> None:
    selection = {"districts": [FARM, "property:9901-30/11"], "streets": ["9901-1001"]}
    url = post("freeze", {"name": "Gården", "selection": selection}).json()["url"]
    page = planner.get(url).content.decode()
    assert "Eiendom 9901-30/40" in page
    assert "Eiendom 9901-30/11" in page
    frozen = AddressList.objects.get()
    assert frozen.address_count == 3
    assert against_today(frozen) == []
    group = {"selection": selection, "municipality_number": "9901", "street_code": ""}
    reasons = {row["label"]: row["reason"] for row in post("group", group).json()["addresses"]}
    assert "Eiendom 9901-30/40" in reasons["30/40"]
    assert "Eiendom 9901-30/11" in reasons["30/11"]


def elsewhere(post: Post, **selection: Any) -> Any:
    answer = post("same-property", {"selection": {"include": FIELD, **selection}})
    assert answer.status_code == 200
    return answer.json()


def test_an_address_of_the_farm_on_other_land_is_told_and_not_included(post: Post) -> None:
    told = elsewhere(post, rule="own-parcel-overlaps")
    [house] = told["addresses"]
    assert house["words"] == "30/40: samme eiendom, 5,0 km unna – ikke med"
    assert (house["source_id"], house["property"]) == ("house-30-40", "9901-30/40")
    assert house["point"] == pytest.approx(degrees(5025, -275))
    assert (told["is_included"], told["more"]) == (False, 0)


def test_by_the_rule_of_any_parcel_it_is_told_as_included(post: Post) -> None:
    told = elsewhere(post, rule="any-parcel-overlaps")
    assert told["is_included"] is True
    assert told["addresses"][0]["words"] == "30/40: samme eiendom, 5,0 km unna – med"


def test_nothing_is_told_of_what_is_in_the_selection_or_of_other_rules(post: Post) -> None:
    by_parcel = {"rule": "own-parcel-overlaps"}
    added = [{"address": "house-30-40", "act": "add", "reason": "same_property"}]
    for selection in (
        {"rule": "address-inside"},
        {**by_parcel, "adjustments": added},
        {**by_parcel, "addresses": ["house-30-40"]},
        {**by_parcel, "include": None, "streets": ["9901-1001"]},
        {**by_parcel, "include": box(0, -198, 18, -162)},
    ):
        assert elsewhere(post, **selection)["addresses"] == [], json.dumps(selection)[:80]

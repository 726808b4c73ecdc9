"""What another rule would change is what choosing it changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPoint, MultiPolygon, Point, Polygon

from geotarget.cadastre.models import (
    Address,
    Building,
    BuildingUnit,
    DatasetCoverage,
    Parcel,
    ParcelAddress,
)
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import Organisation
from geotarget.targeting.compare import compare_rules
from geotarget.targeting.listing import selected_rows

from .conftest import Post
from .strandvik import EAST, NORTH, box

BLOCK = box(590, -10, 610, 10)
EMPTY_FIELD = box(480, -10, 500, 10)
DRAWINGS: dict[str, dict[str, Any]] = {
    "block": {"include": BLOCK},
    "empty field": {"include": EMPTY_FIELD},
    "border": {"include": box(590, -50, 1200, 50)},
    "excluded": {"include": box(0, -20, 405, 20), "exclude": box(100, -20, 300, 20)},
    "picked": {"streets": ["9901-1002"]},
    "picked, excluded": {"streets": ["9901-1000"], "exclude": box(95, -20, 305, 20)},
    "both": {"include": BLOCK, "streets": ["9901-1000"], "addresses": ["990110021A"]},
}


@pytest.fixture
def parcels(strandvik: Organisation) -> None:
    """The block's property reaches from x 495 to 615, and owns the square too; Fjellvik has one.
    The one building of the block, which an address in Fjellvik belongs to too, is at x 490."""
    block = Address.objects.get(label="Blokkvegen 1")
    parcel("T1", (495, -20, 615, 20), block)
    parcel("T2", (695, -5, 705, 5), *Address.objects.filter(street_code="1002"))
    far = Parcel.objects.get(source_id="T2")
    ParcelAddress.objects.create(parcel=far, address=block, stands_on=False, same_property=True)
    parcel("T3", (1005, -20, 1025, 20), *Address.objects.filter(label="Grensevegen 1"))
    way_in = Point(EAST + 600, NORTH, srid=STORAGE_SRID)
    Address.objects.filter(label="12/1").update(access_points=MultiPoint(way_in, srid=STORAGE_SRID))
    building("B1", (490, 0), block, Address.objects.get(label="Grensevegen 1"))
    load("parcel", "9901", "9902")
    load("building", "9901", "9902")


def building(source_id: str, place: tuple[float, float], *of: Address) -> None:
    made = Building.objects.create(
        source="matrikkel",
        source_id=source_id,
        municipality_number="9901",
        geom=Point(EAST + place[0], NORTH + place[1], srid=STORAGE_SRID),
        row_hash=b"",
    )
    for address in of:
        BuildingUnit.objects.create(
            building=made,
            unit_source_id=f"{source_id}-{address.pk}",
            address_source_id=address.source_id,
        )


def parcel(source_id: str, sides: tuple[float, float, float, float], *on_it: Address) -> None:
    west, south, east, north = sides
    shape = Polygon.from_bbox((EAST + west, NORTH + south, EAST + east, NORTH + north))
    made = Parcel.objects.create(
        source="matrikkel",
        source_id=source_id,
        municipality_number="9901",
        geom=MultiPolygon(shape, srid=STORAGE_SRID),
        row_hash=b"",
    )
    for address in on_it:
        ParcelAddress.objects.create(
            parcel=made, address=address, stands_on=True, same_property=True
        )


def load(dataset: str, *municipalities: str) -> None:
    loaded = DatasetCoverage.objects.get(dataset="address", municipality_number="9901")
    for number in municipalities:
        DatasetCoverage.objects.create(
            dataset=dataset,
            municipality_number=number,
            version=loaded.version,
            row_count=1,
        )


def words(post: Post, include: dict[str, Any], rule: str = "address-inside") -> list[str]:
    answer = post("compare", {"selection": {"include": include, "rule": rule}})
    assert [row["rule"] for row in answer.json()["rules"]] == [str(rule) for rule in SelectionRule]
    return [row["words"] for row in answer.json()["rules"]]


@pytest.mark.parametrize("territory", [["9901"], ["9901", "9902"], None], ids=str)
@pytest.mark.parametrize("chosen", SelectionRule)
@pytest.mark.parametrize("name", DRAWINGS)
def test_it_is_what_choosing_the_rule_changes(
    parcels: None, name: str, chosen: SelectionRule, territory: list[str] | None
) -> None:
    drawing = DRAWINGS[name] | {"rule": str(chosen)}
    now = listed(drawing, territory)
    for change in compare_rules(parse_selection(drawing), territory):
        other = listed(drawing | {"rule": str(change.rule)}, territory)
        assert (change.more, change.fewer) == (len(other - now), len(now - other)), change.rule
        assert change.is_known


def listed(drawing: dict[str, Any], territory: list[str] | None) -> set[str]:
    rows = selected_rows(parse_selection(drawing), territory)
    return {row.source_id for row in rows if row.included}


def test_words_for_every_rule(parcels: None, post: Post) -> None:
    same, more = "ingen endring", "1 adresse til"
    assert words(post, BLOCK) == ["valgt", more, same, same, "1 adresse færre"]
    assert words(post, EMPTY_FIELD) == ["valgt", same, more, more, more]
    assert words(post, box(690, -10, 810, 210)) == [
        "valgt",
        "1 adresse færre",
        "5 adresser færre",
        "1 adresse til, 5 færre",
        "18 adresser færre",
    ]


def test_the_territory_limits_what_is_compared(parcels: None, post: Post) -> None:
    beyond = box(1000, -50, 1200, 50)
    assert set(words(post, beyond)[1:]) == {"ingen endring"}
    assert words(post, EMPTY_FIELD)[-1] == "1 adresse til", "not the one in Fjellvik"


def test_nothing_is_said_about_rules_on_what_is_not_loaded(post: Post) -> None:
    expected = ["valgt", "ingen endring", "teiger er ikke lastet", "teiger er ikke lastet"]
    expected.append("bygninger er ikke lastet")
    assert words(post, BLOCK) == expected
    assert words(post, EMPTY_FIELD) == expected
    answer = post("compare", {"selection": {"include": BLOCK}}).json()["rules"]
    assert [row["fewer"] for row in answer] == [0, 0, None, None, None]
    chosen = words(post, BLOCK, "own-parcel-overlaps")
    assert chosen[0] == "1 adresse til"
    assert chosen[2] == "valgt, men teiger er ikke lastet"
    assert words(post, BLOCK, "building-inside")[4] == "valgt, men bygninger er ikke lastet"


def test_parcels_of_one_municipality_are_not_enough_for_two(strandvik: Organisation) -> None:
    load("parcel", "9901")
    load("building", "9901")
    both = ["9901", "9902"]
    within = parse_selection({"include": BLOCK})
    assert all(change.is_known for change in compare_rules(within, both))
    across = parse_selection({"include": box(590, -50, 1200, 50)})
    known = [change.is_known for change in compare_rules(across, both)]
    assert known == [True, True, False, False, False]
    assert all(change.is_known for change in compare_rules(across, ["9901"]))


def test_picks_alone_are_the_same_by_every_rule(post: Post) -> None:
    answer = post("compare", {"selection": {"streets": ["9901-1000"]}}).json()["rules"]
    assert [row["words"] for row in answer][1:] == ["ingen endring"] * 4

"""Filters in SQL are those of the map, and own attributes those of the login's organisation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

from geotarget.domain.filters import BuildingGroup
from geotarget.domain.selection import parse_selection
from geotarget.running import cluster
from geotarget.targeting.preview import preview

from .desk import AWAY, HOME, OPEN, TOWN, Desk, degrees

pytestmark = pytest.mark.django_db

COUNT = (
    "SELECT count(*), coalesce(sum(unit_count), 0) FROM gis.units_in_area("
    "ST_GeomFromText(%s, 25833), 'address-inside', %s::jsonb)"
)
WATER = {"attributes": {"Kommunalt vann": ["ja"]}}


def counted(desk: Desk, filters: dict[str, Any], login: str) -> tuple[int, int]:
    ((addresses, units),) = desk.ask(COUNT, TOWN.wkt, json.dumps(filters), login=login)
    return addresses, int(units)


@pytest.mark.parametrize(
    "filters",
    [
        {"building_types": ["dwelling"]},
        {"building_types": ["office", "industry"], "holiday_homes": "without"},
        {"holiday_homes": "only"},
        {"floors": ["H02", "H03"]},
        {"unit_uses": [""]},
    ],
)
def test_filters_in_sql_count_as_the_map_does(desk: Desk, filters: dict[str, Any]) -> None:
    selection = parse_selection({"include": degrees(TOWN), "filters": filters})
    shown = preview(selection)
    assert counted(desk, filters, HOME) == (shown.addresses, shown.units)


def test_every_building_type_is_known_in_sql(desk: Desk) -> None:
    every = counted(desk, {"building_types": list(BuildingGroup)}, HOME)
    assert every == counted(desk, {}, HOME)


@pytest.fixture
def water(desk: Desk) -> Iterator[None]:
    """One address of the town has municipal water, says its municipality."""

    def run(sql: str) -> None:
        cluster.query(sql, database=desk.database)

    run(
        "WITH water AS (INSERT INTO own_attribute (organisation_id, title, name, is_of_property)"
        f" VALUES ({desk.home.pk}, 'Gebyr', 'Kommunalt vann', false) RETURNING id)"
        " INSERT INTO own_value (organisation_id, attribute_id, key, value)"
        f" SELECT {desk.home.pk}, water.id, min(a.source_id), 'ja' FROM water, address a"
        f" WHERE ST_Within(a.geom, ST_GeomFromText('{TOWN.wkt}', 25833)) GROUP BY water.id"
    )
    yield
    run("DELETE FROM own_value")
    run("DELETE FROM own_attribute")


@pytest.mark.usefixtures("water")
def test_no_login_counts_by_another_organisations_attributes(desk: Desk) -> None:
    assert counted(desk, WATER, HOME)[0] == 1
    for login in (AWAY, OPEN):
        with pytest.raises(psycopg2.DataError, match="no attribute Kommunalt vann"):
            counted(desk, WATER, login)


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ([1], "must be a JSON object"),
        ("only", "must be a JSON object"),
        ({"holiday_home": "only"}, "no filter holiday_home"),
        ({"holiday_homes": "bogus"}, "holiday_homes is"),
        ({"floors": "H01"}, "floors is a list"),
        ({"floors": [1]}, "floors is a list"),
        ({"floors": ["H01", "x"]}, "floors are as H01"),
        ({"building_types": ["castle"]}, "building_types are dwelling"),
        ({"attributes": ["ja"]}, "attributes are an object"),
        ({"attributes": {"Ukjent": ["ja"]}}, "no attribute Ukjent"),
        ({"organisation": 1}, "no filter organisation"),
    ],
)
def test_a_filter_that_is_none_is_an_error(desk: Desk, filters: Any, words: str) -> None:
    with pytest.raises(psycopg2.DataError, match=words):
        desk.ask(COUNT, TOWN.wkt, json.dumps(filters))

"""One count: page, command line, REST, `gis.units_in_area` and tiles hold the same addresses.

Fifty random areas over both municipalities, by every rule.
"""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import shapely
from django.test import Client
from pyproj import Transformer
from shapely.geometry import Point

from geotarget import cli
from geotarget.cadastre.models import Address
from geotarget.domain.area import parse_area
from geotarget.domain.rules import SelectionRule
from geotarget.domain.scopes import Scope
from geotarget.domain.selection import parse_selection
from geotarget.targeting.listing import selected_rows
from geotarget.targeting.preview import preview
from tests.api.conftest import Program, key_for
from tests.organisations.members import signed_in

from .desk import HOME, Desk, degrees
from .vector_tile import points

pytestmark = pytest.mark.django_db

AREAS = 50
UNTHINNED = (14, 15, 16)
"""Zooms; the map draws deeper ones from the last."""
TILE_UNITS = 4096
HALF_WORLD = math.pi * 6378137
TO_MERCATOR = Transformer.from_crs(25833, 3857, always_xy=True)


def areas() -> Iterator[tuple[dict[str, Any], SelectionRule]]:
    """Around random addresses, in EPSG:4326: circles, rings, several parts, slanting boxes."""
    dice = random.Random(2026)
    places = [
        point.tuple for point in Address.objects.order_by("id").values_list("geom", flat=True)
    ]
    rules = list(SelectionRule)
    for number in range(AREAS):
        centre, other = (Point(dice.choice(places)) for _ in range(2))
        radius = dice.choice((40, 150, 400, 1200, 3000))
        shape = (
            centre.buffer(radius, 12),
            centre.buffer(radius, 9).difference(centre.buffer(radius / 3, 7)),
            shapely.union(centre.buffer(radius / 2, 5), other.buffer(radius / 3, 6)),
            shapely.affinity.rotate(
                shapely.box(centre.x - radius, centre.y - 30, centre.x + 9, centre.y + radius),
                dice.uniform(0, 90),
            ),
        )[number % 4]
        yield degrees(shape), rules[(number // 4) % len(rules)]


def by_page(client: Client, area: dict[str, Any], rule: str) -> int:
    body = json.dumps({"selection": {"include": area, "rule": rule}})
    answer = client.post("/map/count/", body, content_type="application/json").json()
    return int(answer["addresses"]) + int(answer["outside"])


def by_command_line(area: dict[str, Any], rule: str, folder: Path) -> set[str]:
    file, out = folder / "area.geojson", folder / "out.json"
    file.write_text(json.dumps(area))
    arguments = ["select", str(file), "--rule", rule, "--format", "json", "--out", str(out)]
    assert cli.main(arguments) == 0
    return {row["source_id"] for row in json.loads(out.read_text())["addresses"]}


def by_rest(program: Program, area: dict[str, Any], rule: str) -> set[str]:
    body = {"selection": {"include": area, "rule": rule}, "with_addresses": True}
    features = program.post("preview", body).json()["listed"]["features"]
    return {feature["properties"]["source_id"] for feature in features}


def by_analyst(desk: Desk, area: dict[str, Any], rule: str) -> set[str]:
    shape = shapely.set_srid(parse_area(json.dumps(area)).shape, 25833)
    rows = desk.ask(
        "SELECT a.source_id FROM gis.units_in_area(%s::geometry, %s) u"
        " JOIN gis.address a ON a.id = u.address_id",
        psycopg2.Binary(shapely.to_wkb(shape, include_srid=True)),
        rule,
    )
    assert len(set(rows)) == len(rows)
    return {row[0] for row in rows}


class Tiles:
    """How many addresses are drawn at each place of the map; every tile is read once."""

    def __init__(self, client: Client, analyst: psycopg2.extensions.cursor) -> None:
        self._client, self._analyst = client, analyst
        self._read: dict[tuple[int, int, int], Counter[tuple[int, int]]] = {}

    def hold(self, zoom: int, places: Counter[tuple[float, float]]) -> bool:
        """Whether at each place (EPSG:3857) at least so many addresses are drawn."""
        wanted: Counter[tuple[int, int]] = Counter()
        size = 2 * HALF_WORLD / 2**zoom / TILE_UNITS
        for (x, y), count in places.items():
            wanted[math.floor((x + HALF_WORLD) / size), math.floor((HALF_WORLD - y) / size)] += (
                count
            )
        return all(self._drawn(zoom, unit) >= count for unit, count in wanted.items())

    def _drawn(self, zoom: int, unit: tuple[int, int]) -> int:
        """At the unit and its neighbours: a coordinate may be rounded either way."""
        (column, x), (row, y) = (divmod(value, TILE_UNITS) for value in unit)
        tile = self._tile(zoom, column, row)
        return sum(tile[x + dx, y + dy] for dx in (-1, 0, 1) for dy in (-1, 0, 1))

    def _tile(self, *tile: int) -> Counter[tuple[int, int]]:
        if tile not in self._read:
            self._read[tile] = self._fetch(*tile)
        return self._read[tile]

    def _fetch(self, zoom: int, column: int, row: int) -> Counter[tuple[int, int]]:
        content = self._client.get(f"/tiles/{zoom}/{column}/{row}.mvt").content
        self._analyst.execute("SELECT gis.address_tile(%s, %s, %s)", [zoom, column, row])
        ((layer,),) = self._analyst.fetchall()
        assert bytes(layer) in content
        drawn: Counter[tuple[int, int]] = Counter()
        for x, y, attributes in points(content, "address"):
            drawn[x, y] += attributes["addresses"]
        return drawn


@pytest.fixture
def analyst(desk: Desk) -> Iterator[psycopg2.extensions.cursor]:
    """One session for many tiles."""
    session = psycopg2.connect(desk.url(HOME))
    with session, session.cursor() as cursor:
        yield cursor
    session.close()


@pytest.fixture
def page(desk: Desk) -> Client:
    return signed_in(desk.planner)


@pytest.fixture
def program(desk: Desk) -> Program:
    return Program(key_for(desk.home, Scope.PREVIEW))


@pytest.fixture
def _command_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command in this process: fifty processes would take a minute to start."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.setenv(name, desk.environment[name])


@pytest.mark.usefixtures("_command_line")
def test_the_same_addresses_everywhere(
    desk: Desk, page: Client, analyst: psycopg2.extensions.cursor, program: Program, tmp_path: Path
) -> None:
    tiles = Tiles(page, analyst)
    sizes = []
    for area, rule in areas():
        listed = list(selected_rows(parse_selection({"include": area, "rule": rule})))
        wanted = {row.source_id for row in listed}
        assert preview(parse_selection({"include": area, "rule": rule})).addresses == len(wanted)
        assert by_page(page, area, rule) == len(wanted)
        assert by_command_line(area, rule, tmp_path) == wanted
        assert by_rest(program, area, rule) == wanted
        assert by_analyst(desk, area, rule) == wanted
        places = Counter(TO_MERCATOR.transform(*row.point.tuple) for row in listed)
        assert all(tiles.hold(zoom, places) for zoom in UNTHINNED)
        sizes.append(len(wanted))
    assert len(sizes) == AREAS
    assert sum(size > 0 for size in sizes) > 40
    assert max(sizes) > 500

"""The side-car for OGC API Features, as its script installs and starts it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyproj import Transformer

from geotarget.running import cluster

from .desk import OPEN, Desk
from .test_clients import TABLES

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "features"
WEST, SOUTH, EAST, NORTH = 7.57, 64.22, 7.60, 64.23

pytestmark = pytest.mark.django_db

Get = Callable[[str], Any]


@pytest.fixture
def get(desk: Desk) -> Iterator[Get]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    place = quote(str(cluster.paths.sockets()), safe="")
    address = {
        "DATABASE_URL": f"postgresql://{OPEN}@{place}/{desk.database}",
        "PORT": str(port),
    }
    process = subprocess.Popen([SCRIPT], env={**os.environ, **address})

    def asked(path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
            return json.load(answer)

    try:
        _until_it_answers(process, asked)
        yield asked
    finally:
        process.terminate()
        process.wait(20)


def _until_it_answers(process: subprocess.Popen[bytes], asked: Get) -> None:
    while process.poll() is None:
        try:
            asked("/healthz")
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(f"scripts/features ended with {process.returncode}")


def test_it_answers_with_the_open_cadastre_in_a_box(desk: Desk, get: Get) -> None:
    collections = get("/collections?f=json&limit=100")["collections"]
    assert {one["id"] for one in collections} == {f"gis.{view}" for view in TABLES}
    box = f"{WEST},{SOUTH},{EAST},{NORTH}"
    answer = get(f"/collections/gis.address/items?bbox={box}&limit=1000")
    found = {feature["id"] for feature in answer["features"]}
    assert answer["numberMatched"] == len(answer["features"]) == len(found)
    inside = "ST_Transform(geom, 4326) && ST_MakeEnvelope(%s, %s, %s, %s, 4326)"
    asked_for = desk.ask(f"SELECT id FROM gis.address WHERE {inside}", WEST, SOUTH, EAST, NORTH)
    assert len(asked_for) > 50
    assert {key for (key,) in asked_for} <= found
    # It looks in the box around the box: its sides are not straight in EPSG:25833.
    around = Transformer.from_crs(4326, 25833, always_xy=True).transform_bounds(
        WEST, SOUTH, EAST, NORTH
    )
    near = "geom && ST_MakeEnvelope(%s, %s, %s, %s, 25833)"
    wanted = desk.ask(f"SELECT id FROM gis.address WHERE {near}", *around)
    assert found == {key for (key,) in wanted}


def test_a_feature_has_its_place_in_longitude_and_latitude(get: Get) -> None:
    answer = get("/collections/gis.address/items?limit=1")
    longitude, latitude = answer["features"][0]["geometry"]["coordinates"]
    assert 7 < longitude < 8.5
    assert 64 < latitude < 65


def test_it_says_what_it_needs() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run([SCRIPT], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Set DATABASE_URL" in done.stderr

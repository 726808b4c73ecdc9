from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cadastre_import import DeliveryRefused
from fixtures.borders import border_file
from fixtures.land import municipality_areas

from .conftest import Import, Query
from .deliveries import address, write


def write_borders(path: Path) -> Path:
    path.write_text(border_file(municipality_areas()), encoding="utf-8")
    return path


def test_borders_bring_the_proper_names(tmp_path: Path, run: Import, query: Query) -> None:
    run(write(tmp_path / "a.csv", [address(1)]))
    assert query("SELECT number, name, border FROM municipality") == [("9901", "STRANDVIK", None)]
    report = run(write_borders(tmp_path / "k.geojson"))
    assert (report.dataset, report.total("added")) == ("municipality", 2)
    assert query("SELECT number, name, ST_IsValid(border) FROM municipality ORDER BY 1") == [
        ("9901", "Strandvik", True), ("9902", "Fjellvik", True),
    ]  # fmt: skip
    assert run(tmp_path / "k.geojson").total("unchanged") == 2
    run(write(tmp_path / "a.csv", [address(1), address(2)]))
    assert query("SELECT name FROM municipality WHERE number = '9901'") == [("Strandvik",)]


def test_a_cut_file_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DeliveryRefused, match="was cut short in feature 2"):
        run(path)
    assert query("SELECT count(*) FROM municipality") == [(0,)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("\\u0000", "a control character in its properties"), ("\\ud800", "half a character")],
)
def test_a_name_that_is_no_text_is_the_fault_of_one_border(
    name: str, reason: str, tmp_path: Path, run: Import
) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_text(path.read_text("utf-8").replace("Strandvik", name), "utf-8")
    report = run(path)
    assert report.total("added") == 1
    ((rejected,)) = report.rejected
    assert reason in rejected.reason


def test_a_number_without_end_is_refused(tmp_path: Path, run: Import) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_text(
        path.read_text("utf-8").replace('"geometry":', f'"x": {"9" * 5000}, "geometry":', 1)
    )
    with pytest.raises(DeliveryRefused, match="broken or was cut short in feature 1"):
        run(path)


def write_plain(path: Path, **properties: object) -> Path:
    """A FeatureCollection in degrees: two small squares in 9901."""
    told = {"kommunenummer": "9901", "kommunenavn": "Strandvik"} | properties
    features = [
        {"type": "Feature", "properties": told, "geometry": square}
        for square in map(_square, (7.5, 7.6))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def _square(east: float) -> dict[str, Any]:
    ring = [[east, 64], [east + 0.01, 64], [east + 0.01, 64.01], [east, 64.01], [east, 64]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    "properties",
    [{"skolekrets": "Sentrum"}, {"teigId": 1, "matrikkelnummerTekst": "10/1"}],
    ids=["school district", "parcel"],
)
def test_another_data_set_with_the_numbers_of_municipalities_is_no_border(
    properties: dict[str, object], tmp_path: Path, run: Import, query: Query
) -> None:
    run(write_borders(tmp_path / "k.geojson"))
    before = query("SELECT number, border FROM municipality ORDER BY 1")
    with pytest.raises(DeliveryRefused, match=f"which has no “{next(iter(sorted(properties)))}"):
        run(write_plain(tmp_path / "a.geojson", **properties))
    assert query("SELECT number, border FROM municipality ORDER BY 1") == before


def test_a_border_that_shrinks_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    run(write_borders(tmp_path / "k.geojson"))
    small = write_plain(tmp_path / "a.geojson")
    with pytest.raises(DeliveryRefused, match=r"9901 Strandvik would shrink from .* 5 %"):
        run(small)
    assert run(small, force=True).total("changed") == 1


def test_a_border_that_leaves_published_addresses_outside_is_refused(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(write_borders(tmp_path / "k.geojson"))
    ((east, north),) = query(
        "SELECT ST_X(p), ST_Y(p) FROM municipality, ST_PointOnSurface(border) AS p "
        "WHERE number = '9901'"
    )
    run(write(tmp_path / "a.csv", [address(1, Nord=f"{north:.2f}", Øst=f"{east:.2f}")]))
    moved = json.loads((tmp_path / "k.geojson").read_text("utf-8"))
    moved["Kommune"]["features"] = moved["Kommune"]["features"][:1]
    shape = moved["Kommune"]["features"][0]["geometry"]
    shape["coordinates"] = [[[x + 90_000, y] for x, y in ring] for ring in shape["coordinates"]]
    (tmp_path / "b.geojson").write_text(json.dumps(moved), "utf-8")
    with pytest.raises(
        DeliveryRefused, match="1 of the 1 published addresses of municipality 9901"
    ):
        run(tmp_path / "b.geojson")

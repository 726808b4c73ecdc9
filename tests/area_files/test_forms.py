"""Every form says the same of the same areas, in whatever coordinate system it has them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geotarget.area_files.reading import read_area_file
from geotarget.domain.area import parse_area
from geotarget.domain.coordinates import to_degrees
from geotarget.domain.errors import InputError

from .making import (
    BOW_TIE,
    EAST,
    HOLE,
    NORTH,
    PLAN,
    SQUARE,
    feature,
    geojson,
    made_by_gdal,
    sosi,
    zipped,
)

TWO = geojson(feature(SQUARE, HOLE, navn="Østre felt"), feature(BOW_TIE, navn="Sløyfe"))
WANTED = shapely.difference(shapely.box(0, 0, 100, 100), shapely.box(40, 40, 60, 60))
DRIVERS = {"Shapefile": "ESRI Shapefile", "GeoPackage": "GPKG", "KML": "KML", "GML": "GML"}


def only(report: dict[str, Any]) -> dict[str, Any]:
    (layer,) = report["layers"]
    return layer


def in_metres(geometry: Any) -> shapely.Geometry:
    """As the count sees it, from the corner of the square."""
    shape = parse_area(json.dumps(geometry)).shape
    return shapely.transform(shape, lambda points: points - np.array([EAST, NORTH]))


def made(form: str, folder: Path, srid: int = 25833) -> bytes:
    if form == "GeoJSON":
        return TWO
    return made_by_gdal(folder, DRIVERS[form], TWO, 4326 if form == "KML" else srid)


@pytest.mark.parametrize("form", ["GeoJSON", *DRIVERS])
def test_each_form_says_the_same(form: str, tmp_path: Path) -> None:
    report = read_area_file(made(form, tmp_path))
    layer = only(report)
    assert report["form"] == form
    good, bad = layer["features"]
    assert (good["fault"], good["area_m2"]) == (None, pytest.approx(9_600, abs=0.5))
    assert shapely.hausdorff_distance(in_metres(good["geometry"]), WANTED) < 0.01
    assert bad["area_m2"] is None
    assert "crosses or touches itself" in bad["fault"]["template"]
    assert layer["system"].startswith("EPSG:4326" if form == "KML" else "EPSG:25833")
    if form in ("GeoJSON", "Shapefile", "GeoPackage", "GML"):
        assert (good["label"], bad["label"]) == ("Østre felt", "Sløyfe")
        assert "Østre felt" in good["attributes"].values()


@pytest.mark.parametrize("form", ["Shapefile", "GeoPackage", "GML"])
@pytest.mark.parametrize("srid", [25832, 25835, 4258, 4326])
def test_the_system_is_told_and_transformed(form: str, srid: int, tmp_path: Path) -> None:
    layer = only(read_area_file(made(form, tmp_path, srid)))
    assert layer["system"].startswith(f"EPSG:{srid} (")
    shape = in_metres(layer["features"][0]["geometry"])
    assert shapely.hausdorff_distance(shape, WANTED) < 0.01, "within a centimetre"


def test_long_edges_stay_where_they_are_in_their_own_system() -> None:
    """20 km along a northing: straight in metres, and not in degrees."""
    long = [(0, 0), (20_000, 0), (20_000, 100), (0, 100)]
    (area,) = only(read_area_file(geojson(feature(long))))["features"]
    shape = in_metres(area["geometry"])
    assert shapely.hausdorff_distance(shape, shapely.box(0, 0, 20_000, 100)) < 0.01


def test_sosi_of_a_plan() -> None:
    report = read_area_file(sosi(PLAN))
    assert (report["form"], only(report)["system"][:10]) == ("SOSI", "EPSG:25833")
    (area,) = only(report)["features"]
    assert area["label"] == "Bygata øst · RpOmråde"
    assert (
        shapely.hausdorff_distance(in_metres(area["geometry"]), shapely.box(0, 0, 100, 100)) < 0.01
    )


def test_a_zip_may_hold_any_form_and_several(tmp_path: Path) -> None:
    report = read_area_file(zipped({"a/plan.sos": sosi(PLAN), "b/felt.geojson": TWO}))
    assert report["form"] == "SOSI, GeoJSON"
    assert [len(layer["features"]) for layer in report["layers"]] == [1, 2]


def test_a_collection_for_each_type_as_kartverket_delivers() -> None:
    felt = json.loads(geojson(feature(SQUARE, fylkesnavn="Havlandet", fylkesnummer="99")))
    edge = json.loads(geojson())
    layers = read_area_file(json.dumps({"Fylke": felt, "Grense": edge}).encode())["layers"]
    assert [(each["name"], len(each["features"])) for each in layers] == [
        ("Fylke", 1),
        ("Grense", 0),
    ]
    assert layers[0]["features"][0]["label"] == "Havlandet · 99"


def test_a_name_of_a_person_is_no_label() -> None:
    told = feature(SQUARE, eiernavn="Kari Normann", saksbehandlernavn="Ola", kontaktnummer="1")
    (area,) = only(read_area_file(geojson(told)))["features"]
    assert area["label"] == ""


def test_a_kmz_is_a_zip_with_kml(tmp_path: Path) -> None:
    report = read_area_file(zipped({"doc.kml": made("KML", tmp_path)}))
    assert (report["form"], len(only(report)["features"])) == ("KML", 2)


@pytest.mark.parametrize("name", ["{}.shp.xml", "{}.XML", "{}.SHP.XML"])
def test_what_is_written_about_a_shapefile_is_no_area_file(name: str, tmp_path: Path) -> None:
    """ArcGIS puts such a file beside every Shapefile."""
    made_by_gdal(tmp_path, "ESRI Shapefile", TWO)
    parts = {f"plan/{p.name}": p.read_bytes() for p in tmp_path.glob("Område*")}
    stem = next(each for each in parts if each.endswith(".shp")).removesuffix(".shp")
    about = "<metadata><Esri><ArcGISFormat>1.0</ArcGISFormat></Esri></metadata>"
    report = read_area_file(zipped({name.format(stem): about, **parts}))
    assert (report["form"], len(only(report)["features"])) == ("Shapefile", 2)


def test_every_layer_of_a_geopackage_is_there_to_choose(tmp_path: Path) -> None:
    made_by_gdal(tmp_path, "GPKG", TWO, 25833, "-nln", "felt")
    more = geojson(feature(SQUARE, navn="Annet"))
    whole = made_by_gdal(tmp_path, "GPKG", more, 25833, "-nln", "annet", "-update")
    layers = read_area_file(whole)["layers"]
    assert [(layer["name"], len(layer["features"])) for layer in layers] == [
        ("felt", 2),
        ("annet", 1),
    ]


def test_what_is_no_area_is_told_with_its_place_and_what_to_do() -> None:
    line = feature(SQUARE)
    line["geometry"] = {"type": "LineString", "coordinates": [[EAST, NORTH], [EAST + 1, NORTH]]}
    point = feature(SQUARE)
    point["geometry"] = {"type": "Point", "coordinates": [EAST, NORTH]}
    layer = only(read_area_file(geojson(line, feature(SQUARE), point, line)))
    assert [each["is_area"] for each in layer["features"]] == [False, True, False, False]
    faults = [each["fault"] and each["fault"]["template"][:15] for each in layer["features"]]
    assert faults == ["This is a line,", None, "This is a point", "This is a line,"]
    assert layer["features"][2]["fault"]["place"] == pytest.approx(
        to_degrees(EAST, NORTH), abs=1e-6
    )
    assert layer["left_out"] == {}


def test_very_many_points_and_shapes_without_positions_are_counted() -> None:
    point, nothing = feature(SQUARE), feature(SQUARE)
    point["geometry"] = {"type": "Point", "coordinates": [EAST, NORTH]}
    nothing["geometry"] = {"type": "LineString", "coordinates": []}
    layer = only(read_area_file(geojson(*[point] * 3_000, nothing, feature(SQUARE))))
    assert layer["left_out"] == {"Point": 2_950, "empty": 1}
    assert [each["fault"] for each in layer["features"][50:]] == [None]


def test_what_macos_packs_beside_each_file_is_passed_over(tmp_path: Path) -> None:
    made_by_gdal(tmp_path, "ESRI Shapefile", TWO, 25833)
    parts = {p.name: p.read_bytes() for p in tmp_path.glob("Område*")}
    beside = {f"__MACOSX/._{name}": b"\x00\x05\x16\x07" for name in parts}
    hidden = {".DS_Store": b"Bud1", "._plan.gpkg": b"\x00\x05\x16\x07"}
    assert len(only(read_area_file(zipped({**beside, **hidden, **parts})))["features"]) == 2


def test_a_file_that_does_not_say_its_system_is_asked_for_it(tmp_path: Path) -> None:
    made_by_gdal(tmp_path, "ESRI Shapefile", TWO)
    parts = {p.name: p.read_bytes() for p in tmp_path.glob("Område*") if p.suffix != ".prj"}
    silent = only(read_area_file(zipped(parts)))
    assert (silent["system"], silent["features"]) == (None, [])
    told = only(read_area_file(zipped(parts), 25833))
    assert shapely.hausdorff_distance(in_metres(told["features"][0]["geometry"]), WANTED) < 0.01
    assert only(read_area_file(sosi(PLAN, system="")))["system"] is None
    assert only(read_area_file(sosi(PLAN, system=""), 25833))["features"][0]["fault"] is None


@pytest.mark.parametrize("srid", [23033, 27391, 28992])
def test_a_system_that_cannot_be_transformed_exactly_is_refused(srid: int, tmp_path: Path) -> None:
    """ED50, NGO 1948 and the Dutch one: without grids they land a hundred metres off."""
    with pytest.raises(InputError, match="cannot be transformed exactly"):
        read_area_file(geojson(feature(SQUARE), crs=f"EPSG:{srid}"))


def test_heights_and_curves_become_plain(tmp_path: Path) -> None:
    disc = "CURVEPOLYGON(CIRCULARSTRING(140000 7130000,140100 7130000,140000 7130000))"
    high = "POLYGON Z((140000 7130000 5,140100 7130000 5,140100 7130100 5,140000 7130000 5))"
    table = f'WKT;navn\n"{disc}";Sirkel\n"{high}";Høyde\n'
    (tmp_path / "c.csv").write_text(table, encoding="utf-8")
    command = [
        *("ogr2ogr", "-f", "GPKG", "-a_srs", "EPSG:25833", "-nlt", "CURVEPOLYGON"),
        *(str(tmp_path / "c.gpkg"), str(tmp_path / "c.csv"), "-oo", "SEPARATOR=SEMICOLON"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    circle, raised = only(read_area_file((tmp_path / "c.gpkg").read_bytes()))["features"]
    assert circle["area_m2"] == pytest.approx(np.pi * 50**2, rel=0.002)
    assert raised["area_m2"] == pytest.approx(5_000, abs=0.5)

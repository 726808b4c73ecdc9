"""The worked examples of sources.toml, published for real."""

from __future__ import annotations

import fnmatch
import json
from pathlib import Path
from typing import Any

import pytest

from cadastre_import.delivery import open_delivery
from cadastre_import.limits import Limits
from cadastre_import.recognise import recognise
from cadastre_import.sources import Source, known_sources
from fixtures.generate import SAMPLE

from .conftest import Import, Query

EXAMPLES = [
    pytest.param(source, example, id=f"{source.name}-{place}")
    for source in known_sources().values()
    for place, example in enumerate(source.examples)
]

_POINT = "jsonb_build_array(round(ST_X(geom)::numeric, 2), round(ST_Y(geom)::numeric, 2))"
_BORDER = "jsonb_build_object('area_m2', round(ST_Area(border)))"
_DISTRICT = f"SELECT to_jsonb(d) - 'border' || {_BORDER} FROM district AS d"
_PUBLISHED = {
    "address": f"""SELECT to_jsonb(a) - 'geom' - 'access_points' || jsonb_build_object(
        'point', {_POINT},
        'access_points', ST_AsGeoJSON(access_points)::jsonb -> 'coordinates',
        'updated_at', to_char(source_updated_at, 'YYYY-MM-DD"T"HH24:MI:SS+00:00'))
        FROM address AS a""",
    "unit": "SELECT to_jsonb(u) FROM unit AS u",
    "parcel": """SELECT to_jsonb(p) - 'geom' || jsonb_build_object(
        'corner', jsonb_build_array(
          round(ST_XMin(geom)::numeric, 1), round(ST_YMin(geom)::numeric, 1)),
        'units', (SELECT jsonb_agg(jsonb_build_array(
          municipality_number, gnr, bnr, fnr, snr, kind, name) ORDER BY source_id)
          FROM cadastral_unit)) FROM parcel AS p""",
    "building": f"""SELECT to_jsonb(b) - 'geom' || jsonb_build_object('point', {_POINT},
        'units', (SELECT jsonb_agg(jsonb_build_array(unit_source_id, address_source_id,
          cadastral_unit_source_id, use) ORDER BY unit_source_id) FROM building_unit))
        FROM building AS b""",
    "business": "SELECT to_jsonb(b) FROM business AS b",
    "municipality": f"SELECT to_jsonb(m) - 'border' || {_BORDER} FROM municipality AS m",
    "postcode": "SELECT to_jsonb(p) FROM postcode AS p",
}  # fmt: skip


def as_delivered(source: Source, example: dict[str, Any]) -> bytes:
    if source.format == "gml":
        return (
            f'<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2" '
            f'xmlns:app="http://skjema.geonorge.no{source.namespace}20211101"><gml:featureMember>'
            f"{example['feature']}</gml:featureMember></gml:FeatureCollection>"
        ).encode()
    if source.format == "geojson":
        crs = '"crs": {"type": "name", "properties": {"name": "EPSG:25833"}}'
        return f'{{"{source.collection}": {{{crs}, "features": [{example["feature"]}]}}}}'.encode()
    if source.format == "json":
        return f"[{example['feature']}]".encode()
    if source.format == "text":
        return f"{example['row']}\r\n".encode("cp1252")
    return f"\ufeff{example['header']}\r\n{example['row']}\r\n".encode()


@pytest.mark.parametrize(("source", "example"), EXAMPLES)
def test_a_worked_example_is_published_as_described(
    source: Source, example: dict[str, Any], tmp_path: Path, run: Import, query: Query
) -> None:
    path = tmp_path / "example"
    path.write_bytes(as_delivered(source, example))
    report = run(path)
    assert (report.dataset, report.rejected, report.total("added")) == (source.dataset, [], 1)
    ((published,),) = query("SET TimeZone = 'UTC'; " + _PUBLISHED.get(source.dataset, _DISTRICT))
    expected = json.loads(json.dumps(example["expect"]).replace('"null"', "null"))
    assert {name: published[name] for name in expected} == expected


def test_every_form_has_an_example() -> None:
    """The tables that GDAL reads have tests of their own: they are no text."""
    without = {source.name for source in known_sources().values() if not source.examples}
    assert without == {"parcel_tables"}


def test_every_file_of_the_sample_has_the_name_that_its_source_says() -> None:
    seen = set()
    for path in sorted(SAMPLE.glob("*.zip")):
        with open_delivery(path, Limits()) as delivery:
            source = recognise(delivery.stream)
        assert fnmatch.fnmatch(path.name, source.file), path.name
        seen.add(source.dataset)
    assert seen == {source.dataset for source in known_sources().values()} - {
        "postcode",
        "business",
    }

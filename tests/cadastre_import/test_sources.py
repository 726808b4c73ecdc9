"""The worked examples of sources.toml, published for real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cadastre_import.sources import known_sources

from .conftest import Import, Query

EXAMPLES = [
    pytest.param(source.dataset, example, id=f"{source.name}-{place}")
    for source in known_sources().values()
    for place, example in enumerate(source.examples)
]

_PUBLISHED = {
    "address": """SELECT to_jsonb(a) - 'geom' - 'access_points' || jsonb_build_object(
        'point', jsonb_build_array(round(ST_X(geom)::numeric, 2), round(ST_Y(geom)::numeric, 2)),
        'access_points', ST_AsGeoJSON(access_points)::jsonb -> 'coordinates',
        'updated_at', to_char(source_updated_at, 'YYYY-MM-DD"T"HH24:MI:SS+00:00'))
        FROM address AS a""",
    "unit": "SELECT to_jsonb(u) FROM unit AS u",
}


@pytest.mark.parametrize(("dataset", "example"), EXAMPLES)
def test_a_worked_example_is_published_as_described(
    dataset: str, example: dict[str, Any], tmp_path: Path, run: Import, query: Query
) -> None:
    path = tmp_path / "example.csv"
    path.write_bytes(f"\ufeff{example['header']}\r\n{example['row']}\r\n".encode())
    report = run(path)
    assert (report.dataset, report.rejected, report.total("added")) == (dataset, [], 1)
    ((published,),) = query("SET TimeZone = 'UTC'; " + _PUBLISHED[dataset])
    expected = example["expect"]
    wanted = json.loads(json.dumps(expected).replace('"null"', "null"))
    assert {name: published[name] for name in expected} == wanted

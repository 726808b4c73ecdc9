"""The plans that an analyst's own login gets: by the index of the geometry, without workers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg2
import pytest

from geotarget.running import cluster

from .desk import AWAY, HOME, TOWN, Desk

pytestmark = pytest.mark.django_db

BOX = "ST_MakeEnvelope(140000, 7143000, 140400, 7143400, 25833)"


@pytest.fixture
def explained(desk: Desk) -> Iterator[psycopg2.extensions.connection]:
    """A session of the analyst in which the server tells the plan of every statement, nested too.

    Only a superuser may switch that on; parallel workers are made as cheap as can be.
    """
    settings = {
        "session_preload_libraries": "auto_explain",
        "auto_explain.log_min_duration": "0",
        "auto_explain.log_nested_statements": "on",
        "auto_explain.log_level": "notice",
        "max_parallel_workers_per_gather": "4",
        "parallel_setup_cost": "0",
        "parallel_tuple_cost": "0",
        "min_parallel_table_scan_size": "0",
    }
    for name, value in settings.items():
        cluster.query(f"ALTER ROLE \"{HOME}\" SET {name} = '{value}'", database=desk.database)
    connection = psycopg2.connect(desk.url(HOME))
    yield connection
    connection.close()
    for name in settings:
        cluster.query(f'ALTER ROLE "{HOME}" RESET {name}', database=desk.database)
    cluster.query(f'ALTER ROLE "{HOME}" SET max_parallel_workers_per_gather = 0')


@pytest.mark.parametrize(
    ("rule", "index"),
    [
        ("address-inside", "address_geom_strip"),
        ("access-inside", "address_geom"),
        ("own-parcel-overlaps", "parcel_geom"),
        ("any-parcel-overlaps", "parcel_geom"),
        ("building-inside", "building_geom"),
    ],
)
def test_counting_uses_the_index_and_no_workers(
    explained: psycopg2.extensions.connection, rule: str, index: str
) -> None:
    with explained.cursor() as cursor:
        area = TOWN.buffer(-1_000)
        cursor.execute(
            "SELECT count(*) FROM gis.units_in_area(ST_GeomFromText(%s, 25833), %s)",
            [area.wkt, rule],
        )
        assert cursor.fetchone()[0] > 0
    told = "".join(explained.notices)
    assert f"using {index}" in told or f"on {index}" in told
    table = index.removesuffix("_geom")
    assert not re.search(rf"Gather|Parallel|Seq Scan on {table}\b", told)


@pytest.mark.parametrize("view", ["address", "parcel", "building", "unit"])
def test_a_box_on_a_view_uses_the_index(desk: Desk, view: str) -> None:
    plan = "\n".join(
        line for (line,) in desk.ask(f"EXPLAIN SELECT * FROM gis.{view} WHERE geom && {BOX}")
    )
    table = {"unit": "address"}.get(view, view)
    assert f"{table}_geom" in plan
    assert "Gather" not in plan


def test_an_organisation_is_found_before_its_rows_are_looked_at(desk: Desk) -> None:
    """The condition of the view comes first, then what the client asks for."""
    for login in (HOME, AWAY):
        plan = "\n".join(
            line
            for (line,) in desk.ask(
                f"EXPLAIN SELECT * FROM gis.listed_address WHERE geom && {BOX}", login=login
            )
        )
        assert "Subquery Scan on listed_address" in plan

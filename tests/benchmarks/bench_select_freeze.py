"""Freezing a list of 100,000 addresses in a whole country: its rows, its counts and its checksum,
and what the database checks of each row when all is kept.

Circles around the largest town, each as wide as gives about 100,000 addresses; the median of three.
"""

from __future__ import annotations

import statistics
import time

import psycopg2

from geotarget.running import addresses
from tests.benchmarks import nation
from tests.benchmarks.report import publish

WANTED = 100_000
ROUNDS = 3
RULES = ("address-inside", "own-parcel-overlaps")

_CIRCLE = """
SELECT ST_AsBinary(ST_Buffer(middle, (SELECT ST_Distance(a.geom, middle) FROM address a
        ORDER BY a.geom <-> middle OFFSET %s LIMIT 1)))
  FROM (SELECT ST_SetSRID(ST_MakePoint(-50000, 6480000), 25833) AS middle) AS town
"""
_FREEZE = "SELECT freeze_selection(-1, ST_GeomFromWKB(%s, 25833), NULL, %s, '{}', '{}', NULL, NULL)"
_LIST = """
INSERT INTO address_list (id, organisation_id, created_by_id, name, version, drawing, rule,
  dataset_version, checksum, address_count, outside_territory_count, taken_out_count, added_count,
  removed_count, per, created_at)
VALUES (-1, -1, -1, '', 1, '{}', '', 1, '', 1, 0, 0, 0, 0, 'address', now())
"""
_CHECKED_AT_THE_END = """
SELECT conname FROM pg_constraint WHERE conrelid = 'listed_address'::regclass AND contype = 'f'
"""


def main(write: bool) -> None:
    nation.load()
    connection = psycopg2.connect(addresses.database_owner_url())
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, [WANTED])
        circle = bytes(cursor.fetchone()[0])
    lines = [
        "## Freezing a list",
        "",
        "| rule | addresses | rows, s | counts and checksum, s | check at end, s | sum, s |",
        "|---|---:|---:|---:|---:|---:|",
        *(_row(connection, circle, rule) for rule in RULES),
    ]
    connection.close()
    publish("freeze", "\n".join(lines), write=write)


def _row(connection: psycopg2.extensions.connection, circle: bytes, rule: str) -> str:
    rounds = []
    with connection.cursor() as cursor:
        cursor.execute(_CHECKED_AT_THE_END)
        check = cursor.fetchone()[0]
        for _ in range(ROUNDS):
            rows = _seconds(cursor, _FREEZE, [circle, rule])
            totals = _seconds(cursor, "SELECT * FROM address_list_totals(-1)")
            count = cursor.fetchone()[0]
            cursor.execute(_LIST)
            checked = _seconds(cursor, f'SET CONSTRAINTS "{check}" IMMEDIATE')
            connection.rollback()
            rounds.append((rows, totals, checked, rows + totals + checked))
    seconds = [f"{statistics.median(column):.2f}" for column in zip(*rounds, strict=True)]
    return f"| {rule} | {count:,} | {' | '.join(seconds)} |"


def _seconds(
    cursor: psycopg2.extensions.cursor, sql: str, parameters: list[object] | None = None
) -> float:
    start = time.perf_counter()
    cursor.execute(sql, parameters)
    return time.perf_counter() - start

"""Freezing a list of 100,000 addresses in a whole country: its rows, its counts and its checksum.

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
# A new id each time: rows of the last round, though taken back, would slow the same ones down.
_ID = "SELECT nextval(pg_get_serial_sequence('address_list', 'id'))"
_FREEZE = "SELECT freeze_selection(%s, ST_GeomFromWKB(%s, 25833), NULL, %s, '{}', '{}', NULL, NULL)"


def main(write: bool) -> None:
    nation.load()
    connection = psycopg2.connect(addresses.database_owner_url())
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLE, [WANTED])
        circle = bytes(cursor.fetchone()[0])
    lines = [
        "## Freezing a list",
        "",
        "| rule | addresses | rows, s | counts and checksum, s | sum, s |",
        "|---|---:|---:|---:|---:|",
        *(_row(connection, circle, rule) for rule in RULES),
    ]
    connection.close()
    publish("freeze", "\n".join(lines), write=write)


def _row(connection: psycopg2.extensions.connection, circle: bytes, rule: str) -> str:
    rounds = []
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            cursor.execute(_ID)
            [number] = cursor.fetchone()
            rows = _seconds(cursor, _FREEZE, [number, circle, rule])
            totals = _seconds(cursor, "SELECT * FROM address_list_totals(%s)", [number])
            count = cursor.fetchone()[0]
            connection.rollback()
            rounds.append((rows, totals, rows + totals))
    seconds = [f"{statistics.median(column):.2f}" for column in zip(*rounds, strict=True)]
    return f"| {rule} | {count:,} | {' | '.join(seconds)} |"


def _seconds(cursor: psycopg2.extensions.cursor, sql: str, parameters: list[object]) -> float:
    start = time.perf_counter()
    cursor.execute(sql, parameters)
    return time.perf_counter() - start

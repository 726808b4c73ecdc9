"""Counts of areas in a whole country: PostGIS against shapely's STRtree in memory.

Areas of each size around addresses, uneven shapes of forty vertices; both sides count addresses
and the units of the same areas in turn, in one run, the better of three tries of each. The tree
holds only points, has no network between, and answers no other question; it is asked in one bulk
query for an area grown by the tolerance, which is quicker than asking it for a distance.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
import psycopg2
import shapely

from geotarget.running import addresses
from tests.benchmarks import nation
from tests.benchmarks.report import publish

AREAS = 15
TRIES = 3
SIZES_M = (300, 1_000, 4_000, 20_000)
RULES = ("own-parcel-overlaps", "building-inside")
TOLERANCE_M = 0.05

Count = tuple[int, int]
"""Addresses and units."""


def main(write: bool) -> None:
    nation.load()
    connection = psycopg2.connect(addresses.database_url())
    points, units = _points(connection)
    tree = shapely.STRtree(shapely.points(points))
    dice = np.random.default_rng(25833)
    rows = [_size(connection, tree, units, _areas(dice, points, size), size) for size in SIZES_M]
    connection.close()
    publish("select", _table(rows), write=write)


def _points(connection: psycopg2.extensions.connection) -> tuple[np.ndarray, np.ndarray]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ST_X(geom), ST_Y(geom), unit_count FROM address ORDER BY id")
        table = np.array(cursor.fetchall())
    return table[:, :2], table[:, 2].astype(int)


def _areas(dice: np.random.Generator, points: np.ndarray, size: int) -> Iterator[shapely.Polygon]:
    """About `size` metres across, each around an address."""
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    for centre in points[dice.integers(0, len(points), AREAS)]:
        radii = size / 2 * dice.uniform(0.6, 1.2, 40)
        yield shapely.Polygon(
            centre + np.column_stack([np.cos(turns), np.sin(turns)]) * radii[:, None]
        )


def _size(
    connection: psycopg2.extensions.connection,
    tree: shapely.STRtree,
    units: np.ndarray,
    areas: Iterator[shapely.Polygon],
    size: int,
) -> list[str]:
    """A row of the table."""
    counts, ours, theirs = [], [], []
    others: dict[str, list[float]] = {rule: [] for rule in RULES if size <= 4_000}
    for area in areas:
        count, seconds = best(lambda area=area: _in_postgis(connection, area, "address-inside"))
        same, tree_seconds = best(lambda area=area: _in_tree(tree, units, area))
        assert count == same, (count, same)
        counts.append(count[0])
        ours.append(seconds)
        theirs.append(tree_seconds)
        for rule, times in others.items():
            times.append(best(lambda area=area, rule=rule: _in_postgis(connection, area, rule))[1])
    middle = statistics.median
    numbers = [middle(ours), max(ours), middle(theirs)]
    return [
        f"{size:,} m",
        f"{middle(counts):,.0f}",
        *(f"{1000 * seconds:.2f}" for seconds in numbers),
        f"{middle(ours) / middle(theirs):.2f}",
        *(f"{1000 * middle(others[rule]):.1f}" if rule in others else "" for rule in RULES),
    ]


def best(act: Callable[[], Count]) -> tuple[Count, float]:
    """The answer, and the seconds of the quickest of some tries."""
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        answer = act()
        times.append(time.perf_counter() - start)
    return answer, min(times)


def _in_postgis(
    connection: psycopg2.extensions.connection, area: shapely.Polygon, rule: str
) -> Count:
    """As the map counts while somebody draws."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(address_count), 0), coalesce(sum(unit_count), 0)"
            " FROM preview_selection(ST_GeomFromWKB(%s, 25833), NULL, %s, '{}', '{}', NULL)",
            [area.wkb, rule],
        )
        addresses_, units = cursor.fetchone()
        return int(addresses_), int(units)


def _in_tree(tree: shapely.STRtree, units: np.ndarray, area: shapely.Polygon) -> Count:
    grown = area.buffer(TOLERANCE_M)
    shapely.prepare(grown)
    found = tree.query(grown, predicate="intersects")
    return len(found), int(units[found].sum())


def _table(rows: list[list[str]]) -> str:
    lines = [
        f"## Count of an area, {nation.ROWS:,} addresses and their units"
        f" ({dt.date.today().isoformat()})",
        "",
        f"Medians of {AREAS} areas, milliseconds; the last two columns are the other rules.",
        "",
        "| area across | addresses | PostGIS | worst | STRtree | PostGIS / STRtree | own parcel"
        " | building |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])

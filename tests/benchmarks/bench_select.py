"""The count of an area: `units_in_area` in PostGIS against shapely's STRtree in memory.

One million invented addresses clustered like towns; thirty areas of each size around addresses.
Both count the same areas in turn, in one run; the better of three tries of each area is taken. The
tree holds only points, has no network between, and answers no other question; it is the yardstick.
"""

from __future__ import annotations

import datetime as dt
import io
import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np
import psycopg2
import shapely

from geotarget.running import addresses
from tests.benchmarks.report import publish

COUNT = 1_000_000
TOWNS = 600
AREAS = 30
TRIES = 3
SIZES_M = (300, 1_000, 4_000, 20_000)
TOLERANCE_M = 0.05


def main(write: bool) -> None:
    dice = np.random.default_rng(25833)
    points = _points(dice)
    connection = psycopg2.connect(addresses.database_owner_url())
    _load(connection, points)
    tree = shapely.STRtree(shapely.points(points))
    rows = [_measure(connection, tree, size, list(_areas(dice, points, size))) for size in SIZES_M]
    connection.rollback()
    connection.close()
    publish("select", _table(rows), write=write)


def _points(dice: np.random.Generator) -> np.ndarray:
    """Towns whose sizes fall like 1/rank, over 400 × 1,000 km."""
    share = 1 / np.arange(1, TOWNS + 1)
    sizes = dice.multinomial(COUNT, share / share.sum())
    centres = np.column_stack([dice.uniform(0, 4e5, TOWNS), dice.uniform(6.5e6, 7.5e6, TOWNS)])
    spread = 300 + 12 * np.sqrt(sizes)
    at = np.repeat(centres, sizes, axis=0)
    return np.round(at + dice.normal(size=at.shape) * np.repeat(spread, sizes)[:, None], 2)


def _load(connection: psycopg2.extensions.connection, points: np.ndarray) -> None:
    """Rows as the importer leaves them: in Hilbert order, indexes there, analysed."""
    lines = "\n".join(f"{n}\tPOINT({x} {y})" for n, (x, y) in enumerate(points.tolist()))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE loaded (id text, at text)")
        cursor.copy_expert("COPY loaded FROM STDIN", io.StringIO(lines))
        cursor.execute(
            "INSERT INTO address (source, source_id, kind, municipality_number, street_code,"
            " street_name, letter, extra_name, label, postcode, post_town, census_tract, geom,"
            " unit_count)"
            " SELECT 'bench', id, 'vegadresse', '0000', '', '', '', '', id, '', '', '',"
            " ST_GeomFromText(at, 25833), 1 FROM loaded"
            " ORDER BY ST_GeomFromText(at, 25833)"
        )
        cursor.execute("ANALYZE address")


def _areas(dice: np.random.Generator, points: np.ndarray, size: int) -> Iterator[shapely.Polygon]:
    """Uneven shapes of forty vertices, about `size` metres across, each around an address."""
    turns = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    for centre in points[dice.integers(0, len(points), AREAS)]:
        radii = size / 2 * dice.uniform(0.6, 1.2, 40)
        yield shapely.Polygon(
            centre + np.column_stack([np.cos(turns), np.sin(turns)]) * radii[:, None]
        )


def _measure(
    connection: psycopg2.extensions.connection,
    tree: shapely.STRtree,
    size: int,
    areas: list[shapely.Polygon],
) -> tuple[int, float, float, float, float]:
    ours, theirs, counts = [], [], []
    for area in areas:
        count, seconds = _best(lambda area=area: _in_postgis(connection, area))
        same, tree_seconds = _best(lambda area=area: _in_tree(tree, area))
        assert count == same, (count, same)
        counts.append(count)
        ours.append(seconds)
        theirs.append(tree_seconds)
    worst = max(ours) * 1000
    return (
        size,
        statistics.median(counts),
        statistics.median(ours) * 1000,
        worst,
        statistics.median(theirs) * 1000,
    )


def _best(act: Callable[[], int]) -> tuple[int, float]:
    times = []
    for _ in range(TRIES):
        start = time.perf_counter()
        answer = act()
        times.append(time.perf_counter() - start)
    return answer, min(times)


def _in_postgis(connection: psycopg2.extensions.connection, area: shapely.Polygon) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM units_in_area(ST_GeomFromWKB(%s, 25833), 'address-inside')",
            [area.wkb],
        )
        return int(cursor.fetchone()[0])


def _in_tree(tree: shapely.STRtree, area: shapely.Polygon) -> int:
    shapely.prepare(area)
    return len(tree.query(area, predicate="dwithin", distance=TOLERANCE_M))


def _table(rows: list[tuple[int, float, float, float, float]]) -> str:
    lines = [
        f"## Count of an area, {COUNT:,} addresses ({dt.date.today().isoformat()})",
        "",
        "| area across | addresses | PostGIS, ms | worst, ms | STRtree, ms | PostGIS / STRtree |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size, count, ours, worst, theirs in rows:
        lines.append(
            f"| {size:,} m | {count:,.0f} | {ours:.2f} | {worst:.2f} | {theirs:.2f}"
            f" | {ours / theirs:.1f} |"
        )
    return "\n".join(lines)

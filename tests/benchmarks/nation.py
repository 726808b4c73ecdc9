"""The whole invented country in the database: addresses imported, all else made from them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from geotarget.running import cluster

from . import country
from .against_ogr import import_file
from .bench_import import empty

ROWS = 2_600_000
_IS_THERE = (
    "SELECT (SELECT count(*) FROM parcel_address) >= 2600000"
    " AND (SELECT count(*) FROM building_unit) >= 3400000"
)


def load() -> None:
    """Load it, unless a benchmark before has left it there. Takes ten minutes."""
    if cluster.query(_IS_THERE) == "t":
        return
    empty()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrikkelenAdresse.csv"
        country.write_addresses(path, ROWS)
        import_file(path)
    cluster.query(Path(__file__).with_name("nation.sql").read_text(encoding="utf-8"))

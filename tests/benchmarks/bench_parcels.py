"""Import of 100,000 invented parcels as GML against ogr2ogr into the same PostGIS.

ogr2ogr copies attributes, those of the cadastral units as arrays, and builds one spatial index.
Ours checks every unit and outline, compares with what is published, publishes parcels, units and
their links in one transaction, and builds all indexes of the three tables.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from . import against_ogr, country_parcels
from .report import publish

ROWS = 100_000
TABLE = "ogr_parcel"


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrikkelenTeig.gml"
        country_parcels.write_parcels(path, ROWS)
        megabytes = path.stat().st_size / 1e6
        found = against_ogr.measure(path, ROWS, ogr2ogr, empty)
    names = (
        "ogr2ogr (attributes and outlines, spatial index)",
        "first import (checked, compared, with units, links and all indexes)",
        "the same file again (nothing changed)",
    )
    title = f"Import of {ROWS:,} parcels ({megabytes:.0f} MB of GML)"
    text = against_ogr.table(title, names, found, ", and as much in each of the two that parse")
    publish("parcels", text, write=write)


def ogr2ogr(path: Path) -> None:
    """Load a delivery into `TABLE`, with a spatial index; what GDAL notes down of its form, which
    makes it faster the second time, is thrown away before."""
    path.with_suffix(".gfs").unlink(missing_ok=True)
    against_ogr.ogr2ogr(path, TABLE)


def empty() -> None:
    """No parcel published, and none of ogr2ogr."""
    against_ogr.empty(TABLE)

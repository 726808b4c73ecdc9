"""Import of 500,000 generated addresses against ogr2ogr into the same PostGIS.

ogr2ogr copies text columns and builds one spatial index. Ours checks every row, types and hashes
it, compares it with what is published, publishes in one transaction and builds all indexes. The
second import is the everyday case: the same data again.
"""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from fixtures.address_csv import ADDRESS_HEADER

from . import against_ogr
from .report import publish

ROWS = 500_000
PER_MUNICIPALITY = 5_000
TABLE = "ogr_address"


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrikkelenAdresse.csv"
        write_addresses(path, ROWS)
        megabytes = path.stat().st_size / 1e6
        found = against_ogr.measure(path, ROWS, ogr2ogr, empty)
    names = (
        "ogr2ogr (text columns, spatial index)",
        "first import (checked, typed, compared, all indexes)",
        "the same file again (nothing changed)",
    )
    title = f"Import of {ROWS:,} addresses ({megabytes:.0f} MB)"
    text = against_ogr.table(title, names, found, ", whatever the size of the file")
    publish("import", text, write=write)


def write_addresses(path: Path, rows: int) -> None:
    """A delivery of invented addresses in EPSG:25833, one municipality per 5,000."""
    rng = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"\ufeff{ADDRESS_HEADER}\r\n")
        for place in range(rows):
            file.write(_row(place, rng))


def _row(place: int, rng: random.Random) -> str:
    block, number = divmod(place, PER_MUNICIPALITY)
    municipality = 8000 + block
    east = 150_000 + block % 20 * 15_000 + rng.uniform(0, 12_000)
    north = 6_600_000 + block // 20 * 15_000 + rng.uniform(0, 12_000)
    street, house = number % 400, rng.randrange(1, 200)
    key = 7_000_000_000 + place
    label = f"Prøveveien {street} {house}"
    # As in real files, about one time in eight addresses is one that no other address has.
    mass = place // 8
    moment = f"{mass % 28 + 1:02}.03.2023 22:{mass // 60 % 60:02}:{mass % 60:02}.{mass // 3600:03}"
    access = f"{key + 10**9};;{north + 3:.2f};{east + 3:.2f}" if place % 18 == 0 else ";;;"
    return (
        f"{key};{municipality};PRØVE {block};vegadresse;;;{1000 + street};Prøveveien {street};"
        f"{house};;{rng.randrange(1, 300)};{rng.randrange(1, 999)};;;{label};{label};25833;"
        f"{north:.2f};{east:.2f};{1000 + block};PRØVESTED;{municipality}0101;Sentrum;99010101;"
        f"Prøve;999999999;9901;Prøve;5;Prøve;{moment};"
        f"12.06.2025 09:03:{place % 60:02};{key};00000000-0000-5000-8000-{key:012};{access}"
        f";;;;;;;;\r\n"
    )


def ogr2ogr(path: Path) -> None:
    """Load a delivery as text columns and points into `TABLE`, with a spatial index."""
    columns = ["-oo", "X_POSSIBLE_NAMES=Øst", "-oo", "Y_POSSIBLE_NAMES=Nord"]
    against_ogr.ogr2ogr(path, TABLE, "-a_srs", "EPSG:25833", *columns)


def empty() -> None:
    """No cadastre, and no table of ogr2ogr."""
    against_ogr.empty(TABLE)

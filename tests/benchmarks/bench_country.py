"""The addresses of a whole country: the first import, the same again, and one row in 100 changed.

Against ogr2ogr alone, and against ogr2ogr followed by SQL that types, orders and indexes its text
as an import does (without its checks and its comparison). Medians of rounds in turn; what comes
after a first import, whose time hardly wanders, once.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
from pathlib import Path

import psycopg2

from geotarget.running import cluster

from . import country
from .against_ogr import check, import_file, seconds
from .bench_import import TABLE, empty, ogr2ogr
from .report import publish

ROWS = 2_600_000
ROUNDS = 3
CHANGED = 0.01

_TYPED = f"""
CREATE TABLE {TABLE}_typed AS
SELECT adresseid::bigint AS id, kommunenummer::text, adressetype::text, adressekode::text,
  adressenavn::text, nullif(nummer, '')::integer AS nummer, bokstav::text,
  nullif(gardsnummer, '')::integer AS gnr, nullif(bruksnummer, '')::integer AS bnr,
  nullif(festenummer, '')::integer AS fnr, nullif(undernummer, '')::integer AS undernr,
  adressetilleggsnavn::text, adressetekst::text, postnummer::text, poststed::text,
  grunnkretsnummer::text, to_timestamp(oppdateringsdato, 'DD.MM.YYYY HH24:MI:SS.MS') AS updated,
  geom
FROM {TABLE} ORDER BY geom;
CREATE UNIQUE INDEX ON {TABLE}_typed (id);
CREATE INDEX ON {TABLE}_typed (kommunenummer, adressekode);
CREATE INDEX ON {TABLE}_typed (kommunenummer, gnr, bnr, fnr);
CREATE INDEX ON {TABLE}_typed USING gist (geom);
ANALYZE {TABLE}_typed
"""


def main(write: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, later = Path(folder) / "matrikkelenAdresse.csv", Path(folder) / "later.csv"
        country.write_addresses(path, ROWS)
        country.write_addresses(later, ROWS, CHANGED)
        megabytes = path.stat().st_size / 1e6
        times = [_round(path) for _ in range(ROUNDS)]
        again = seconds(lambda: check(path, f"0 {ROWS} "))
        memory = int(import_file(path).split()[-1])
        changed = seconds(lambda: import_file(later))
        empty()
    middle = (statistics.median(each) for each in zip(*times, strict=True))
    publish("country", _table(megabytes, memory, *middle, again, changed), write=write)


def _round(path: Path) -> tuple[float, float, float]:
    """Seconds of ogr2ogr, of ogr2ogr and the SQL after it, and of a first import."""
    empty()
    ogr = seconds(lambda: ogr2ogr(path))
    typed = ogr + seconds(_type)
    empty()
    return ogr, typed, seconds(lambda: check(path, f"{ROWS} 0 "))


def _type() -> None:
    connection = psycopg2.connect(cluster.url("geotarget_owner"))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}_typed")
        cursor.execute(_TYPED)
        cursor.execute(f"DROP TABLE {TABLE}_typed")
    connection.close()


def _table(megabytes: float, memory: int, ogr: float, typed: float, *ours: float) -> str:
    first, again, changed = ours
    lines = [
        f"## Import of {ROWS:,} addresses in {country.MUNICIPALITIES} municipalities"
        f" ({megabytes:.0f} MB), medians of {ROUNDS} rounds ({dt.date.today()})",
        "",
        "| | seconds | rows a second | against ogr2ogr | against ogr2ogr and SQL |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, time in (
        ("ogr2ogr (text columns, spatial index)", ogr),
        ("ogr2ogr, then typed, ordered and indexed by SQL", typed),
        ("first import", first),
        ("the same file again", again),
        ("one row in a hundred changed", changed),
    ):
        ratios = f"{time / ogr:.2f} × | {time / typed:.2f} ×"
        lines.append(f"| {name} | {time:.0f} | {ROWS / time:,.0f} | {ratios} |")
    lines += ["", f"Memory of the importing process: {memory} MB."]
    return "\n".join(lines)

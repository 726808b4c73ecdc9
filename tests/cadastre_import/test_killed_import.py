"""SIGKILL at named points and at random moments: what is published stays, or is all new."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cadastre_import import ImportBusy
from cadastre_import.importing import _connect, _lock_dataset
from cadastre_import.sources import known_sources

from .conftest import Import, Query
from .deliveries import address, square, teig, write, write_gml
from .dying import COMMITTED, POINTS

_KILLED_AT = """
import os, signal, sys
import cadastre_import
path, dsn, fatal = sys.argv[1:]
def progress(step, done, total):
    if step == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
cadastre_import.run(path, dsn=dsn, progress=progress, force=True)
"""
LEFT = "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^import_'"
LOCKS = """SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
WHERE l.locktype = 'advisory' AND d.datname = current_database()"""
INDEXES = """SELECT count(*), bool_and(indisvalid) FROM pg_index
WHERE indrelid IN ('address'::regclass, 'parcel'::regclass)"""
PUBLISHED = """SELECT md5(string_agg(a, ',' ORDER BY a)) FROM (
SELECT (to_jsonb(t) - 'id')::text AS a FROM {} AS t) AS rows"""
OLD = [address(number) for number in range(1, 400)]
NEW = [
    address(number, adressetilleggsnavn="Ny", adresseTekst=f"Ny, Storgata {number}")
    for number in range(10, 600)
]
LOCK_SECONDS = 20
"""The server sees that a client is dead when it next has to do with it."""


def importer(path: Path, dsn: str, fatal: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _KILLED_AT, str(path), dsn, fatal])


def killed_at(point: str, path: Path, dsn: str) -> int:
    """Exit code of `geotarget import` that dies there."""
    command = [sys.executable, "-m", "tests.cadastre_import.dying", point, "import", str(path)]
    urls = {"DATABASE_URL": dsn, "DATABASE_OWNER_URL": dsn}
    return subprocess.run(command, env=os.environ | urls, capture_output=True).returncode


def no_lock_is_left(query: Query) -> bool:
    end = time.monotonic() + LOCK_SECONDS
    while query(LOCKS) != [(0,)]:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.parametrize("point", [name for name in POINTS if not name.startswith("parcels")])
def test_killed_at_a_named_point(
    point: str, tmp_path: Path, dsn: str, run: Import, query: Query
) -> None:
    old, new = write(tmp_path / "old.csv", OLD), write(tmp_path / "new.csv", NEW)
    run(old)
    before, indexes = query(PUBLISHED.format("address")), query(INDEXES)
    assert killed_at(point, new, dsn) == -signal.SIGKILL
    is_committed = point in COMMITTED
    assert (query(PUBLISHED.format("address")) == before) is not is_committed
    assert query("SELECT count(*), bool_and(report <> '{}') FROM dataset_version") == [
        (2 if is_committed else 1, True)
    ]
    assert query(INDEXES) == indexes
    assert no_lock_is_left(query)

    report = run(new)
    counted = [report.total(change) for change in ("added", "changed", "removed", "unchanged")]
    assert counted == ([0, 0, 0, 590] if is_committed else [200, 390, 9, 0])
    assert query("SELECT count(*), min(extra_name), max(extra_name) FROM address") == [
        (590, "Ny", "Ny")
    ]
    assert query("SELECT row_count FROM dataset_coverage WHERE dataset = 'address'") == [(590,)]
    assert query(LEFT) == [(0,)], "the next import cleans up what the killed one left"
    assert no_lock_is_left(query)


def test_killed_while_indexes_are_set_aside(
    tmp_path: Path, dsn: str, run: Import, query: Query
) -> None:
    """In an empty table the indexes are dropped and built again within the one transaction."""
    parcels = [teig(n, square(135_000 + 20 * (n % 60), 7_140_000 + 20 * (n // 60), 9))
               for n in range(1, 500)]  # fmt: skip
    indexes = query(INDEXES)
    whole = write_gml(tmp_path / "p.gml", *parcels)
    assert killed_at("parcels published, not committed", whole, dsn) == -signal.SIGKILL
    assert query("SELECT count(*) FROM parcel") == [(0,)]
    assert query(INDEXES) == indexes
    assert no_lock_is_left(query)
    assert run(whole).total("added") == 499
    assert query(INDEXES) == indexes
    assert query(LEFT) == [(0,)]


def test_killed_at_random_moments(tmp_path: Path, dsn: str, run: Import, query: Query) -> None:
    run(write(tmp_path / "old.csv", OLD))
    path = write(tmp_path / "new.csv", NEW)
    moments = random.Random(7)
    for _ in range(6):
        child = importer(path, dsn, "never")
        try:
            child.wait(timeout=moments.uniform(0.1, 1.2))
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
        rows = query("SELECT count(*), count(*) FILTER (WHERE extra_name = 'Ny') FROM address")
        assert rows in ([(399, 0)], [(590, 590)]), "all of the old or all of the new"
    assert no_lock_is_left(query)
    assert run(path).total("unchanged") in (0, 590)
    assert query(LEFT) == [(0,)]


def test_two_imports_of_one_data_set_do_not_meet(
    tmp_path: Path, dsn: str, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadastre_import.importing._LOCK_WAIT", "10ms")
    other = _connect(dsn)
    try:
        _lock_dataset(other, known_sources()["address"])
        with pytest.raises(ImportBusy, match="Another import of address is running"):
            run(write(tmp_path / "a.csv", OLD))
    finally:
        other.close()

"""SIGKILL at every step and at random moments: what is published stays as it was, or is all new."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cadastre_import import ImportBusy
from cadastre_import.importing import _connect, _lock_dataset
from cadastre_import.sources import known_sources

from .conftest import Import, Query
from .deliveries import address, write

_KILLED_AT = """
import os, signal, sys
import cadastre_import
path, dsn, fatal = sys.argv[1:]
def progress(step, done, total):
    if step == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
cadastre_import.run(path, dsn=dsn, progress=progress, force=True)
"""
STATE = "SELECT md5(string_agg(a::text, ',' ORDER BY id)) FROM address AS a"
LEFT = "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^import_'"
OLD = [address(number) for number in range(1, 400)]
NEW = [
    address(number, adressetilleggsnavn="Ny", adresseTekst=f"Ny, Storgata {number}")
    for number in range(100, 600)
]


def importer(path: Path, dsn: str, fatal: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _KILLED_AT, str(path), dsn, fatal])


@pytest.mark.parametrize("step", ["read", "check", "compare", "publish", "link", "commit"])
def test_killed_at_a_step(step: str, tmp_path: Path, dsn: str, run: Import, query: Query) -> None:
    run(write(tmp_path / "old.csv", OLD))
    before = query(STATE)
    child = importer(write(tmp_path / "new.csv", NEW), dsn, step)
    assert child.wait() == -signal.SIGKILL
    assert query(STATE) == before
    assert query("SELECT count(*) FROM dataset_version") == [(1,)]
    assert run(tmp_path / "new.csv", force=True).total("added") == 200
    assert query(LEFT) == [(0,)], "the next import cleans up what the killed one left"


def test_killed_at_random_moments(tmp_path: Path, dsn: str, run: Import, query: Query) -> None:
    run(write(tmp_path / "old.csv", OLD))
    old = query("SELECT count(*) FROM address WHERE extra_name = ''")
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
        assert rows in ([(old[0][0], 0)], [(500, 500)]), "all of the old or all of the new"


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

"""A disk that fills during COPY, and while indexes are built: told, given back, tried again.

The import's own tables and the indexes that it builds go to a tablespace on a small file system of
its own. That needs the right to mount one.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cadastre_import import NoRoomLeft
from cadastre_import.console import import_all
from geotarget.running import cluster, paths

from .conftest import Import, Query
from .deliveries import address, write

SIZE = 96 << 20
OLD = [address(number) for number in range(1, 300)]
MANY = [address(number) for number in range(1, 6_000)]
INDEXES = """SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = 'address'::regclass AND indisvalid ORDER BY 1"""
LEFT = "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^import_'"


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._filler = folder / "filler"

    @property
    def used(self) -> int:
        told = os.statvfs(self._folder)
        return (told.f_blocks - told.f_bfree) * told.f_frsize

    def fill(self, leave: int) -> None:
        """Bytes that stay free."""
        told = os.statvfs(self._folder)
        with self._filler.open("ab") as file:
            file.write(bytes(max(0, told.f_bfree * told.f_frsize - leave)))

    def make_room(self) -> None:
        self._filler.unlink(missing_ok=True)


@pytest.fixture
def disk(dsn: str) -> Iterator[SmallDisk]:
    folder = Path(tempfile.mkdtemp(prefix="gt-small-disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "geotarget-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        folder.rmdir()
        pytest.skip("a small file system cannot be mounted here: that takes the rights of root")
    try:
        yield from _tablespace(folder, dsn.partition("@/")[2].partition("?")[0])
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def _tablespace(folder: Path, database: str) -> Iterator[SmallDisk]:
    inner = folder / "tablespace"
    paths.make_private(inner, paths.account())
    settings = f"ALTER ROLE geotarget_owner IN DATABASE {database}"
    cluster.query(f"CREATE TABLESPACE small OWNER geotarget_owner LOCATION '{inner}'")
    try:
        cluster.query(f"{settings} SET default_tablespace = small")
        yield SmallDisk(folder)
    finally:
        cluster.query(f"{settings} RESET default_tablespace")
        cluster.query("ALTER INDEX ALL IN TABLESPACE small SET TABLESPACE pg_default",
                      database=database)  # fmt: skip
        cluster.query("DROP TABLESPACE small")


def test_a_disk_that_is_full_during_copy(
    disk: SmallDisk, tmp_path: Path, run: Import, query: Query
) -> None:
    run(write(tmp_path / "old.csv", OLD))
    path = write(tmp_path / "new.csv", MANY)
    used = disk.used
    disk.fill(leave=256 << 10)
    with pytest.raises(NoRoomLeft, match=r"disk of the database is full: nothing was published"):
        run(path)
    disk.make_room()
    assert disk.used <= used + (64 << 10), "the space is given back"
    assert query("SELECT count(*) FROM address") == [(299,)]
    assert query(LEFT) == [(0,)]
    assert run(path).total("added") == 5_700


def test_a_disk_that_is_full_while_indexes_are_built(
    disk: SmallDisk, tmp_path: Path, run: Import, query: Query
) -> None:
    path = write(tmp_path / "new.csv", MANY)
    indexes, used = query(INDEXES), disk.used
    steps = []

    def fill_before_publishing(step: str, done: int, total: int) -> None:
        steps.append(step)
        if step == "publish":
            disk.fill(leave=256 << 10)

    with pytest.raises(NoRoomLeft, match=r"Make room and import again \(could not extend file"):
        run(path, progress=fill_before_publishing)
    assert steps[-1] == "publish"
    disk.make_room()
    assert disk.used <= used + (64 << 10)
    assert query("SELECT count(*) FROM address") == [(0,)]
    assert query(INDEXES) == indexes
    assert query("SELECT count(*) FROM dataset_version") == [(0,)]
    assert query(LEFT) == [(0,)]
    assert run(path).total("added") == 5_999
    assert query(INDEXES) == indexes


def test_a_full_disk_is_ours_and_not_the_deliverys_fault(
    disk: SmallDisk, tmp_path: Path, dsn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "new.csv", MANY)
    disk.fill(leave=256 << 10)
    assert import_all([str(path)], dsn, None, False, as_json=True) == 2
    assert "new.csv: The disk of the database is full" in capsys.readouterr().err


def test_a_full_disk_of_temporary_files_is_told(
    tmp_path: Path, run: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/dev/full is a disk without room."""
    monkeypatch.setattr("cadastre_import.spool._IN_MEMORY", 1)
    full = Path("/dev/full").open("r+b", 0)  # noqa: SIM115
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_arguments, **_named: full)
    path = write(tmp_path / "new.csv", OLD)
    path.write_bytes(path.read_bytes() + b"one;two\r\n" * 5)
    with pytest.raises(NoRoomLeft, match="set TMPDIR to a folder on another disk"):
        run(path)

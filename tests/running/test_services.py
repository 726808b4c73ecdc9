"""The private services for real, in a directory of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from geotarget.running import broker, cluster, paths

RUNNING = (sys.executable, "-m", "geotarget.running")


@pytest.fixture(scope="module")
def _own_directory() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GEOTARGET_VAR", str(paths.var() / "spare"))
        patch.delenv("DATABASE_URL")
        patch.delenv("DATABASE_OWNER_URL")
        yield
        broker.stop()
        cluster.stop()


pytestmark = [pytest.mark.services, pytest.mark.usefixtures("_own_directory")]


def test_two_starters_at_once_make_one_cluster() -> None:
    cluster.stop()
    with ThreadPoolExecutor(2) as pool:
        started = list(pool.map(lambda _: cluster.start(durable=False), range(2)))
    assert sorted(started) == [False, True]
    assert cluster.running()


def test_each_role_reaches_the_database_and_only_the_owner_makes_tables() -> None:
    cluster.start(durable=False)
    cluster.query("CREATE TABLE t (id int); DROP TABLE t", role="geotarget_owner")
    for role in ("geotarget_app", "geotarget_import"):
        assert cluster.query("SELECT current_user", role=role) == role
        refused = cluster.query("SELECT has_schema_privilege('public', 'CREATE')", role=role)
        assert refused == "f"
    assert cluster.query("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'") == "1"


def test_the_cluster_listens_on_no_network() -> None:
    cluster.start(durable=False)
    assert cluster.query("SHOW listen_addresses") == ""
    assert paths.sockets().stat().st_mode & 0o777 == 0o700


def test_failed_statements_are_not_logged() -> None:
    cluster.start(durable=False)
    with pytest.raises(Exception, match="no_such_table"):
        cluster.query("SELECT '01417012345' FROM no_such_table")
    assert "01417012345" not in (paths.logs() / "postgresql.log").read_text()


def test_a_process_number_that_now_belongs_to_another_program_is_no_obstacle() -> None:
    cluster.start(durable=False)
    cluster.stop()
    (paths.data() / "postmaster.pid").write_text(f"{os.getpid()}\n{paths.data()}\n")
    assert cluster.start(durable=False)


def test_a_killed_cluster_starts_again() -> None:
    cluster.start(durable=False)
    number = (paths.data() / "postmaster.pid").read_text().split()[0]
    subprocess.run(["kill", "-9", number], check=True)
    while os.path.exists(f"/proc/{number}") and cluster.running():
        pass
    assert cluster.start(durable=False)
    assert cluster.query("SELECT 1") == "1"


def test_redis_keeps_nothing_on_disk_and_drops_nothing() -> None:
    broker.start()
    assert broker.running()
    assert not broker.start()
    import redis

    connection = redis.Redis(unix_socket_path=str(broker.socket_path()))
    assert connection.config_get("save") == {"save": ""}
    assert connection.config_get("appendonly") == {"appendonly": "no"}
    assert connection.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    assert broker.stop()
    assert not broker.running()


def test_start_status_and_stop_from_the_command_line() -> None:
    def command(word: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*RUNNING, word], capture_output=True, text=True)

    assert command("start").returncode == 0
    assert command("start").stdout == "Started: nothing\n"
    status = command("status")
    assert (status.returncode, status.stdout) == (0, "PostgreSQL: up\nRedis: up\n")
    assert command("stop").stdout == "Stopped: Redis, PostgreSQL\n"
    assert command("status").returncode == 3
    assert command("nonsense").returncode == 1

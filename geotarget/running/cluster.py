"""The private PostgreSQL cluster: made once, started when needed, reached by a Unix socket only."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from . import paths
from .errors import CannotRun
from .locks import exclusive

DATABASE = "geotarget"
SUPERUSER = "postgres"
START_SECONDS = 60
QUIET_SECONDS = 90
MEBIBYTE = 1024 * 1024

EXTENSIONS = "CREATE EXTENSION IF NOT EXISTS postgis; CREATE EXTENSION IF NOT EXISTS pg_trgm;"
ROLES = """
BEGIN;
CREATE ROLE geotarget_owner LOGIN CREATEDB;
CREATE ROLE geotarget_app LOGIN;
CREATE ROLE geotarget_import LOGIN;
COMMIT;
"""
CLOSE_OTHER_DATABASES = """
GRANT CONNECT ON DATABASE postgres TO geotarget_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
"""
"""Analysts' logins are of the whole cluster, their limits of one database. (The owner makes test
databases from there.)"""


def url(role: str = "geotarget_app", database: str = DATABASE) -> str:
    """The libpq connection string of a role in the private cluster."""
    return f"postgresql://{role}@/{database}?host={paths.sockets()}"


def programs() -> Path:
    """Directory of the newest PostgreSQL server on the machine (Debian's layout)."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if not found:
        raise CannotRun("No PostgreSQL server is installed. Run 'make install' first.")
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0))


def running() -> bool:
    """True when the cluster accepts connections."""
    if not _pid_file().exists():
        return False
    answer = _run("pg_isready", "-q", "-h", str(paths.sockets()), "-t", "3", check=False)
    return answer.returncode == 0


def start(*, durable: bool = True) -> bool:
    """Make the cluster if it is not there, start it if it is down. True when this call started it.

    `durable=False` is for test data: nothing is forced to disk.
    """
    with exclusive(paths.var() / "postgresql.lock"):
        if running():
            return False
        _prepare_directories()
        if not (paths.data() / "PG_VERSION").exists():
            _create()
        _await_end_of_dead_server()
        if running():
            return False
        _forget_dead_server()
        _start_server(durable)
        _create_roles_and_database()
        return True


def stop() -> bool:
    """Stop the cluster, ending open sessions. True when it was running."""
    with exclusive(paths.var() / "postgresql.lock"):
        if not _pid_file().exists():
            return False
        stopped = _run("pg_ctl", "stop", "-s", "-w", "-t", "60", "-m", "fast", *_at(), check=False)
        return stopped.returncode == 0


def query(sql: str, *, role: str = SUPERUSER, database: str = DATABASE) -> str:
    """Run SQL through psql and return what it prints, unaligned and without headers."""
    connection = url(role, database)
    return _run("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", connection, text=sql).stdout.strip()


def _prepare_directories() -> None:
    owner = paths.account()
    paths.var().mkdir(parents=True, exist_ok=True, mode=0o755)
    paths.check_reachable(paths.data(), owner)
    for directory in (paths.data(), paths.sockets(), paths.logs()):
        paths.make_private(directory, owner)


def _create() -> None:
    """initdb into a side directory, so that a killed first start leaves no half cluster behind."""
    side = paths.data().with_name("postgresql.new")
    shutil.rmtree(side, ignore_errors=True)
    paths.make_private(side, paths.account())
    # Collation C sorts as C.UTF-8 does, but compares bytes: indexes on text build twice as fast.
    locale = ["--locale=C.UTF-8", "--lc-collate=C"]
    options = ["-E", "UTF8", *locale, "-U", SUPERUSER, "-A", "trust", "-N"]
    _run("initdb", *options, "-D", str(side))
    paths.data().rmdir()
    side.rename(paths.data())


def _await_end_of_dead_server() -> None:
    """Wait while processes work in the data directory and do not answer (yet)."""
    end = time.monotonic() + QUIET_SECONDS
    while _processes_in(paths.data()) and not running():
        if time.monotonic() > end:
            raise CannotRun(f"PostgreSQL in {paths.data()} neither answers nor ends: kill it.")
        time.sleep(0.05)


def _forget_dead_server() -> None:
    """Remove the lock files of a server that is gone.

    PostgreSQL would take the number in them for a live server where another program has got that
    number, or where nobody has buried the dead process (a container without an init).
    """
    socket = paths.sockets() / paths.SOCKET_NAME
    lock = socket.with_name(f"{socket.name}.lock")
    for left in (_pid_file(), socket, lock):
        left.unlink(missing_ok=True)


def _pid_file() -> Path:
    return paths.data() / "postmaster.pid"


def _processes_in(directory: Path) -> bool:
    """True where a live process that we can see has this working directory."""
    wanted = os.path.realpath(directory)
    names = {wanted, f"{wanted} (deleted)"}  # deleted under a running server: it ends in a minute
    for link in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):
            if os.readlink(link) in names:
                return True
    return False


def _start_server(durable: bool) -> None:
    options = " ".join(f"-c {shlex.quote(f'{k}={v}')}" for k, v in _settings(durable).items())
    log = paths.logs() / "postgresql.log"
    wait = ["-w", "-t", str(START_SECONDS), "-l", str(log)]
    started = _run("pg_ctl", "start", "-s", *wait, "-o", options, *_at(), check=False)
    if started.returncode != 0:
        raise CannotRun(f"PostgreSQL did not start. Its own words are in {log}.")


def _settings(durable: bool) -> dict[str, str]:
    """Log lines carry no statement and no row, since those can hold personal data."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(paths.sockets()),
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{_between(128, memory // 8, 2048)}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "maintenance_work_mem": f"{_between(64, memory // 32, 1024)}MB",
        "work_mem": "32MB",
        "max_wal_size": "4GB",
        # Nothing reads this cluster's log but itself: what a first import fills need not go in it.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        # Who builds an index takes part: a worker more than there are cores is in the way.
        "max_parallel_maintenance_workers": str(_between(1, (os.cpu_count() or 2) - 1, 4)),
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length_on_error": "0",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings["shared_buffers"] = "128MB"
    return settings


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def _create_roles_and_database() -> None:
    if not query("SELECT 1 FROM pg_roles WHERE rolname = 'geotarget_owner'", database="postgres"):
        query(EXTENSIONS, database="template1")
        query(ROLES, database="postgres")
    query(CLOSE_OTHER_DATABASES, database="postgres")
    exists = "SELECT 1 FROM pg_database WHERE datname = 'geotarget'"
    if not query(exists, database="postgres"):
        query(f"CREATE DATABASE {DATABASE} OWNER geotarget_owner", database="postgres")


def _at() -> list[str]:
    return ["-D", str(paths.data())]


def _run(
    program: str, *arguments: str, check: bool = True, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the account that owns the cluster."""
    done: subprocess.CompletedProcess[str] = subprocess.run(
        [str(programs() / program), *arguments],
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        text=True,
        capture_output=True,
        cwd="/",
        env=_environment(),
        **paths.account().as_child(),  # type: ignore[call-overload]
    )
    if check and done.returncode != 0:
        raise CannotRun(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")
    return done


def _environment() -> dict[str, str]:
    """PG* variables of the caller's own databases must not reach the private cluster."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C.UTF-8"}

"""The private Redis: Celery's broker on a Unix socket, with nothing on disk."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from . import paths
from .errors import CannotRun
from .locks import exclusive

START_SECONDS = 20
STOP_SECONDS = 20


def socket_path() -> Path:
    return paths.sockets() / "redis.sock"


def url() -> str:
    """The broker's address in Celery's spelling."""
    return f"redis+socket://{socket_path()}"


def running() -> bool:
    return _ask("PING") == "+PONG"


def start() -> bool:
    """Start Redis if it is down. True when this call started it."""
    with exclusive(paths.var() / "redis.lock"):
        if running():
            return False
        program = shutil.which("redis-server")
        if program is None:
            raise CannotRun("redis-server is not installed. Run 'make install' first.")
        owner = paths.account()
        paths.var().mkdir(parents=True, exist_ok=True, mode=0o755)
        paths.check_reachable(paths.sockets(), owner)
        for directory in (paths.sockets(), paths.logs()):
            paths.make_private(directory, owner)
        socket_path().unlink(missing_ok=True)
        _start_server(program, owner)
        return True


def stop() -> bool:
    """Stop Redis. True when it was running."""
    with exclusive(paths.var() / "redis.lock"):
        if not running():
            return False
        _ask("SHUTDOWN NOSAVE")
        _wait(lambda: not running(), STOP_SECONDS, "Redis did not stop.")
        return True


def _start_server(program: str, owner: paths.Account) -> None:
    log = paths.logs() / "redis.log"
    options = {
        "port": "0",
        "unixsocket": str(socket_path()),
        "unixsocketperm": "700",
        "save": "",
        "appendonly": "no",
        "maxmemory-policy": "noeviction",
        "maxmemory": "256mb",
        "dir": str(paths.logs()),
        "logfile": str(log),
    }
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    process = subprocess.Popen(
        [program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **owner.as_child(),  # type: ignore[call-overload]
    )
    complaint = f"Redis did not start. Its own words are in {log}."
    _wait(lambda: running() or process.poll() is not None, START_SECONDS, complaint)
    if process.poll() is not None:
        raise CannotRun(complaint)
    process.returncode = 0  # it outlives us on purpose: no warning about a forgotten child


def _wait(done: Callable[[], bool], seconds: float, complaint: str) -> None:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise CannotRun(complaint)
        time.sleep(0.02)


def _ask(command: str) -> str:
    """Send one inline command; an empty answer means that nobody listens."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(3)
        try:
            connection.connect(str(socket_path()))
            connection.sendall(command.encode() + b"\r\n")
            return connection.recv(256).decode(errors="replace").strip()
        except OSError:
            return ""

"""Real worker processes and beat, which a test may kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_WITH_US = ("prlimit", "--core=unlimited", "setpriv", "--pdeathsig", "KILL", "--")
"""Nothing outlives a test run that is killed itself; a core would be written here if it could."""
CELERY = (*_WITH_US, sys.executable, "-m", "celery", "-A", "tests.reliability.dying:app")
HOSTS = ("worker-1", "worker-2")
BEAT = "beat"
EVERYTHING = (*HOSTS, BEAT)
_QUIET = ("--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "INFO")


class Workers:
    """Two workers with their children, and beat: each is killed alone and started again.

    `revive` does what the supervisor of a real host does: what ended is started again.
    """

    def __init__(
        self, environment: dict[str, str], folder: Path, hosts: Mapping[str, Sequence[str]]
    ) -> None:
        """`hosts`: the command that runs another one on that host, by the name of the worker."""
        self._environment, self._folder, self._hosts = environment, folder, hosts
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def start(self, *names: str) -> None:
        """Start what is not running of these; all of them by default."""
        with self._lock:
            for name in names or EVERYTHING:
                if name not in self._running:
                    self._running[name] = self._launched(name)

    def kill(self, *names: str) -> None:
        """SIGKILL to every process of these at once, children included; all by default."""
        with self._lock:
            ended = [self._running.pop(name) for name in names or EVERYTHING
                     if name in self._running]  # fmt: skip
            for process in ended:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            for process in ended:
                process.wait()

    def children(self, name: str) -> list[int]:
        """The processes of its pool."""
        with self._lock:
            pid = self._running[name].pid
        with suppress(OSError):
            return [
                int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            ]
        return []

    def kill_one_child(self, name: str) -> bool:
        """SIGKILL to one process of the pool; the worker itself lives on."""
        with suppress(OSError):
            for child in self.children(name)[-1:]:
                os.kill(child, signal.SIGKILL)
                return True
        return False

    def revive(self) -> list[str]:
        """Start again what has ended; returns which."""
        with self._lock:
            ended = [name for name, process in self._running.items() if process.poll() is not None]
            for name in ended:
                with suppress(ProcessLookupError):
                    os.killpg(self._running[name].pid, signal.SIGKILL)
                self._running[name] = self._launched(name)
        return ended

    def _launched(self, name: str) -> subprocess.Popen[bytes]:
        arguments = ["worker", "--concurrency", "2", "-n", name, *_QUIET]
        if name == BEAT:
            arguments = ["beat", "--pidfile=", "-s", str(self._folder / "beat"), "-l", "INFO"]
        with (self._folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [*self._hosts.get(name, ()), *CELERY, *arguments],
                env=self._environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def workers(
    environment: dict[str, str], folder: Path, hosts: Mapping[str, Sequence[str]]
) -> Iterator[Workers]:
    running = Workers(environment, folder, hosts)
    try:
        yield running
    finally:
        running.kill()

"""Real worker processes that a test may kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CELERY = (sys.executable, "-m", "celery", "-A", "geotarget.celery:app")


class Workers:
    """A celery worker with its children, and beat; started, killed and started again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self._log = (folder / "worker.log").open("ab")
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, concurrency: int = 3) -> None:
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        self._launch("worker", "--concurrency", str(concurrency), "-l", "INFO", *quiet)

    def start_beat(self) -> None:
        self._launch("beat", "--pidfile=", "-s", str(self._folder / "beat"))

    def kill(self) -> None:
        """SIGKILL to every process at once, children included."""
        for process in self._running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._running = []

    def kill_one_child(self) -> bool:
        """SIGKILL to one pool process; the worker itself lives on."""
        children = Path(f"/proc/{self._running[0].pid}/task/{self._running[0].pid}/children")
        pids = children.read_text().split()
        if not pids:
            return False
        os.kill(int(pids[-1]), signal.SIGKILL)
        return True

    def close(self) -> None:
        self.kill()
        self._log.close()

    def _launch(self, *arguments: str) -> None:
        self._running.append(
            subprocess.Popen(
                [*CELERY, *arguments],
                env=self._environment,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,
            )
        )


@contextmanager
def workers(environment: dict[str, str], folder: Path) -> Iterator[Workers]:
    running = Workers(environment, folder)
    try:
        yield running
    finally:
        running.close()

"""The product's processes, started and stopped together."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from . import paths

STOP_SECONDS = 30
"""A worker may need 25 s to hand its work back (CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT)."""
LAST_LINES_SECONDS = 5


@dataclass(frozen=True)
class Process:
    """One long-running program. `environment` is added to ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Starts processes, puts their names before their lines, and stops them in reverse order.

    Every process leads a group of its own, so that Ctrl-C reaches the supervisor alone and what
    a process leaves behind is found. Should the supervisor be killed, the kernel ends them.
    """

    def __init__(self, processes: Iterable[Process]) -> None:
        self._processes = {process.name: process for process in processes}
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._ended: queue.Queue[str] = queue.Queue()
        self._width = max(map(len, self._processes))

    def start(self) -> None:
        for name in self._processes:
            self.start_again(name)

    def start_again(self, name: str) -> None:
        """Start the process of this name, which must not be running."""
        process = self._processes[name]
        child = subprocess.Popen(
            _dies_with_us(process.command),
            env={**os.environ, "PYTHONUNBUFFERED": "1", **process.environment},
            cwd=paths.REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._running[name] = child
        threading.Thread(target=self._watch, args=(name, child), daemon=True).start()

    def ended(self, seconds: float | None = None) -> str | None:
        """Wait until a process ends and return its name; None when the time is up."""
        try:
            name = self._ended.get(timeout=seconds)
        except queue.Empty:
            return None
        del self._running[name]
        return name

    def stop(self) -> None:
        """End every process, the last one started first. Interrupted once more, it kills."""
        patience = STOP_SECONDS
        for name in reversed(self._processes):
            while child := self._running.get(name):
                try:
                    _end(child, patience)
                except KeyboardInterrupt:
                    patience = 0
                    continue
                del self._running[name]

    def _watch(self, name: str, child: subprocess.Popen[str]) -> None:
        """Report the end of the process, when nothing of its group is left to hold its ports."""
        relay = threading.Thread(target=self._relay, args=(name, child), daemon=True)
        relay.start()
        child.wait()
        _kill_group(child)
        relay.join(LAST_LINES_SECONDS)
        self._ended.put(name)

    def _relay(self, name: str, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        for line in child.stdout:
            sys.stdout.write(f"{name:<{self._width}} | {line}")
            sys.stdout.flush()


def _end(child: subprocess.Popen[str], patience: float) -> None:
    """Ask the process to end, then kill it and whatever is left of its group."""
    if child.poll() is None and patience:
        child.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=patience)
    _kill_group(child)
    child.wait()


def _kill_group(child: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _dies_with_us(command: tuple[str, ...]) -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--", *command] if setpriv else [*command]

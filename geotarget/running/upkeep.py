"""Keeps the product up: what ends or goes down by itself is started again."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from typing import NoReturn

from . import addresses
from .errors import CannotRun
from .processes import Supervisor

LOOK_SECONDS = 3.0
PAUSES = (1, 2, 4, 8)
"""Seconds before each new start; what then ends once more within FORGET_SECONDS is given up."""
FORGET_SECONDS = 60


class Upkeep:
    """Looks after a running supervisor and the private services. Used by one thread, the main one:
    the kernel ends a child together with the thread that has started it.
    """

    def __init__(self, supervisor: Supervisor) -> None:
        self._supervisor = supervisor
        self._ends: dict[str, list[float]] = defaultdict(list)
        self._due: dict[str, float] = {}
        self._next_look = 0.0

    def run(self) -> NoReturn:
        """Until a signal interrupts. Raises CannotRun for what ends again and again."""
        while True:
            self.turn()

    def turn(self) -> None:
        """Wait for the next end, start or look, and do what it asks for."""
        wake = min([self._next_look, *self._due.values()])
        if name := self._supervisor.ended(max(0.0, wake - time.monotonic())):
            pause = self._pause_after_end_of(name)
            _tell(f"The process '{name}' ended unexpectedly: it is started again in {pause} s.")
            self._due[name] = time.monotonic() + pause
        for due in [name for name, at in self._due.items() if at <= time.monotonic()]:
            del self._due[due]
            self._supervisor.start_again(due)
        if self._next_look <= time.monotonic():
            self._look_at_services()
            self._next_look = time.monotonic() + LOOK_SECONDS

    def _look_at_services(self) -> None:
        if addresses.private_listen():
            return
        for name in addresses.start_private():
            self._pause_after_end_of(name)
            _tell(f"{name} was down and has been started again.")

    def _pause_after_end_of(self, name: str) -> float:
        now = time.monotonic()
        recent = [at for at in self._ends[name] if at > now - FORGET_SECONDS]
        self._ends[name] = [*recent, now]
        if len(recent) >= len(PAUSES):
            raise CannotRun(
                f"'{name}' ended {len(PAUSES) + 1} times within {FORGET_SECONDS} s, so everything "
                "was stopped. The lines above, or its log, say why."
            )
        return PAUSES[len(recent)]


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

"""Looks at the counts of dispatches all the time, from a thread and a connection of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest

from geotarget.notices.progress import Counts

_PAUSE_SECONDS = 0.05
RESUME_SECONDS = 60


class Watch:
    """Every sample must add up. While the database is away there is none."""

    def __init__(self, dsn: str, also: Callable[[], object]) -> None:
        """`also`: what is looked after at each round too."""
        self._dsn, self._also = dsn, also
        self._addresses: dict[int, int] = {}
        self._newest: dict[int, Counts] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.wrong: list[str] = []
        self.samples = 0

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join(10)

    def follow(self, dispatches: dict[int, int]) -> None:
        """From now on these: the number of addresses by id of the dispatch."""
        self._addresses, self._newest = dict(dispatches), {}

    @property
    def is_finished(self) -> bool:
        newest = dict(self._newest)
        return len(newest) == len(self._addresses) and all(
            now.is_finished and not now.sending for now in newest.values()
        )

    @property
    def progress(self) -> int:
        """Grows with every message that is handed over or settled, and every chunk."""
        newest = list(self._newest.values())
        return sum(now.messages - now.ready - now.sending + now.addresses_done for now in newest)

    def until(self, condition: Callable[[], bool], seconds: float, what: str) -> float:
        """Wait; returns how many seconds it took."""
        began = time.monotonic()
        while not condition():
            assert not self.wrong, self.wrong[:3]
            if time.monotonic() - began > seconds:
                pytest.fail(f"{what}: not within {seconds:.0f} s: {self._newest}")
            time.sleep(0.05)
        return time.monotonic() - began

    def _run(self) -> None:
        connection = None
        while not self._done.wait(_PAUSE_SECONDS):
            self._also()
            try:
                connection = connection or psycopg2.connect(self._dsn)
                connection.autocommit = True
                self._sample(connection)
            except psycopg2.Error:  # away: whatever it says then
                connection = None

    def _sample(self, connection: Any) -> None:
        for dispatch, addresses in self._addresses.items():
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM dispatch_counts(%s)", [dispatch])
                self._judge(dispatch, addresses, Counts(*cursor.fetchone()))

    def _judge(self, dispatch: int, addresses: int, now: Counts) -> None:
        self.samples += 1
        if dispatch in self._addresses:
            self._newest[dispatch] = now
        if not now.adds_up or now.addresses != addresses:
            self.wrong.append(f"dispatch {dispatch} of {addresses} addresses: {now}")

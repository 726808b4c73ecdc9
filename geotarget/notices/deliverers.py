"""The threads of a worker process that deliver: several rounds are under way in each, so that one
waits for the population register while another hands over.

They work beside the process's tasks, which stay short: a broker that goes away ends none of them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from celery.signals import worker_process_init, worker_process_shutdown
from django.db import connection

from geotarget.domain.delivery_state import ROUNDS_AT_ONCE
from geotarget.organisations.away import one_line_while_away

from . import outside
from .deliver import deliver_next

DRAIN_SECONDS = 20
"""A process that is asked to end lets its rounds come to their end for so long."""


class Deliverers:
    """At most ROUNDS_AT_ONCE threads, and one more that helps only who would wait for nobody."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: set[threading.Thread] = set()
        self._guest: threading.Thread | None = None
        self._calls = 0
        self._is_ending = False

    def call(self) -> None:
        """Somebody has chunks: one more thread looks, unless enough are at it."""
        with self._lock:
            self._calls += 1
            if self._is_ending:
                return
            if len(self._running) < ROUNDS_AT_ONCE:
                thread = threading.Thread(target=self._work, name="deliverer", daemon=True)
                self._running.add(thread)
            elif self._guest is None:
                thread = threading.Thread(target=self._help, name="deliverer-guest", daemon=True)
                self._guest = thread
            else:
                return
        thread.start()

    def drain(self) -> None:
        """Begin nothing new, and wait for what is under way."""
        with self._lock:
            self._is_ending = True
            under_way = [*self._running, *filter(None, [self._guest])]
        end = time.monotonic() + DRAIN_SECONDS
        for thread in under_way:
            thread.join(max(0.0, end - time.monotonic()))

    def _work(self) -> None:
        self._until_nothing_waits(lambda: self._running.discard(threading.current_thread()))

    def _help(self) -> None:
        """Keeps a place free: a large dispatch may fill all the others for a while."""
        self._until_nothing_waits(self._guest_leaves, only_idle=True)

    def _guest_leaves(self) -> None:
        self._guest = None

    def _until_nothing_waits(self, leave: Callable[[], None], *, only_idle: bool = False) -> None:
        """Whoever was called for while a thread found nothing is looked for once more."""
        heard = -1
        try:
            while True:
                with self._lock:
                    if self._is_ending or heard == self._calls:
                        leave()
                        return
                    heard = self._calls
                with one_line_while_away("delivery"):
                    while not self._is_ending and deliver_next(only_idle=only_idle) is not None:
                        pass
        except BaseException:
            with self._lock:
                leave()
            raise
        finally:
            connection.close()


deliverers = Deliverers()


@worker_process_init.connect
def _make_ready(**_: object) -> None:
    threading.Thread(target=outside.make_ready, name="ready", daemon=True).start()


@worker_process_shutdown.connect
def _drain(**_: object) -> None:
    deliverers.drain()

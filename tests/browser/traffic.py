"""When has the server finished? Rows may only be taken away once nobody asks for them."""

from __future__ import annotations

import threading
from typing import Any

from django.core.signals import request_finished, request_started

QUIET_S = 0.1
PATIENCE_S = 20.0


class Traffic:
    """Counts the requests that the live server works on, aborted ones included."""

    def __init__(self) -> None:
        self._running = 0
        self._changed = threading.Condition()
        request_started.connect(self._started, weak=False)
        request_finished.connect(self._finished, weak=False)

    def stop(self) -> None:
        request_started.disconnect(self._started)
        request_finished.disconnect(self._finished)

    def wait_until_over(self) -> None:
        """Return once no request has run for a moment: the browser must be closed before."""
        with self._changed:
            while True:
                if not self._changed.wait_for(lambda: self._running == 0, PATIENCE_S):
                    raise TimeoutError(f"{self._running} requests are still running")
                if not self._changed.wait(QUIET_S):
                    return

    def _started(self, **_: Any) -> None:
        self._change(1)

    def _finished(self, **_: Any) -> None:
        self._change(-1)

    def _change(self, by: int) -> None:
        with self._changed:
            self._running += by
            self._changed.notify_all()

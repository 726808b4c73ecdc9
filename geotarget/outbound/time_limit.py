"""A limit on the whole of a call. A socket's own time-out starts anew with every byte that comes:
a server that sends one now and then would hold a worker, and its renewed lease, for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType

SocketOf = Callable[[], socket.socket | None]
"""Gives the socket to cut; None while there is none. Asked when the time is up."""


class TimeLimit:
    """Context manager for one call: when the time is up, the watched connections are cut.

    A cut connection reads like one that the other side has closed: half an answer may pass for a
    whole one. Whoever uses this must ask `is_over` before it believes what was read.
    """

    def __init__(self, seconds: float) -> None:
        self._watched: list[SocketOf] = []
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> TimeLimit:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            self._watched.clear()

    @property
    def is_over(self) -> bool:
        """Whether the time ran out."""
        return self._over.is_set()

    def watch(self, socket_of: SocketOf) -> None:
        """Cut this one when the time is up; at once if it is."""
        with self._lock:
            self._watched.append(socket_of)
            if self.is_over:
                _cut(socket_of())

    def _end(self) -> None:
        with self._lock:
            self._over.set()
            for socket_of in self._watched:
                _cut(socket_of())


def _cut(open_socket: socket.socket | None) -> None:
    """End both directions: whoever waits for bytes gets the end of the stream."""
    if open_socket is None:
        return
    try:
        # Not SSLSocket's own: it would drop the TLS state under the hands of the waiting thread.
        socket.socket.shutdown(open_socket, socket.SHUT_RDWR)
    except OSError:
        # Closed already.
        return

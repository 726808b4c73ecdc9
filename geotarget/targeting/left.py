"""End the database's work for a request whose browser has gone: while a corner is dragged, the page
leaves one count for the next faster than a large area is counted."""

from __future__ import annotations

import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import OperationalError, connection
from django.http import HttpRequest

P = ParamSpec("P")
Request = TypeVar("Request", bound=HttpRequest)

AGAIN_S = 0.05
"""A cancellation that falls between two statements stops neither; it is repeated after so long."""


def stops_when_left(
    view: Callable[Concatenate[Request, P], dict[str, Any]],
) -> Callable[Concatenate[Request, P], dict[str, Any]]:
    """For a view that only reads: what writes goes on to its end whoever waits for it.

    The answer is empty then, and no fault: nobody reads it, and the log is for what went wrong.
    Only gunicorn shows the connection to the browser; under another server the statement timeout
    alone ends the work.
    """

    @wraps(view)
    def watched(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
        client = request.META.get("gunicorn.socket")
        if client is None:
            return view(request, *args, **kwargs)
        with cancelling_when_closed(client) as left:
            try:
                return view(request, *args, **kwargs)
            except OperationalError:
                if not left.is_set():
                    raise
                return {}

    return watched


@contextmanager
def cancelling_when_closed(client: socket.socket) -> Iterator[threading.Event]:
    """Cancel the statements of this thread from when the other end of `client` is closed; the event
    tells that it was."""
    connection.ensure_connection()
    done, left = os.eventfd(0), threading.Event()
    watch = (client.fileno(), done, left, connection.connection.cancel)
    watcher = threading.Thread(target=_watch, args=watch, daemon=True)
    watcher.start()
    try:
        yield left
    finally:
        # Waited for, so that no cancellation reaches what the connection does next.
        os.eventfd_write(done, 1)
        watcher.join()
        os.close(done)


def _watch(client: int, done: int, left: threading.Event, cancel: Callable[[], None]) -> None:
    poll = select.poll()
    poll.register(done, select.POLLIN)
    poll.register(client, select.POLLRDHUP)  # nothing is read, so TLS may lie above
    ended = poll.poll()
    while done not in dict(ended):
        left.set()
        cancel()
        time.sleep(AGAIN_S)
        ended = poll.poll(0)

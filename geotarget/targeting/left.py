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
from typing import Concatenate, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest

P = ParamSpec("P")
Answer = TypeVar("Answer")
Request = TypeVar("Request", bound=HttpRequest)

AGAIN_S = 0.05
"""A cancellation that falls between two statements stops neither; it is repeated after so long."""


def stops_when_left(
    view: Callable[Concatenate[Request, P], Answer],
) -> Callable[Concatenate[Request, P], Answer]:
    """For a view that only reads: what writes goes on to its end whoever waits for it.

    Raises `OperationalError` inside the view. Only gunicorn shows the connection to the browser;
    under another server the statement timeout alone ends the work.
    """

    @wraps(view)
    def watched(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        client = request.META.get("gunicorn.socket")
        if client is None:
            return view(request, *args, **kwargs)
        with cancelling_when_closed(client):
            return view(request, *args, **kwargs)

    return watched


@contextmanager
def cancelling_when_closed(client: socket.socket) -> Iterator[None]:
    """Cancel the statements of this thread from when the other end of `client` is closed."""
    connection.ensure_connection()
    done = os.eventfd(0)
    watch = (client.fileno(), done, connection.connection.cancel)
    watcher = threading.Thread(target=_watch, args=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        # Waited for, so that no cancellation reaches what the connection does next.
        os.eventfd_write(done, 1)
        watcher.join()
        os.close(done)


def _watch(client: int, done: int, cancel: Callable[[], None]) -> None:
    poll = select.poll()
    poll.register(done, select.POLLIN)
    poll.register(client, select.POLLRDHUP)  # nothing is read, so TLS may lie above
    ended = poll.poll()
    while done not in dict(ended):
        cancel()
        time.sleep(AGAIN_S)
        ended = poll.poll(0)

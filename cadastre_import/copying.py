"""COPY from one reader into one table over several connections at once.

Taking rows in costs the server more than reading them costs us: one stream leaves a core idle. The
order of the rows is not kept; each has its line number. The reader stays in the caller's thread: a
parser of XML does not move between threads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Full, Queue

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection

_BUFFER = 1 << 20
_WAITING = 4
"""Blocks that may wait for a stream: memory stays the same whatever the size of the file."""
_PATIENCE_S = 0.2
"""How soon a failure on the other side is noticed."""
_END = b""
"""What a file gives at its end."""


def copy_in(
    connections: Sequence[Connection], statement: sql.Composable, blocks: Iterable[bytes]
) -> None:
    """Run the COPY statement on every connection; each takes the next block when it is ready.

    Blocks are whole rows. Raises what the reader raises, and `psycopg2.Error`; commits nothing.
    """
    shared = _Blocks()
    with ThreadPoolExecutor(max_workers=len(connections)) as pool:
        streams = [pool.submit(_stream, each, statement, shared) for each in connections]
        try:
            for block in blocks:
                shared.put(block)
            for _ in connections:
                shared.put(_END)
        except BaseException as failure:
            shared.failure = failure
            raise
        for stream in streams:
            stream.result()


def _stream(connection: Connection, statement: sql.Composable, shared: _Blocks) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.copy_expert(statement, shared, size=_BUFFER)
    except psycopg2.Error as failure:
        shared.failure = shared.failure or failure
        raise


class _Blocks:
    """What the reader has given and the streams have not yet taken; for each of them, a file.
    Once something has failed, whoever gives or takes is told."""

    def __init__(self) -> None:
        self._waiting: Queue[bytes] = Queue(_WAITING)
        self.failure: BaseException | None = None

    def put(self, block: bytes) -> None:
        while self.failure is None:
            with contextlib.suppress(Full):
                return self._waiting.put(block, timeout=_PATIENCE_S)
        raise self.failure

    def read(self, _size: int = -1, /) -> bytes:
        while self.failure is None:
            with contextlib.suppress(Empty):
                return self._waiting.get(timeout=_PATIENCE_S)
        raise self.failure

    def readline(self, _size: int = -1, /) -> bytes:
        """Part of what psycopg2 asks of a file; COPY uses `read` alone."""
        return self.read()

"""A request body that knows whether any of it was handed to a connection.

A send that failed before the first byte of its body left was surely not accepted; after that
nobody can know. The exception does not tell which it was: a time-out while connecting and one while
reading look alike through a proxy or TLS. So the body itself keeps the account.
"""

from __future__ import annotations

from collections.abc import Iterator


class OnceOnlyBody:
    """Bytes for `requests` that are given out once, with a note of it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.was_begun = False

    def __len__(self) -> int:
        """Bytes in the body; `requests` states it as Content-Length."""
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
        """The body in one piece, marked as begun before it is handed over."""
        self.was_begun = True
        yield self._content

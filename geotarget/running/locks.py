from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Held(Exception):
    """Somebody else holds the lock. `text` is what they wrote into it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[IO[str]]:
    """Hold a lock between processes; the kernel lets go of it when the holder dies.

    Raises Held instead of waiting where `wait` is false.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Held(file.read()) from None
        yield file

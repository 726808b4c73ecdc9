"""Access tokens kept until shortly before their end, fetched once for all who need the same one.

Within a process one thread fetches and the others wait; between processes a `Shelf` does the same.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol

from geotarget.registers.errors import RegisterUnavailable

MARGIN_SECONDS = 10
"""A token is not used in the last seconds of its life: a question takes time to arrive."""
FETCHING_SECONDS = 25
"""So long whoever fetches may take; longer than any answer that is waited for."""
_LOOK_AGAIN_SECONDS = 0.1
_LEAST_SECONDS = 5
"""So long whoever waited has to take over from one who died."""


@dataclass(frozen=True)
class Granted:
    """A token as its issuer gave it."""

    token: str = field(repr=False)
    seconds: float
    """How long it is good for, from when it was asked for."""


@dataclass(frozen=True)
class Shelved:
    """What the shelf says of a token."""

    token: str = field(repr=False)
    """Empty where there is none that is still good."""
    seconds: float
    version: int
    """Grows with every token under this name; 0: there never was one."""
    is_ours_to_fetch: bool = False


class Shelf(Protocol):
    """Tokens of all processes. Nobody who reads where it keeps them can use them."""

    def look(self, name: str, refused: int, fetching_seconds: float) -> Shelved:
        """The token; without one that is good and newer than the version `refused`, the right to
        fetch it for so many seconds, unless somebody else has that right."""
        ...

    def put(self, name: str, token: str, seconds: float) -> int:
        """Keep a token that was fetched, and tell its version."""
        ...

    def let_go(self, name: str) -> None:
        """Give back the right to fetch: it failed."""
        ...


class NoShelf:
    """Nothing is shared: one process, or a test."""

    def look(self, name: str, refused: int, fetching_seconds: float) -> Shelved:
        """See `Shelf`."""
        return Shelved("", 0, refused, is_ours_to_fetch=True)

    def put(self, name: str, token: str, seconds: float) -> int:
        """See `Shelf`."""
        return 0

    def let_go(self, name: str) -> None:
        """See `Shelf`."""


@dataclass
class _Here:
    token: str = field(default="", repr=False)
    good_until: float = 0.0
    version: int = 0


class KeptTokens:
    """The tokens of one issuer. Safe for several threads."""

    def __init__(
        self,
        issuer: str,
        shelf: Shelf | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`issuer`: by name, for errors; `clock` counts seconds and never goes back."""
        self._issuer, self._shelf = issuer, shelf or NoShelf()
        self._clock, self._pause = clock, pause
        self._here: defaultdict[str, _Here] = defaultdict(_Here)
        self._locks: defaultdict[str, Lock] = defaultdict(Lock)
        self._locks_lock = Lock()

    def token(self, name: str, fetch: Callable[[], Granted], *, fresh: bool) -> str:
        """The token of that name. `fresh`: the one that was given out last is not accepted.

        Raises what `fetch` raises, and RegisterUnavailable where another process is at it too long.
        """
        with self._locks_lock:
            lock = self._locks[name]
        with lock:
            here = self._here[name]
            if fresh or here.good_until <= self._clock():
                here = self._here[name] = self._shared(name, fetch, here.version if fresh else 0)
            return here.token

    def _shared(self, name: str, fetch: Callable[[], Granted], refused: int) -> _Here:
        give_up_at = time.monotonic() + FETCHING_SECONDS + _LEAST_SECONDS
        while True:
            asked_at = self._clock()
            found = self._shelf.look(name, refused, FETCHING_SECONDS)
            if found.token:
                return _Here(found.token, asked_at + found.seconds, found.version)
            if found.is_ours_to_fetch:
                return self._fetched(name, fetch)
            if time.monotonic() > give_up_at:
                advice = "is being asked by another worker, without an answer. It is asked again."
                raise RegisterUnavailable(self._issuer, advice)
            self._pause(_LOOK_AGAIN_SECONDS)

    def _fetched(self, name: str, fetch: Callable[[], Granted]) -> _Here:
        asked_at = self._clock()
        try:
            granted = fetch()
        except BaseException:
            self._shelf.let_go(name)
            raise
        until = asked_at + granted.seconds - MARGIN_SECONDS
        version = self._shelf.put(name, granted.token, until - self._clock())
        return _Here(granted.token, until, version)

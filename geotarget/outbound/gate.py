"""One gate before each provider, shared by all workers through Redis: its contracted rate, the time
it has asked us to stay away, and whether it seems to be down: then one worker at a time tries it.

Redis holds numbers under the provider's name, and nothing of anybody. While it is away each process
keeps to a small share of the rate by itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

import redis

from geotarget.outbound.gate_scripts import DOWN, ENTER, STAY_AWAY

_ALONE_SHARE = 1 / 16
"""Of the rate, in each process while Redis is away: as many as may be at work."""
_ASK_AGAIN_S = 5.0
_TIMEOUT_S = 0.5
_KEPT_S = 7 * 24 * 3600

_DOWN_AFTER = 3
"""Failures in a row, of all workers: then nobody tries the provider for a while."""
_DOWN_S, _DOWN_AT_MOST_S = 10, 20
_PROBE_S = 20
"""So long one worker has to find out whether it is well again, before another may."""
_LOOK_AGAIN_S = 6


@dataclass(frozen=True)
class Turn:
    """When one may ask."""

    away_s: float
    """The provider wants to be left alone for so long, or is down: ask nothing, then enter anew.
    0: it may be asked."""
    wait_s: float
    """So long until it is our turn; it is reserved."""
    is_probe: bool = False
    """It was down, and we are the one who finds out whether it is well: risk little."""


OPEN = Turn(0.0, 0.0)


class Gate(Protocol):
    """Before one provider."""

    def enter(self, units: int = 1) -> Turn:
        """Reserve a turn for so many questions or messages."""
        ...

    def stay_away(self, seconds: float) -> None:
        """The provider has asked for it: nobody enters for so long."""
        ...

    def failed(self, *, is_down: bool = False) -> None:
        """It answered so that we could not go on, or not at all: count that. `is_down`: so would
        everybody else find it."""
        ...

    def answered(self) -> None:
        """It works."""
        ...

    def counted(self) -> tuple[int, int]:
        """Questions or messages, and failures, of all workers since somebody began to count."""
        ...


class NoGate:
    """Anybody, at once."""

    def enter(self, units: int = 1) -> Turn:
        """See `Gate`."""
        return OPEN

    def stay_away(self, seconds: float) -> None:
        """See `Gate`."""

    def failed(self, *, is_down: bool = False) -> None:
        """See `Gate`."""

    def answered(self) -> None:
        """See `Gate`."""

    def counted(self) -> tuple[int, int]:
        """See `Gate`."""
        return 0, 0


class SharedGate:
    """For all workers that use one Redis. Safe for several threads; raises nothing."""

    def __init__(
        self,
        client: redis.Redis,
        name: str,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`name`: of the provider and our account there; `per_second`: 0 for no limit."""
        self._client = client
        self._key, self._rate, self._clock = f"geotarget:gate:{name}", per_second, clock
        self._enter, self._away = client.register_script(ENTER), client.register_script(STAY_AWAY)
        self._down = client.register_script(DOWN)
        self._fails = 0
        self._lock = threading.Lock()
        self._alone_until = self._free_at = self._away_until = 0.0

    def enter(self, units: int = 1) -> Turn:
        """See `Gate`."""
        if self._clock() >= self._alone_until:
            try:
                args = [self._rate, units, _KEPT_S, _LOOK_AGAIN_S, _PROBE_S]
                answer = cast("list[bytes]", self._enter(keys=[self._key], args=args))
                away, wait, fails, is_probe = answer
                self._fails = int(fails)
                return Turn(max(float(away), self._away_here()), float(wait), int(is_probe) == 1)
            except redis.RedisError:
                self._alone_until = self._clock() + _ASK_AGAIN_S
        return self._turn_alone(units)

    def stay_away(self, seconds: float) -> None:
        """See `Gate`."""
        with self._lock:
            self._away_until = max(self._away_until, self._clock() + seconds)
        try:
            self._away(keys=[self._key], args=[seconds, _KEPT_S])
        except redis.RedisError:
            self._alone_until = self._clock() + _ASK_AGAIN_S

    def failed(self, *, is_down: bool = False) -> None:
        """See `Gate`."""
        with suppress(redis.RedisError):
            self._client.hincrby(self._key, "errors", 1)
            if is_down:
                args = [_KEPT_S, _DOWN_AFTER, _DOWN_S, _DOWN_AT_MOST_S]
                self._down(keys=[self._key], args=args)

    def answered(self) -> None:
        """See `Gate`. Costs nothing while nothing failed."""
        if self._fails:
            self._fails = 0
            with suppress(redis.RedisError):
                self._client.hdel(self._key, "fails", "open_until", "probe_until")

    def counted(self) -> tuple[int, int]:
        """See `Gate`."""
        try:
            calls, errors = cast(
                "list[bytes | None]", self._client.hmget(self._key, "calls", "errors")
            )
        except redis.RedisError:
            return 0, 0
        return int(calls or 0), int(errors or 0)

    def _away_here(self) -> float:
        return max(0.0, self._away_until - self._clock())

    def _turn_alone(self, units: int) -> Turn:
        if away := self._away_here():
            return Turn(away, 0.0)
        if not self._rate:
            return OPEN
        with self._lock:
            now = self._clock()
            free_at = max(self._free_at, now)
            self._free_at = free_at + units / (self._rate * _ALONE_SHARE)
            return Turn(0.0, free_at - now)


def connect(url: str) -> redis.Redis:
    """A client of the broker, by its address in Celery's spelling. Waits half a second at most."""
    limits = {"socket_timeout": _TIMEOUT_S, "socket_connect_timeout": _TIMEOUT_S}
    return redis.Redis.from_url(url.replace("redis+socket://", "unix://"), **limits)

"""Who dies and what breaks, as data: each fault has begun and ended when its function returns."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import redis

from geotarget.running import broker, cluster
from tests.reliability.dying import POINTS, SETTLING
from tests.reliability.proxy import Mode, Proxy
from tests.reliability.workers import BEAT, HOSTS, Workers

_POINT_SECONDS = 40
_NETWORK_SECONDS = 8


@dataclass
class Bench:
    """Everything that can be broken, and the dice that say when."""

    workers: Workers
    proxies: dict[str, Proxy]
    broker_url: str
    database: str
    points: Path
    dice: random.Random
    feed: Callable[[bool], None] = lambda _: None
    """Gives the workers something to do where they have nothing; with True always."""

    @property
    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.broker_url.replace("redis+socket", "unix"))

    def lasts(self, low: float, high: float) -> None:
        time.sleep(self.dice.uniform(low, high))


Breaks = Callable[[Bench], str | None]
"""Does it, and returns what else is to be told of it."""


def one_worker(bench: Bench) -> str:
    name = bench.dice.choice(HOSTS)
    bench.workers.kill(name)
    bench.lasts(0, 1)
    bench.workers.start(name)
    return name


def all_workers(bench: Bench) -> None:
    bench.workers.kill(*HOSTS)
    bench.lasts(0, 2)
    bench.workers.start(*HOSTS)


def one_child(bench: Bench) -> str:
    name = bench.dice.choice(HOSTS)
    return f"{name} {bench.workers.kill_one_child(name)}"


def beat(bench: Bench) -> None:
    bench.workers.kill(BEAT)
    bench.lasts(0, 3)
    bench.workers.start(BEAT)


def redis_killed(bench: Bench) -> None:
    os.kill(bench.redis.info("server")["process_id"], signal.SIGKILL)
    bench.lasts(0.2, 2)
    broker.start()


def redis_flushed(bench: Bench) -> None:
    bench.redis.flushall()


def redis_full(bench: Bench) -> None:
    before = bench.redis.config_get("maxmemory")["maxmemory"]
    bench.redis.config_set("maxmemory", 1)
    bench.lasts(1, 2)
    bench.redis.config_set("maxmemory", before)


def sessions_ended(bench: Bench) -> None:
    cluster.query(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        f" WHERE datname = '{bench.database}'",
        database="postgres",
    )


def database_stopped(bench: Bench) -> None:
    """As a power cut: no checkpoint, no farewell; the write-ahead log is read at the start."""
    cluster._run("pg_ctl", "stop", "-s", "-w", "-m", "immediate", *cluster._at())
    bench.lasts(0.2, 2)
    cluster.start(durable=False)


def network(outside: str, mode: Mode, bench: Bench) -> str:
    """Until somebody has met it, and a little longer."""
    proxy, end = bench.proxies[outside], time.monotonic() + _NETWORK_SECONDS
    before, proxy.mode = proxy.spoiled, mode
    while proxy.spoiled == before and time.monotonic() < end:
        bench.feed(False)
        time.sleep(0.02)
    bench.lasts(0, 1.5)
    proxy.mode = Mode.PASS
    return f"{proxy.spoiled - before} exchanges"


def point(name: str, how: str, bench: Bench) -> str:
    """Whoever comes there first within some seconds dies, alone or with its worker."""
    if name == SETTLING:
        _leave_something_unknown(bench)
    asked = bench.points / name
    asked.with_suffix(".new").write_text(how)
    asked.with_suffix(".new").rename(asked)
    end, told_to = time.monotonic() + _POINT_SECONDS, False
    while asked.exists() and time.monotonic() < end:
        bench.feed(False)
        time.sleep(0.02)
        if not told_to and time.monotonic() > end - _POINT_SECONDS / 2:
            told_to = True
            bench.feed(True)  # all others may be waiting for another try
    with suppress(FileNotFoundError):
        asked.unlink()
        return "nobody came there"
    bench.lasts(0, 0.5)
    return "died"


def _leave_something_unknown(bench: Bench) -> None:
    """At Altinn, which is then sent the same key once more."""
    proxy, end = bench.proxies["altinn"], time.monotonic() + _POINT_SECONDS
    before, proxy.mode = proxy.spoiled, Mode.RESET_AFTER_BODY
    bench.feed(True)
    while proxy.spoiled == before and time.monotonic() < end:
        time.sleep(0.02)
    proxy.mode = Mode.PASS


def _network(outside: str, mode: Mode) -> Breaks:
    return lambda bench: network(outside, mode, bench)


def _point(name: str, how: str) -> Breaks:
    return lambda bench: point(name, how, bench)


OUTSIDE = ("registers", "link-sms", "smtp-email", "svarut", "altinn")
SPOILS = [mode for mode in Mode if mode is not Mode.PASS]

NAMED_POINTS: dict[str, Breaks] = {
    f"{how} dies: {name}": _point(name, how) for name in POINTS for how in ("child", "host")
}
KILLS: dict[str, Breaks] = {
    "one worker is killed": one_worker,
    "all workers are killed": all_workers,
    "a process of a pool is killed": one_child,
    "beat is killed": beat,
    "Redis is killed": redis_killed,
    "Redis is flushed": redis_flushed,
    "Redis is full": redis_full,
    "all sessions of PostgreSQL are ended": sessions_ended,
    "PostgreSQL is stopped at once": database_stopped,
}
NETWORK: dict[str, Breaks] = {
    f"{outside}: {mode}": _network(outside, mode) for outside in OUTSIDE for mode in SPOILS
}


def drawn(dice: random.Random) -> tuple[str, Breaks]:
    """A fault by chance: a kill as often as a named point or the network."""
    kind = dice.choices((KILLS, NAMED_POINTS, NETWORK), weights=(5, 3, 3))[0]
    return dice.choice(list(kind.items()))

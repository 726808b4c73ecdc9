"""Web, database, Redis and beat on this host, two workers on two others; one of these is cut off.

The hosts are network namespaces, joined to this one by a cable each: `make test-reliability`.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
import redis
from django.db import connection

from geotarget.domain.delivery_state import ChunkState
from geotarget.notices.models import Chunk
from geotarget.running import cluster, paths
from tests.reliability.conftest import Place, Product, Scale
from tests.reliability.faults import Bench
from tests.reliability.ordeal import Ordeal
from tests.reliability.workers import HOSTS

NETWORK = f"10.213.{os.getpid() % 250}"
HERE = f"{NETWORK}.1"
REDIS_PORT = 6399
CUT_OFF_SECONDS = 45
"""Longer than the lease (20 s) and the reconciler's next look (15 s): what it had in hand must be
taken over while it is away, and be found taken when it is back."""
HOLD_A_LOCK = """
import time
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SELECT pg_advisory_xact_lock(8150)")
    print("locked", flush=True)
    time.sleep(300)
"""


@pytest.fixture
def scale() -> Scale:
    return Scale(streets=8, lease_seconds=20, reconcile_seconds=15)


@pytest.fixture
def place(
    test_database_environment: dict[str, str], broker_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    # A request that was caught in the cable arrives when the cable is back: "there is none" must
    # not be believed before (worker_settings.py has it shorter than the product).
    monkeypatch.setenv("NOT_THERE_AFTER_S", str(2 * CUT_OFF_SECONDS))
    with ExitStack() as stack:
        _cables(stack)
        _open_database(stack, monkeypatch)
        _open_redis(stack, broker_url)
        name = connection.settings_dict["NAME"]
        yield Place(
            HERE,
            f"postgresql://geotarget_app@{HERE}/{name}",
            f"redis://{HERE}:{REDIS_PORT}/0",
            {host: ("ip", "netns", "exec", _host(n)) for n, host in enumerate(HOSTS)},
        )
        connection.close()


@pytest.mark.timeout(600)
def test_a_host_that_is_cut_off_in_the_middle_loses_nobody(product: Product) -> None:
    ordeal = Ordeal(product, product.bench(random.Random(1)))
    ordeal.suffer([("worker-1 is cut off", _cut_off), ("worker-2 is cut off", _cut_off_the_other)])
    for name in HOSTS:
        assert "notices.deliver[" in (product.folder / f"{name}.log").read_text(), name


def _cut_off(bench: Bench) -> None:
    """Its cable is pulled; the other one must go on alone, and takes over what it had begun."""
    _cut(0, bench)


def _cut_off_the_other(bench: Bench) -> None:
    _cut(1, bench)


@pytest.mark.timeout(300)
def test_what_a_host_had_locked_is_free_soon_after_it_is_cut_off(
    place: Place, test_database_environment: dict[str, str]
) -> None:
    environment = test_database_environment | {
        "DATABASE_URL": place.database_url,
        "DJANGO_SETTINGS_MODULE": "geotarget.settings",
        "REDIS_URL": place.broker_url,
    }
    command = [
        *place.hosts[HOSTS[0]],
        sys.executable,
        "manage.py",
        "shell",
        "--no-imports",
        "-c",
        HOLD_A_LOCK,
    ]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert "locked" in holder.stdout.readline()
            assert _is_locked()
            _ip("link", "set", _cable(0), "down")
            end = time.monotonic() + 40
            while _is_locked():
                assert time.monotonic() < end, "the lock of a host that is gone stays"
                time.sleep(0.5)
        finally:
            holder.kill()


def _is_locked() -> bool:
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 8150"
    return cluster.query(held, database=connection.settings_dict["NAME"]) != "0"


def _cut(number: int, bench: Bench) -> None:
    _ip("link", "set", _cable(number), "down")
    held, done = _leases(), _done()
    end = time.monotonic() + CUT_OFF_SECONDS
    while time.monotonic() < end:
        bench.feed(False)
        time.sleep(0.1)
    assert not held & _leases(), "what the host had in hand is still waiting for it"
    assert _done() > done, "nothing went on while the host was away"
    _plug_in(number)


def _leases() -> set[str]:
    working = Chunk.objects.filter(state=ChunkState.WORKING)
    return {str(token) for token in working.values_list("lease_token", flat=True)}


def _done() -> int:
    return Chunk.objects.filter(state=ChunkState.DONE).count()


def _host(number: int) -> str:
    return f"gt{os.getpid()}-{number}"


def _cable(number: int) -> str:
    return f"gt{os.getpid()}c{number}"


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


def _cables(stack: ExitStack) -> None:
    """A namespace per host and a cable to it. All have one address of this host to talk to."""
    try:
        _ip("netns", "add", _host(0))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"network namespaces need root and a kernel that allows them: {error}")
    stack.callback(_ip, "netns", "del", _host(0))
    _ip("netns", "add", _host(1))
    stack.callback(_ip, "netns", "del", _host(1))
    _ip("addr", "add", f"{HERE}/32", "dev", "lo")
    stack.callback(_ip, "addr", "del", f"{HERE}/32", "dev", "lo")
    for number in range(len(HOSTS)):
        _cable_to(number)


def _address(number: int) -> str:
    return f"{NETWORK}.{10 + number}"


def _plug_in(number: int) -> None:
    """A route goes with its cable."""
    _ip("link", "set", _cable(number), "up")
    _ip("route", "replace", f"{_address(number)}/32", "dev", _cable(number))


def _cable_to(number: int) -> None:
    host, cable, there = _host(number), _cable(number), _address(number)
    inside = ("-n", host)
    _ip("link", "add", cable, "type", "veth", "peer", "name", "eth0", "netns", host)
    _plug_in(number)
    _ip(*inside, "link", "set", "lo", "up")
    _ip(*inside, "link", "set", "eth0", "up")
    _ip(*inside, "addr", "add", f"{there}/32", "dev", "eth0")
    _ip(*inside, "route", "add", f"{HERE}/32", "dev", "eth0")


def _open_database(stack: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' cluster listens on the cables too, as a server of its own would."""
    rules = paths.data() / "pg_hba.conf"
    closed, private = rules.read_text(), cluster._settings
    stack.callback(_restart_database)
    stack.callback(monkeypatch.setattr, cluster, "_settings", private)
    stack.callback(rules.write_text, closed)
    rules.write_text(f"{closed}\nhost all geotarget_app {NETWORK}.0/24 trust\n")
    monkeypatch.setattr(
        cluster, "_settings", lambda durable: private(durable) | {"listen_addresses": HERE}
    )
    _restart_database()


def _restart_database() -> None:
    connection.close()
    cluster.stop()
    cluster.start(durable=False)


def _open_redis(stack: ExitStack, broker_url: str) -> None:
    server = redis.Redis.from_url(broker_url.replace("redis+socket", "unix"))

    def listen(address: str, port: int) -> None:
        server.config_set("protected-mode", "no")
        server.config_set("bind", address)
        server.config_set("port", port)

    def close() -> None:
        with suppress(redis.RedisError):
            listen("127.0.0.1", 0)

    stack.callback(close)
    listen(HERE, REDIS_PORT)

"""After a dispatch, no number, phone, e-mail or name of a resident is anywhere we could keep it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from geotarget.notices.progress import counts
from geotarget.running import cluster, paths
from geotarget.simulators.faults import Fault
from tests.reliability.conftest import Product

LOOKS_PERSONAL = re.compile(rb"314159\d{5}|\+?47(?:90|41)\d{6}|\d{11}\.person@epost\.example")


@pytest.mark.timeout(240)
def test_nobody_is_remembered(product: Product, broker_url: str) -> None:
    product.simulators.faults.set("krr", Fault("html", probability=0.3))
    product.simulators.faults.set("link", Fault("accept-then-reset", probability=0.2))
    dispatch = product.send()
    product.workers.start()
    product.workers.start_beat()
    broker = redis.Redis.from_url(broker_url.replace("redis+socket", "unix"))
    remembered = set()
    end = time.monotonic() + 180
    while not counts(dispatch).is_finished:
        assert time.monotonic() < end, counts(dispatch)
        remembered |= _found(_redis_values(broker), product)
        time.sleep(0.2)
    assert len(product.simulators.arrived.matching()) > 1500
    product.workers.kill()
    cluster.query("CHECKPOINT")
    remembered |= _found(_redis_values(broker), product)
    remembered |= _found(_files(paths.var()), product)
    remembered |= _found(_files(product.folder, but="population.jsonl"), product)
    assert not remembered


def test_the_search_would_find_them(product: Product, tmp_path: Path) -> None:
    """The check itself: one planted number is found in a file among others."""
    planted = tmp_path / "planted"
    planted.mkdir()
    person = product.world.people[7]
    (planted / "some.log").write_text(f"looked up {person['national_id']} at noon")
    assert _found(_files(planted), product) == {person["national_id"]}


def _found(pieces: Iterator[bytes], product: Product) -> set[str]:
    known = {person["national_id"] for person in product.world.people}
    known |= {person["krr"]["mobile"].lstrip("+") for person in product.world.people}
    known |= {person["krr"]["email"] for person in product.world.people}
    candidates = {
        match.decode().lstrip("+") for piece in pieces for match in LOOKS_PERSONAL.findall(piece)
    }
    return candidates & known


def _redis_values(broker: redis.Redis) -> Iterator[bytes]:
    for key in broker.scan_iter():
        yield bytes(key) + (broker.dump(key) or b"")


def _files(folder: Path, but: str = "") -> Iterator[bytes]:
    """Contents of every file below, the database's own files and log included."""
    for path in folder.rglob("*"):
        if path.is_file() and path.name != but:
            try:
                yield path.read_bytes()
            except FileNotFoundError:
                continue

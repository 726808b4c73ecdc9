"""Two hundred deaths and faults by chance after every named point: `make test-reliability`.

KILLS=40 SEED=3 make test-reliability runs so many of them with that seed. Each piece of 40 is a
test of its own with its own seed, which stands in its name. `pytest --basetemp` keeps the logs:
faults.log, worker-1.log, worker-2.log and beat.log.
"""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.reliability.conftest import Product, Scale
from tests.reliability.faults import NAMED_POINTS, Breaks, drawn
from tests.reliability.ordeal import Ordeal, numbered

KILLS = int(os.environ.get("KILLS") or 200)
SEED = int(os.environ.get("SEED") or random.SystemRandom().randrange(10_000))
PIECE = 40
PIECES = [(SEED + n, min(PIECE, KILLS - n * PIECE)) for n in range(-(-KILLS // PIECE))]


@pytest.fixture
def scale() -> Scale:
    """Leases and the reconciler as in the product: the 60 s are those of a real installation."""
    return Scale(streets=12, lease_seconds=20, reconcile_seconds=15)


@pytest.mark.timeout(1800)
def test_named_points(product: Product) -> None:
    told = _suffer(product, SEED, list(NAMED_POINTS.items()))
    assert set(told.values()) == {"died"}, told


@pytest.mark.parametrize(("seed", "number"), PIECES, ids=[f"seed{seed}" for seed, _ in PIECES])
@pytest.mark.timeout(1800)
def test_by_chance(product: Product, seed: int, number: int) -> None:
    dice = random.Random(seed)
    _suffer(product, seed, [drawn(dice) for _ in range(number)])


def _suffer(product: Product, seed: int, faults: list[tuple[str, Breaks]]) -> dict[str, str]:
    began = time.monotonic()
    print(f"\nseed {seed}, {len(faults)} faults, logs in {product.folder}", flush=True)
    ordeal = Ordeal(product, product.bench(random.Random(seed)))
    ordeal.suffer(numbered(faults))
    print(
        f"seed {seed}: {ordeal.people} residents, {product.watch.samples} samples, "
        f"longest pause {ordeal.longest_pause:.0f} s, {time.monotonic() - began:.0f} s in all; "
        f"{dict(sorted(ordeal.states.items()))}",
        flush=True,
    )
    return ordeal.told

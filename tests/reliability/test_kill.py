"""The short form of `make test-reliability`: every kind of death and fault once.

Nobody is lost; nobody is told twice; each is told once or shown as unknown; the counts add up at
every sample; sending goes on by itself.
"""

from __future__ import annotations

import random

import pytest

from tests.reliability.conftest import Product
from tests.reliability.faults import KILLS, NAMED_POINTS, NETWORK, Breaks
from tests.reliability.ordeal import Ordeal, numbered

ONCE = {
    "child dies: chunk claimed",
    "child dies: persons known, nothing written",
    "child dies: rows written",
    "child dies: answer recorded",
    "child dies: before the chunk is given back",
    "child dies: accepted by link-sms, not recorded",
    "child dies: accepted by smtp-email, not recorded",
    "child dies: accepted by altinn, not recorded",
    "child dies: marked, not sent by svarut",
    "link-sms: reset after body",
    "smtp-email: half-close",
    "svarut: reset after body",
}


@pytest.mark.timeout(300)
def test_nobody_is_lost_or_told_twice(product: Product) -> None:
    dice = random.Random(7)
    chosen: list[tuple[str, Breaks]] = [
        (name, breaks)
        for name, breaks in {**KILLS, **NAMED_POINTS, **NETWORK}.items()
        if name in KILLS or name in ONCE
    ]
    dice.shuffle(chosen)
    ordeal = Ordeal(product, product.bench(dice))
    ordeal.suffer(numbered(chosen))
    assert product.watch.samples > 100

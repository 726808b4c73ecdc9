"""The short form of `make test-reliability`: every kind of death, eight points and two faults.

Nobody is lost; nobody is told twice; each is told once or shown as unknown; the counts add up at
every sample; sending goes on by itself.
"""

from __future__ import annotations

import random

import pytest

from tests.reliability.conftest import Product
from tests.reliability.faults import KILLS, NAMED_POINTS, NETWORK
from tests.reliability.ordeal import Ordeal, numbered

CHOSEN = (
    *(name for name in KILLS if name != "one worker is killed"),
    "child dies: chunk claimed",
    "child dies: rows written",
    "child dies: marked, not sent by svarut",
    "child dies: accepted by link-sms, not recorded",
    "child dies: accepted by smtp-email, not recorded",
    "child dies: accepted by altinn, not recorded",
    "child dies: answer recorded",
    "child dies: before the chunk is given back",
    "smtp-email: half-close",
    "svarut: reset after body",
)


@pytest.mark.timeout(300)
def test_nobody_is_lost_or_told_twice(product: Product) -> None:
    dice = random.Random(7)
    known = KILLS | NAMED_POINTS | NETWORK
    faults = [(name, known[name]) for name in CHOSEN]
    dice.shuffle(faults)
    Ordeal(product, product.bench(dice)).suffer(numbered(faults))
    assert product.watch.samples > 100

"""After a send, nothing of a resident is anywhere that we keep: every channel, with faults between.

Planted are identity numbers, phones, mailboxes and names. Searched are tables, a dump, indexes,
the write-ahead log, the broker, the metrics, logs, temporary files and cores; while it runs, broker
and metrics, and a dump that is taken in the middle and tried with every identity number.
"""

from __future__ import annotations

import datetime
import os
import signal
import time
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.db.models import F

from geotarget.domain.delivery_state import RECEIPT_WINDOW_HOURS
from geotarget.notices import keyring
from geotarget.notices.close import close_finished
from geotarget.notices.metrics import metrics
from geotarget.notices.models import Attempt, Dispatch
from geotarget.notices.progress import counts
from geotarget.running import cluster, paths
from geotarget.simulators.faults import Fault, ReceiptRules
from tests.reliability.conftest import Product
from tests.reliability.guessing import given_away, keys_in, tokens_in
from tests.reliability.traces import broker_values, canaries, dump, files, found, unpacked
from tests.reliability.workers import HOSTS


@pytest.mark.timeout(240)
def test_nobody_is_remembered(product: Product) -> None:
    known = canaries(product.town.world.people)
    broker = redis.Redis.from_url(product.broker_url.replace("redis+socket", "unix"))
    _misbehave(product)
    campaigns = product.town.send()
    product.workers.start()
    seen: set[str] = set()
    in_the_middle = b""
    end = time.monotonic() + 150
    while not all(counts(campaign.dispatch).is_finished for campaign in campaigns):
        assert time.monotonic() < end, [counts(campaign.dispatch) for campaign in campaigns]
        seen |= found([*broker_values(broker), metrics().encode()], known)
        if not in_the_middle and Attempt.objects.count() > 100:
            in_the_middle = dump()
            _crash_a_process(product)
        time.sleep(0.2)
    assert {entry.channel for entry in product.simulators.arrived.matching()} == {
        "sms",
        "email",
        "letter",
    }
    _gives_nobody_away(
        in_the_middle, {person["national_id"] for person in product.town.world.people}
    )
    seen |= found(unpacked(in_the_middle), known)
    product.workers.kill()
    _close()
    seen |= found(unpacked(dump()), known)
    seen |= found([*broker_values(broker), metrics().encode()], known)
    broker.config_set("rdbcompression", "no")
    broker.save()
    cluster.query("CHECKPOINT")
    seen |= found(files(paths.var(), product.folder, but="population.jsonl"), known)
    assert not seen
    assert not [path for path in product.folder.rglob("core*") if path.is_file()]


def _misbehave(product: Product) -> None:
    """Every channel answers unclearly now and then: errors are where data leak."""
    switches = product.simulators.faults
    switches.receipts = ReceiptRules(duplicates=0.2, late_pending=True)
    switches.set("krr", Fault("html", count=2))
    for name in ("link", "smtp", "svarut", "altinn"):
        switches.set(name, Fault("accept-then-reset", count=2, latency_ms=5))


def _crash_a_process(product: Product) -> None:
    """As a fault in a library would: the kernel writes a core of it where that is allowed."""
    children = [pid for name in HOSTS for pid in product.workers.children(name)]
    os.kill(children[0], signal.SIGSEGV)


def _close() -> None:
    """The send closes, as if its receipts had had their time. What was opened once more at the last
    moment is over then, too."""
    ago = datetime.timedelta(hours=RECEIPT_WINDOW_HOURS + 1)
    Attempt.objects.update(sending_at=F("sending_at") - ago)
    Dispatch.objects.update(started_at=F("started_at") - ago, deadline_at=F("started_at"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
    assert close_finished() == 3
    assert not Dispatch.objects.exclude(wrapped_key=None).exists()


def _gives_nobody_away(dumped: bytes, residents: set[str]) -> None:
    """Without the wrapping key; with it everybody would be found, which proves the attempt."""
    tokens = tokens_in(dumped)
    dispatches = list(Dispatch.objects.values_list("pk", "wrapped_key"))
    keys = keys_in(dumped, [bytes(wrapped) for _, wrapped in dispatches])
    assert given_away(residents, keys, tokens) == set()
    opened = {keyring.open_key(pk, wrapped) for pk, wrapped in dispatches}
    assert len(given_away(residents, opened, tokens)) > 50


def test_the_search_would_find_them(tmp_path: Path) -> None:
    """The search itself: what is planted is found among other things."""
    person = {
        "national_id": "31415900007",
        "krr": {"mobile": "+4741000070"},
        "name": "Oppdiktet Kanarifugl00007",
    }
    known = canaries([person])
    (tmp_path / "some.log").write_text(
        "looked up 31415900007 at noon, +4741000070, Kanarifugl00007"
    )
    assert found(files(tmp_path), known) == {"31415900007", "41000070", "Kanarifugl00007"}
    hidden = rb"COPY t FROM stdin; \\x" + b"31415900007@epost".hex().encode()
    assert found(unpacked(hidden), known) == {"31415900007"}

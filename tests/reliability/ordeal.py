"""A row of faults on campaigns over all four kinds of channel; after each, sending goes on."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from geotarget.simulators.faults import Fault, ReceiptRules
from tests.reliability.conftest import Product
from tests.reliability.faults import Bench, Breaks
from tests.reliability.outcome import is_settled, judge, nothing_arrived_unknown_to_us
from tests.reliability.town import Campaign
from tests.reliability.watch import RESUME_SECONDS

LATENCY_MS = {"link": 60, "folkeregisteret": 40, "svarut": 15, "altinn": 15, "smtp": 15}
FINISH_SECONDS, SETTLE_SECONDS = 180, 120


class Ordeal:
    """Sends, breaks, and judges. Every fault is written to `faults.log` in the test's folder."""

    def __init__(self, product: Product, bench: Bench) -> None:
        self._product, self._bench = product, bench
        self._campaigns: list[Campaign] = []
        bench.feed = self._feed
        self._log = (product.folder / "faults.log").open("a")
        self.longest_pause = 0.0
        self.told: dict[str, str] = {}
        """What each fault said of itself."""
        self.states: Counter[str] = Counter()

    def suffer(self, faults: Iterable[tuple[str, Breaks]]) -> None:
        """All the faults, one after the other; a new campaign whenever all others are over."""
        self._slow_down()
        self._product.workers.start()
        for name, breaks in faults:
            self._at_work()
            self._break(name, breaks)
        self._judge()
        self._log.close()

    @property
    def people(self) -> int:
        """Residents who had to be told, over all campaigns."""
        return sum(len(campaign.ways) for campaign in self._campaigns)

    def _slow_down(self) -> None:
        """As real systems are, so that a fault meets something in the middle."""
        switches = self._product.simulators.faults
        switches.receipts = ReceiptRules(delay_ms=(50, 1500), duplicates=0.1, late_pending=True)
        for name, milliseconds in LATENCY_MS.items():
            switches.set(name, Fault(latency_ms=milliseconds))

    def _feed(self, always: bool = False) -> None:
        """A new campaign of each kind, where all others are over."""
        watch = self._product.watch
        if always or not self._campaigns or watch.is_finished:
            self._campaigns += self._product.town.send()
            watch.follow({c.dispatch.pk: c.dispatch.address_list.address_count
                          for c in self._campaigns})  # fmt: skip

    def _at_work(self) -> None:
        """Until messages are handed over."""
        self._feed()
        self._resumed()
        self._bench.lasts(0, 0.5)

    def _break(self, name: str, breaks: Breaks) -> None:
        began = time.monotonic()
        told = breaks(self._bench) or ""
        self.told[name] = told
        lasted = time.monotonic() - began
        connection.close()  # ours may have been ended too
        pause = self._resumed()
        self.longest_pause = max(self.longest_pause, pause)
        stamp = time.strftime("%H:%M:%S")
        self._log.write(f"{stamp} {name}: {told} ({lasted:.1f} s, on after {pause:.1f} s)\n")
        self._log.flush()

    def _resumed(self) -> float:
        """Seconds until something more is handed over, or all is done."""
        watch = self._product.watch
        before = watch.progress
        return watch.until(
            lambda: watch.is_finished or watch.progress > before, RESUME_SECONDS, "sending resumes"
        )

    def _judge(self) -> None:
        watch, arrived = self._product.watch, self._product.simulators.arrived
        watch.until(lambda: watch.is_finished, FINISH_SECONDS, "all addresses are worked on")
        watch.until(
            lambda: all(is_settled(c, arrived) for c in self._campaigns),
            SETTLE_SECONDS,
            "what can be settled is settled",
        )
        for campaign in self._campaigns:
            self.states += judge(campaign, arrived)
        nothing_arrived_unknown_to_us(arrived)
        assert not watch.wrong, watch.wrong[:3]


def numbered(faults: Iterable[tuple[str, Breaks]]) -> Iterator[tuple[str, Breaks]]:
    """With their place in the row, so that a log tells how far it came."""
    for number, (name, breaks) in enumerate(faults, start=1):
        yield f"{number}. {name}", breaks

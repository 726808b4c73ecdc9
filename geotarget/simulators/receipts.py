"""Delivery receipts and bounces, posted to the sender's address a little after the acceptance."""

from __future__ import annotations

import heapq
import itertools
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from threading import Condition, Thread
from urllib.parse import urlsplit

import requests

from geotarget.domain.sms_text import LINK_COMMON, measure
from geotarget.simulators.arrived import Arrival
from geotarget.simulators.faults import Faults

log = logging.getLogger(__name__)

DELIVERED, EXPIRED, BARRED, NOT_A_NUMBER, ON_THE_WAY = 1001, 1002, 2105, 2106, 1007
_STATES = {DELIVERED: "delivered", EXPIRED: "expired", BARRED: "barred"}
_POSTERS = 4
_TIMEOUTS = (2.0, 10.0)
# A receipt that is not taken with 200 comes again.
_AGAIN_AFTER_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0)


def final_code(destination: str) -> int:
    """What becomes of a message, by the last digit of the number."""
    return {"7": EXPIRED, "8": BARRED, "9": NOT_A_NUMBER}.get(destination[-1:], DELIVERED)


@dataclass(frozen=True)
class Parcel:
    """What is posted, made at the moment of posting."""

    reference: str
    make: Callable[[], bytes]
    content_type: str = "application/json"


@dataclass(order=True)
class _Due:
    at: float
    order: int
    gate: str = field(compare=False)
    parcel: Parcel = field(compare=False)
    tries: int = field(compare=False, default=0)


class Receipts:
    """Receipts that are still to come, and the threads that post them."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._due: list[_Due] = []
        self._changed = Condition()
        self._order = itertools.count()
        self._stopped = False
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(_POSTERS)]

    def start(self) -> None:
        """Begin to post."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Post no more; what is due is forgotten."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def plan(self, arrival: Arrival, gate: str) -> None:
        """Plan the receipts of an accepted message as the rules say; the state shows at once."""
        code = final_code(arrival.to)
        arrival.state = _STATES[code]
        final, late = (
            Parcel(arrival.reference, partial(_receipt, arrival, each))
            for each in (code, ON_THE_WAY)
        )
        self.schedule(gate, final, late)

    def schedule(self, gate: str, final: Parcel, late: Parcel) -> None:
        """Post `final` as the rules say; `late` is what may come after it out of order."""
        rules = self._faults.receipts
        if not gate or self._faults.chance(rules.missing):
            return
        if rules.before_response:
            self._post(_Due(0.0, 0, gate, final))
            return
        wait = self._faults.between(*rules.delay_ms) / 1000
        self._put(wait, gate, final)
        if self._faults.chance(rules.duplicates):
            self._put(wait + 0.05, gate, final)
        if rules.late_pending:
            self._put(wait + 0.1, gate, late)

    def waiting(self) -> int:
        """Receipts still to be posted."""
        with self._changed:
            return len(self._due)

    def _put(self, wait: float, gate: str, parcel: Parcel, tries: int = 0) -> None:
        at = time.monotonic() + wait
        with self._changed:
            heapq.heappush(self._due, _Due(at, next(self._order), gate, parcel, tries))
            self._changed.notify()

    def _work(self) -> None:
        with requests.Session() as session:
            while (due := self._next()) is not None:
                if not self._post(due, session.post) and due.tries < len(_AGAIN_AFTER_SECONDS):
                    wait = _AGAIN_AFTER_SECONDS[due.tries]
                    self._put(wait, due.gate, due.parcel, due.tries + 1)

    def _next(self) -> _Due | None:
        with self._changed:
            while not self._stopped:
                wait = self._due[0].at - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)
                self._changed.wait(wait)
        return None

    def _post(self, due: _Due, post: Callable[..., requests.Response] = requests.post) -> bool:
        try:
            answer = post(
                due.gate,
                data=due.parcel.make(),
                headers={"Content-Type": due.parcel.content_type},
                timeout=_TIMEOUTS,
                allow_redirects=False,
            )
        except requests.RequestException:
            log.info("Receipt %s could not be delivered, it comes again", due.parcel.reference)
            return False
        return answer.status_code == 200


def _receipt(arrival: Arrival, code: int) -> bytes:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    fields = {
        "refId": arrival.reference,
        "id": f"sim-{arrival.number}",
        "operator": "no.simulator",
        "sentTimestamp": arrival.at,
        "timestamp": now,
        "resultCode": code,
        "operatorResultCode": "",
        "segments": measure(arrival.text, LINK_COMMON).parts,
        "gateCustomParameters": {},
        "customParameters": {},
    }
    return json.dumps(fields).encode()


def is_loopback(url: str) -> bool:
    """Whether a receipt address given by a sender is on this machine: we post nowhere else."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.hostname in ("127.0.0.1", "localhost", "::1")

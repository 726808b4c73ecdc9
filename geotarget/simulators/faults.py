"""Faults that can be switched on while the simulators run."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from threading import Condition
from typing import Any

from geotarget.simulators.exchange import HTML, Dropped, Response, json_response

BACKENDS = (
    "maskinporten",
    "folkeregisteret",
    "krr",
    "link",
    "link2",
    "smtp",
    "svarut",
    "altinn",
    "geonorge",
)
HANG_SECONDS = 120.0

_BEFORE = ("429", "500", "503", "hang", "reset", "html", "redirect")
_AFTER = (
    "accept-then-reset",
    "accept-then-hang",
    "500-after-acceptance",
    "garbled-after-acceptance",
)
_TAKES_MESSAGES = frozenset({"link", "link2", "svarut", "altinn"})
_HALF = "half-then-reset"
"""The answer breaks off in the middle; what was sent so far has arrived."""
_SMTP = (
    "421",
    "450",
    "550",
    "hang",
    "reset",
    "accept-then-reset",
    "accept-then-hang",
    "garbled-after-acceptance",
    "html",
    "554-after-data",
)
_MASKINPORTEN_CODE = re.compile(r"MP-[0-9]{3}")

_WALL = (
    "<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. "
    "Your support ID is: 4711</body></html>"
)


def kinds_of(backend: str) -> tuple[str, ...]:
    """The faults that one backend can have, in the order of the control page."""
    if backend == "smtp":
        return _SMTP
    if backend == "geonorge":
        return (*_BEFORE, _HALF)
    return (*_BEFORE, *_AFTER) if backend in _TAKES_MESSAGES else _BEFORE


@dataclass(frozen=True)
class Fault:
    """How one backend misbehaves."""

    kind: str = ""
    """Empty: it behaves."""
    count: int | None = None
    """How many times yet; None: until changed."""
    probability: float = 1.0
    latency_ms: int = 0
    """Every answer is late by so much, also the good ones."""
    retry_after: str = ""
    """`Retry-After` of a 429, in the unit of that backend."""


@dataclass(frozen=True)
class ReceiptRules:
    """How the gateway sends receipts."""

    delay_ms: tuple[int, int] = (50, 400)
    duplicates: float = 0.0
    """Share of receipts that come twice."""
    missing: float = 0.0
    """Share of messages for which no receipt ever comes."""
    before_response: bool = False
    """The receipt arrives before the answer to the send."""
    late_pending: bool = False
    """A "pending" arrives after the final receipt."""


@dataclass
class Faults:
    """The switches. Safe for many threads."""

    receipts: ReceiptRules = field(default_factory=ReceiptRules)
    documented_pace: bool = False
    """Every answer takes as long as the real system says that it may take."""
    _by_backend: dict[str, Fault] = field(default_factory=dict)
    _changed: Condition = field(default_factory=Condition)
    _dice: random.Random = field(default_factory=random.Random)
    _generation: int = 0

    def set(self, backend: str, fault: Fault) -> None:
        """Switch a backend's fault; whoever hangs is let go. Raises ValueError if not known."""
        if backend not in BACKENDS:
            raise ValueError(f"There is no backend {backend!r}. Known: {', '.join(BACKENDS)}.")
        known = kinds_of(backend)
        coded = backend == "maskinporten" and _MASKINPORTEN_CODE.fullmatch(fault.kind)
        if fault.kind and fault.kind not in known and not coded:
            raise ValueError(f"{backend} has no fault {fault.kind!r}. Known: {', '.join(known)}.")
        with self._changed:
            self._by_backend[backend] = fault
            self._let_go()

    def clear(self) -> None:
        """Everything behaves again, and whoever hangs is let go."""
        with self._changed:
            self._by_backend.clear()
            self.receipts = ReceiptRules()
            self.documented_pace = False
            self._let_go()

    def of(self, backend: str) -> Fault:
        """What is switched on, without using it up."""
        return self._by_backend.get(backend, Fault())

    def take(self, backend: str) -> Fault:
        """The fault of the next answer; kind is empty where this one is good."""
        with self._changed:
            fault = self.of(backend)
            used_up = fault.count is not None and fault.count <= 0
            if not fault.kind or used_up or self._dice.random() >= fault.probability:
                return replace(fault, kind="")
            if fault.count is not None:
                self._by_backend[backend] = replace(fault, count=fault.count - 1)
            return fault

    def chance(self, share: float) -> bool:
        """Whether one of these happens now."""
        return self._dice.random() < share

    def between(self, low: float, high: float) -> float:
        """A number between the two."""
        return self._dice.uniform(low, high)

    def hang(self) -> None:
        """Wait until a switch is changed, at most HANG_SECONDS."""
        with self._changed:
            then = self._generation
            self._changed.wait_for(lambda: self._generation != then, timeout=HANG_SECONDS)

    def as_json(self) -> dict[str, Any]:
        """All switches as they are now."""
        return {
            "backends": {name: asdict(self.of(name)) for name in BACKENDS},
            "receipts": asdict(self.receipts),
            "documented_pace": self.documented_pace,
        }

    def _let_go(self) -> None:
        self._generation += 1
        self._changed.notify_all()


def fault_from(fields: Mapping[str, Any]) -> Fault:
    """A fault from JSON or form fields. Raises ValueError."""
    count, probability = fields.get("count"), fields.get("probability")
    return Fault(
        kind=str(fields.get("fault") or ""),
        count=None if count in (None, "") else int(count),
        probability=1.0 if probability in (None, "") else float(probability),
        latency_ms=int(fields.get("latency_ms") or 0),
        retry_after=str(fields.get("retry_after") or ""),
    )


def receipt_rules_from(fields: Mapping[str, Any]) -> ReceiptRules:
    """Rules from JSON. Raises ValueError."""
    low, high = fields.get("delay_ms") or (50, 400)
    return ReceiptRules(
        delay_ms=(int(low), int(high)),
        duplicates=float(fields.get("duplicates") or 0),
        missing=float(fields.get("missing") or 0),
        before_response=bool(fields.get("before_response")),
        late_pending=bool(fields.get("late_pending")),
    )


def instead(faults: Faults, fault: Fault) -> Response | None:
    """What is answered instead of anything useful; None: go on. Raises Dropped."""
    if fault.kind in ("hang", "reset"):
        if fault.kind == "hang":
            faults.hang()
        raise Dropped
    if fault.kind == "429":
        headers = {"Retry-After": fault.retry_after} if fault.retry_after else {}
        return Response(429, b"{}", headers=headers)
    if fault.kind == "redirect":
        # To where it would be taken: whoever follows is found out by what arrives.
        return Response(307, b"", headers={"Location": "?again=1"})
    if fault.kind in ("500", "503"):
        error = {"kode": "FREG-001", "melding": "Feil i tjenesten. Vennligst prøv igjen seinere."}
        return json_response(error, int(fault.kind))
    return Response(200, _WALL.encode(), HTML) if fault.kind == "html" else None


def afterwards(faults: Faults, fault: Fault, response: Response) -> Response:
    """What becomes of an answer that was already earned. Raises Dropped."""
    if fault.kind == "accept-then-hang":
        faults.hang()
    if fault.kind in ("accept-then-hang", "accept-then-reset"):
        raise Dropped
    if fault.kind == "500-after-acceptance":
        return Response(500, b"Internal Server Error", "text/plain")
    if fault.kind == _HALF:
        length = {"Content-Length": str(len(response.body))}
        half = response.body[: len(response.body) // 2]
        return replace(response, body=half, headers={**response.headers, **length})
    if fault.kind == "garbled-after-acceptance":
        return replace(response, body=response.body[: len(response.body) // 2])
    return response

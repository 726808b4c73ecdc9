"""KS SvarUt v3: letters to persons, asked for by our reference, followed by their status.

Where a letter goes is decided here and not by the sender: a digital mailbox or Altinn for whoever
has one and is not reserved, else print, where the sender gave a postal address.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from geotarget.simulators.arrived import Arrival, Arrived
from geotarget.simulators.exchange import Request, Response, json_response, list_of_texts
from geotarget.simulators.faults import Faults
from geotarget.simulators.fiks import Integration, fiks_error
from geotarget.simulators.population import Population
from geotarget.simulators.svarut_form import Refused, received_letter
from geotarget.simulators.tokens import Tokens

SCOPE = "ks:fiks"
MOST_ASKED = 1000
DOOR = re.compile(r"/svarut/api/(v[23])/(?:kontoer/([^/]+)/)?forsendelser(/.*)?")
_BY_LAST_DIGITS = {"97": "IKKE_LEVERT", "98": "MANUELT_HANDTERT", "99": "AVVIST"}
_EVENTS = {
    "MOTTATT": "Mottatt",
    "AKSEPTERT": "Akseptert for ekspedering",
    "SENDT_ALTINN": "Sendt til Altinn",
    "LEVERT_ALTINN": "Levert i Altinn",
    "SENDT_SDP": "Sendt til digital postkasse",
    "LEVERT_SDP": "Levert i digital postkasse",
    "SENDT_PRINT": "Sendt til print",
    "PRINTET": "Printet og sendt",
}
_SHOWN = {"LEVERT_ALTINN": "delivered", "LEVERT_SDP": "delivered", "PRINTET": "printed"}


@dataclass
class _Letter:
    account: str
    reference: str
    ways: tuple[str, ...]
    """The statuses that it goes through."""
    at: float
    seconds: float
    arrival: Arrival
    is_stuck: bool
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def passed(self) -> int:
        """How many of its statuses it has reached."""
        steps = int((time.monotonic() - self.at) / max(self.seconds / len(self.ways), 1e-9))
        return min(steps + 1, 2 if self.is_stuck else len(self.ways))


class SvarUt:
    """The letters of all accounts, in memory."""

    def __init__(
        self, arrived: Arrived, faults: Faults, tokens: Tokens, integration: Integration
    ) -> None:
        self._arrived, self._faults, self._tokens = arrived, faults, tokens
        self._integration = integration
        self._letters: dict[str, _Letter] = {}
        self._lock = Lock()

    def answer(self, request: Request, people: Population) -> Response:
        """Any question below `/svarut/api/`."""
        door = DOOR.fullmatch(request.path)
        refusal = self._let_in(request)
        if refusal or door is None:
            return refusal or fiks_error(request, 404, "Fant ikke ressursen")
        version, account, rest = door[1], door[2] or "", door[3] or ""
        if account and not _is_uuid(account):
            return fiks_error(request, 400, "kontoId er ikke en UUID")
        if not account and not rest.endswith("/hendelser"):
            return fiks_error(request, 404, "Fant ikke ressursen")
        asked = (request.method, version, rest)
        if asked == ("POST", "v3", "/person"):
            return self._send(request, account, people)
        if asked == ("POST", "v3", "/status/sok"):
            return self._statuses(request, account)
        if asked == ("GET", "v2", ""):
            return self._by_reference(request, account)
        if asked[:2] == ("GET", "v2") and rest.endswith("/hendelser"):
            return self._events(request, rest.split("/")[1])
        return fiks_error(request, 404, "Fant ikke ressursen")

    def forget(self) -> None:
        """All letters are gone, as if none had been sent."""
        with self._lock:
            self._letters.clear()

    def _let_in(self, request: Request) -> Response | None:
        scopes = self._tokens.scopes_of(request.bearer)
        if scopes is None:
            return fiks_error(request, 401, "Klarte ikke å validere access_token")
        if SCOPE not in scopes:
            return fiks_error(request, 403, "Mangler scope")
        return self._integration.refusal(request)

    def _send(self, request: Request, account: str, people: Population) -> Response:
        try:
            fields = received_letter(request)
        except Refused as refused:
            return fiks_error(request, 400, str(refused))
        receiver = fields["mottaker"]
        number = str(receiver["digitalId"])
        arrival = self._arrived.add(
            "letter",
            to=number,
            sender=f"konto {account}",
            subject=str(fields["tittel"]),
            text=_address(receiver.get("adresse")),
            reference=str(fields.get("eksternReferanse") or ""),
        )
        rules = self._faults.receipts
        letter = _Letter(
            account=account,
            reference=arrival.reference,
            ways=_ways(number, people, has_address=bool(receiver.get("adresse"))),
            at=time.monotonic(),
            seconds=self._faults.between(*rules.delay_ms) / 1000,
            arrival=arrival,
            is_stuck=self._faults.chance(rules.missing),
        )
        arrival.state = _SHOWN.get(letter.ways[-1], "not_delivered")
        with self._lock:
            self._letters[letter.id] = letter
        return json_response({"id": letter.id})

    def _by_reference(self, request: Request, account: str) -> Response:
        reference = request.first("eksternRef")
        if not reference:
            return fiks_error(request, 400, "eksternRef mangler")
        with self._lock:
            found = [
                letter.id
                for letter in self._letters.values()
                if (letter.account, letter.reference) == (account, reference)
            ]
        return json_response({"forsendelseIds": found})

    def _statuses(self, request: Request, account: str) -> Response:
        try:
            asked = list_of_texts(request.json["id"])
        except (ValueError, KeyError, TypeError):
            return fiks_error(request, 400, "id mangler")
        if len(asked) > MOST_ASKED:
            return fiks_error(request, 400, f"Antall id kan ikke være flere enn {MOST_ASKED}")
        with self._lock:
            found = [self._letters[each] for each in asked if each in self._letters]
        rows = [self._status(letter) for letter in found if letter.account == account]
        again = [row for row in rows if self._faults.chance(self._faults.receipts.duplicates)]
        return json_response({"statuser": [*rows, *again]})

    def _status(self, letter: _Letter) -> dict[str, Any]:
        """The last one it has reached; with late ones switched on, now and then an earlier."""
        passed = letter.passed
        if self._faults.receipts.late_pending and self._faults.chance(0.5):
            passed = max(1, passed - 1)
        return {"id": letter.id, "sisteStatusEndring": _now(), "status": letter.ways[passed - 1]}

    def _events(self, request: Request, letter_id: str) -> Response:
        with self._lock:
            letter = self._letters.get(letter_id)
        if letter is None:
            return fiks_error(request, 404, "Fant ikke forsendelsen")
        reached = letter.ways[: letter.passed]
        events = [{"tidspunkt": _now(), "hendelse": _EVENTS.get(each, each)} for each in reached]
        return json_response({"hendelser": events})


def _ways(number: str, people: Population, *, has_address: bool) -> tuple[str, ...]:
    begun = ("MOTTATT", "AKSEPTERT")
    asked_for = _BY_LAST_DIGITS.get(number[-2:])
    if asked_for:
        return (*begun, asked_for)
    person = people.by_id.get(number)
    contact = (person.krr if person else None) or {}
    is_digital = contact.get("status") == "AKTIV" and not contact.get("reserved")
    if is_digital and contact.get("email"):
        return (*begun, "SENDT_SDP", "LEVERT_SDP")
    if is_digital and contact.get("mobile"):
        return (*begun, "SENDT_ALTINN", "LEVERT_ALTINN")
    return (*begun, "SENDT_PRINT", "PRINTET") if has_address else (*begun, "IKKE_LEVERT")


def _address(address: Mapping[str, Any] | None) -> str:
    names = ("adresselinje1", "adresselinje2", "adresselinje3", "postnummer", "poststed")
    return ", ".join(str(address[name]) for name in names if address.get(name)) if address else ""


def _is_uuid(text: str) -> bool:
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

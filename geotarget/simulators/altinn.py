"""Altinn 3: the exchange of tokens, and Notifications with order chains and their status feed.

Contact data of persons come from the same contact register as everywhere, those of organisations
are invented: the sender never sees them.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from geotarget.simulators.altinn_order import (
    Fields,
    Recipient,
    chosen,
    contact_of_organisation,
    final_status,
    valid_recipient,
)
from geotarget.simulators.arrived import Arrival, Arrived
from geotarget.simulators.exchange import Request, Response, json_response
from geotarget.simulators.faults import Faults
from geotarget.simulators.population import Population
from geotarget.simulators.tokens import Tokens

SCOPE = "altinn:serviceowner/notifications.create"
ISSUER = "https://platform.altinn.no/authentication/api/v1/openid/"
MOST_PER_PAGE = 500
SHOWN_AFTER_S = 2.0
"""The feed shows no record that is younger."""


@dataclass
class _Shipment:
    owner: str
    answer: Fields
    reference: str
    final: str
    at: float
    seconds: float
    kind: str
    arrival: Arrival | None
    is_stuck: bool
    is_doubled: bool
    is_late: bool
    """A word that it is on its way comes after the final one."""

    def told(self) -> Iterator[tuple[float, tuple[str, str]]]:
        """When, and the statuses of order and message."""
        yield self.at, ("Order_Processed", f"{self.kind}_Sending")
        if self.is_stuck:
            return
        ends = self.at + self.seconds
        for _ in range(2 if self.is_doubled else 1):
            yield ends, ("Order_Completed", self.final)
        if self.is_late:
            yield ends, ("Order_Processed", f"{self.kind}_Accepted")


class Altinn:
    """Orders of all service owners, in memory."""

    def __init__(self, arrived: Arrived, faults: Faults, tokens: Tokens) -> None:
        self._arrived, self._faults, self._tokens = arrived, faults, tokens
        self._by_key: dict[tuple[str, str], _Shipment] = {}
        self._lock = Lock()

    def exchange(self, request: Request) -> Response:
        """A token of Maskinporten for one of Altinn: bare text in quotation marks."""
        claims = self._tokens.claims_of(request.bearer)
        if claims is None or claims["iss"] == ISSUER:
            return Response(401)
        return Response(200, json.dumps(self._tokens.for_altinn(claims, ISSUER)).encode())

    def answer(self, request: Request, people: Population) -> Response:
        """Any question below `/altinn/notifications/api/v1/`."""
        claims = self._tokens.claims_of(request.bearer)
        if claims is None or claims["iss"] != ISSUER:
            return Response(401)
        if SCOPE not in str(claims["scope"]).split():
            return Response(403)
        owner, path = str(claims["consumer"]["ID"]), request.path.partition("/api/v1/")[2]
        if (request.method, path) == ("POST", "future/orders"):
            return self._order(request, owner, people)
        if (request.method, path) == ("GET", "future/shipment/feed"):
            return self._feed(request, owner)
        if request.method == "GET" and path.startswith("future/shipment/"):
            return self._manifest(path.rpartition("/")[2], owner)
        return Response(404)

    def _order(self, request: Request, owner: str, people: Population) -> Response:
        try:
            order = request.json
            recipient = valid_recipient(order)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            return _problem(400, "", str(error))
        key = (owner, str(order["idempotencyId"]))
        with self._lock:
            seen = self._by_key.get(key)
            if seen is not None:
                return json_response(seen.answer, 200)
            shipment = self._shipped(owner, order, recipient, people)
            if shipment is None:
                return _problem(422, "NOT-00001", "Missing contact information for recipient")
            self._by_key[key] = shipment
        return json_response(shipment.answer, 201)

    def _shipped(
        self, owner: str, order: Fields, recipient: Recipient, people: Population
    ) -> _Shipment | None:
        person, contact = recipient.fields, _contact(recipient, people)
        if contact.get("status") != "AKTIV":
            return None
        kind, to = chosen(person, contact)
        if not to:
            return None
        reference = str(order.get("sendersReference") or "")
        is_reserved = bool(contact.get("reserved")) and not person.get("ignoreReservation")
        arrival = None if is_reserved else self._arrival(kind, to, person, reference)
        final = f"{kind}_Failed_RecipientReserved" if is_reserved else final_status(kind, to)
        if arrival:
            arrival.state = "delivered" if final.endswith("_Delivered") else "not_delivered"
        rules, shipment_id = self._faults.receipts, str(uuid.uuid4())
        return _Shipment(
            owner=owner,
            answer={
                "notificationOrderId": str(uuid.uuid4()),
                "notification": {"shipmentId": shipment_id, "sendersReference": reference},
            },
            reference=reference,
            final=final,
            at=time.monotonic(),
            seconds=self._faults.between(*rules.delay_ms) / 1000,
            kind=kind,
            arrival=arrival,
            is_stuck=self._faults.chance(rules.missing),
            is_doubled=self._faults.chance(rules.duplicates),
            is_late=rules.late_pending,
        )

    def _arrival(self, kind: str, to: str, person: Fields, reference: str) -> Arrival:
        settings = person["smsSettings" if kind == "SMS" else "emailSettings"]
        return self._arrived.add(
            "sms" if kind == "SMS" else "email",
            to=to,
            sender=str(settings.get("sender") or settings.get("senderEmailAddress") or "Altinn"),
            subject=str(settings.get("subject") or ""),
            text=str(settings["body"]),
            reference=reference,
        )

    def _feed(self, request: Request, owner: str) -> Response:
        try:
            size = int(request.first("pageSize") or MOST_PER_PAGE)
            upto = int(request.first("seq") or 0)
        except ValueError:
            return _problem(400, "", "pageSize and seq are whole numbers")
        if not 1 <= size <= MOST_PER_PAGE or upto < 0:
            return _problem(400, "", f"pageSize must be 1 to {MOST_PER_PAGE}")
        records = self._records(owner)
        if request.first("orderBy") not in ("", "Asc", "Desc"):
            return _problem(400, "", "orderBy is Asc or Desc")
        if request.first("orderBy") == "Desc":
            records = [row for row in records if not upto or row["sequenceNumber"] <= upto][::-1]
        else:
            records = [row for row in records if row["sequenceNumber"] >= upto]
        return json_response(records[:size])

    def _records(self, owner: str) -> list[Fields]:
        """In the order in which it happened: a record keeps its number for ever. With the pace of
        the document each is shown two seconds later."""
        with self._lock:
            own = [each for each in self._by_key.values() if each.owner == owner]
        until = time.monotonic() - (SHOWN_AFTER_S if self._faults.documented_pace else 0.0)
        told = sorted(
            ((at, n, each, words) for n, each in enumerate(own) for at, words in each.told()),
            key=lambda record: record[:2],
        )
        shown = [(each, words) for at, _, each, words in told if at <= until]
        return [
            {"sequenceNumber": n, **_record(each, *words)}
            for n, (each, words) in enumerate(shown, start=1)
        ]

    def _manifest(self, shipment_id: str, owner: str) -> Response:
        with self._lock:
            for each in self._by_key.values():
                if each.owner == owner and _id(each) == shipment_id:
                    status = each.final if _has_ended(each) else f"{each.kind}_Sending"
                    return json_response(_record(each, "Order_Completed", status))
        return _problem(404, "NOT-00003", "Shipment not found")


def _contact(recipient: Recipient, people: Population) -> Mapping[str, Any]:
    if recipient.is_organisation:
        return contact_of_organisation(recipient.number)
    found = people.by_id.get(recipient.number)
    return (found.krr if found else None) or {}


def _has_ended(shipment: _Shipment) -> bool:
    return not shipment.is_stuck and time.monotonic() >= shipment.at + shipment.seconds


def _id(shipment: _Shipment) -> str:
    return str(shipment.answer["notification"]["shipmentId"])


def _record(shipment: _Shipment, order: str, status: str) -> Fields:
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    kind = "SMS" if shipment.kind == "SMS" else "Email"
    recipient = {"type": kind, "destination": "", "status": status, "lastUpdate": now}
    return {
        "shipmentId": _id(shipment),
        "sendersReference": shipment.reference,
        "shipmentType": "Notification",
        "status": order,
        "lastUpdate": now,
        "recipients": [recipient],
    }


def _problem(status: int, code: str, detail: str) -> Response:
    content = {"status": status, "detail": detail, **({"code": code} if code else {})}
    return json_response(content, status)

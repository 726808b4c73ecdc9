"""LINK Mobility's Common REST API: `send` and `sendbatch`, with receipts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from geotarget.domain.sms_text import alphabet_of
from geotarget.simulators.arrived import Arrival, Arrived
from geotarget.simulators.exchange import Request, Response, json_response
from geotarget.simulators.receipts import NOT_A_NUMBER, Parcel, Receipts, final_code, is_loopback

QUEUED = 1005
MAX_BATCH = 1000
_BAD_ENCODING = 3000
_DESTINATION = re.compile(r"\+[1-9][0-9]{6,14}")
_SENDERS = {
    "ALPHANUMERIC": re.compile(r"[A-Za-z0-9 ]{2,11}"),
    "SHORTNUMBER": re.compile(r"[0-9]{3,8}"),
    "MSISDN": re.compile(r"\+[1-9][0-9]{6,14}"),
}
_ALPHABETS = frozenset({"TEXT", "GSM", "UCS2", "BINARY"})
_ANSWERS_STOP = re.compile(r"66$")
_CAN_BE_ANSWERED = frozenset({"SHORTNUMBER", "MSISDN"})
"""Nobody can answer a name."""
Fields = Mapping[str, Any]


class _Malformed(Exception):
    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.response = json_response({"status": code, "description": words}, 400)


@dataclass(frozen=True)
class LinkAccount:
    """The one account of the simulated gateway."""

    username: str = "simulator"
    password: str = "simulator"  # noqa: S105  (there is nothing behind it)
    receipt_url: str = ""
    """Where receipts go that name no gate of their own."""
    answer_url: str = ""
    """Where answers of phones go."""


@dataclass(frozen=True)
class Link:
    """The gateway."""

    account: LinkAccount
    arrived: Arrived
    receipts: Receipts

    def let_in(self, request: Request) -> Response | None:
        """None where user and password are right; else the refusal."""
        if request.basic == (self.account.username, self.account.password):
            return None
        return json_response({"status": 106100, "description": "Invalid authentication"}, 401)

    def send(self, request: Request) -> Response:
        """`POST /send`: one message."""
        try:
            fields = _object(request)
            _require_account(fields)
            row = self._take(fields)
        except _Malformed as malformed:
            return malformed.response
        return json_response(
            {
                "messageId": row["messageId"],
                "resultCode": row["resultCode"],
                "description": row["message"],
            }
        )

    def send_batch(self, request: Request) -> Response:
        """`POST /sendbatch`: values beside the list hold for every message in it."""
        try:
            batch = _object(request)
            messages = batch.get("sendRequestMessages")
            if not isinstance(messages, list) or not 1 <= len(messages) <= MAX_BATCH:
                raise _Malformed(106202, f"sendRequestMessages must hold 1 to {MAX_BATCH} messages")
            _require_account(batch)
            common = {name: v for name, v in batch.items() if name != "sendRequestMessages"}
            merged = [{**common, **message} for message in messages]
        except _Malformed as malformed:
            return malformed.response
        except TypeError:
            return _Malformed(106202, "A message is not an object").response
        rows = [self._take(message) for message in merged]
        return Response(204) if batch.get("ignoreResponse") is True else json_response(rows)

    def _take(self, message: Fields) -> dict[str, Any]:
        """Accept or refuse one message; what is accepted is in the log before anybody is told."""
        reference, to = str(message.get("refId") or ""), str(message.get("destination") or "")
        code = _check(message, to)
        if code != QUEUED:
            return {"messageId": "", "refId": reference, "resultCode": code, "message": "Refused"}
        arrival = self.arrived.add(
            "sms",
            to=to,
            sender=str(message.get("source") or ""),
            text=str(message["userData"]),
            reference=reference,
        )
        self.receipts.plan(arrival, self._gate(message))
        if _ANSWERS_STOP.search(to) and str(message.get("sourceTON")) in _CAN_BE_ANSWERED:
            answer = Parcel(reference, partial(_stop, arrival))
            self.receipts.schedule(self.account.answer_url, answer, answer)
        return {
            "messageId": f"sim-{arrival.number}",
            "refId": reference,
            "resultCode": QUEUED,
            "message": "Queued",
        }

    def _gate(self, message: Fields) -> str:
        if message.get("useDeliveryReport") is False:
            return ""
        given = [str(gate) for gate in message.get("deliveryReportGates") or ()]
        return next(filter(is_loopback, given), self.account.receipt_url)


def _stop(arrival: Arrival) -> bytes:
    is_short = not arrival.sender.startswith("+")
    answer = {
        "messageId": f"answer-{arrival.number}",
        "source": arrival.to,
        "destination": f"NO-{arrival.sender}" if is_short else arrival.sender,
        "operator": "no.simulator",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "content": {"type": "TEXT", "userData": "STOPP", "encoding": "GSM"},
    }
    return json.dumps(answer).encode()


def _object(request: Request) -> dict[str, Any]:
    try:
        fields = request.json
    except ValueError:
        raise _Malformed(106200, "The body is not JSON") from None
    if not isinstance(fields, dict):
        raise _Malformed(106200, "The body is not an object")
    return fields


def _require_account(fields: Fields) -> None:
    for name in ("platformId", "platformPartnerId"):
        if not fields.get(name):
            raise _Malformed(106201, f"{name} is missing")


def _is_valid_for(message: Fields) -> bool:
    """A message is tried for some time, in whole milliseconds."""
    told = message.get("relativeValidityTime", 1)
    return isinstance(told, int) and not isinstance(told, bool) and told > 0


def _check(message: Fields, to: str) -> int:
    """Result code of one message."""
    kind, text = str(message.get("sourceTON") or "ALPHANUMERIC"), message.get("userData")
    sender_form = _SENDERS.get(kind)
    if message.get("dcs", "TEXT") not in _ALPHABETS or not _is_valid_for(message):
        return 106202
    if message.get("destinationTON", "MSISDN") != "MSISDN":
        return 106202
    if not _DESTINATION.fullmatch(to) or final_code(to) == NOT_A_NUMBER:
        return NOT_A_NUMBER
    if sender_form is None or not sender_form.fullmatch(str(message.get("source") or "")):
        return 106202
    if not isinstance(text, str) or not text:
        return 106201
    return _BAD_ENCODING if message.get("dcs") == "GSM" and alphabet_of(text) != "gsm" else QUEUED

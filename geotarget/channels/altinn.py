"""SMS or e-mail through Altinn 3 Notifications: it finds the contact data itself.

We give an identity number, or the organisation number of a business, and get a status: no phone
number or mailbox ever touches us. An order carries a key of ours (`idempotencyId`) that Altinn
takes once, so what is unclear is simply sent again under the same key.
Source: Altinn, "Notifications", order chains (`future`).
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import requests

from geotarget.channels.access import Access
from geotarget.channels.altinn_statuses import delivery_of, is_permanent
from geotarget.channels.contract import (
    Capability,
    Delivery,
    Handover,
    Message,
    Outcome,
    Receipt,
    require_batch,
)
from geotarget.channels.proven_http import ProvenHttp, one_by_one
from geotarget.domain.moment import read_moment
from geotarget.domain.organisation_number import is_organisation_number
from geotarget.outbound.json_answer import json_of

_NUMBER = re.compile(r"[0-9]{11}")
_PER_PAGE, _MOST_PAGES = 500, 20
"""Of the status feed, read from its newest end."""
_ASKED_BY_ID = 100
"""Shipments asked for one by one, where the feed is longer than what is read of it."""


class AltinnNotifications:
    """One service owner (a municipality) at Altinn."""

    name: ClassVar[str] = "altinn"
    capability: ClassVar[Capability] = Capability(
        "person",
        max_batch=50,
        dedupes_by_key=True,
        has_receipts=True,
        can_be_followed=True,
        max_followed=5000,
    )

    def __init__(
        self,
        *,
        base_url: str,
        access: Access,
        sms_sender: str,
        email_sender: str,
        ignore_reservation: bool = False,
        use_stale_contact: bool = False,
        answer_seconds: float = 30.0,
        whole_answer_seconds: float = 60.0,
    ) -> None:
        """`base_url` as `https://platform.altinn.no/notifications/api/v1`; the two flags as the
        message class allows; seconds as in `LinkSms`."""
        base = base_url.rstrip("/")
        self._order_url = f"{base}/future/orders"
        self._shipment_url = f"{base}/future/shipment"
        self._sms_sender, self._email_sender = sms_sender, email_sender
        self._flags = {
            "ignoreReservation": ignore_reservation,
            "useStaleContactInformation": use_stale_contact,
        }
        self._http = ProvenHttp(
            access, answer_seconds=answer_seconds, whole_answer_seconds=whole_answer_seconds
        )

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """One order after the other; none any more after an unclear answer. See `Channel.send`."""
        require_batch(messages, self.capability.max_batch)
        return one_by_one(messages, self._send_one)

    def follow(self, sent: Mapping[str, str]) -> list[Receipt]:
        """See `CanBeFollowed.follow`. The newest final word on each shipment counts: one that it is
        on its way may come late, and ends nothing."""
        final: dict[str, Receipt] = {}
        pending: dict[str, Receipt] = {}
        for row in self._words_on(sent, final):
            shipment = str(row.get("shipmentId"))
            if shipment in sent:
                receipt = _receipt(sent[shipment], row)
                words = pending if receipt.outcome is Delivery.PENDING else final
                words.setdefault(shipment, receipt)
        return list((pending | final).values())

    def _words_on(
        self, sent: Mapping[str, str], final: Mapping[str, Receipt]
    ) -> Iterator[dict[str, Any]]:
        """The feed, newest first, until there is a final word on each; then some of those that lie
        further back than it is read, in any order: each has its turn."""
        after, is_longer = None, bool(sent)
        for _ in range(_MOST_PAGES):
            if not is_longer or len(final) == len(sent):
                return
            page = self._page(after)
            yield from page
            after = int(page[-1]["sequenceNumber"]) - 1 if page else None
            is_longer = len(page) == _PER_PAGE
        left = [shipment for shipment in sent if shipment not in final] if is_longer else []
        for shipment in random.sample(left, min(len(left), _ASKED_BY_ID)):
            row = self._http.read("GET", f"{self._shipment_url}/{shipment}")
            if isinstance(row, dict):
                yield row

    def close(self) -> None:
        """Nothing is kept open between orders."""

    def _send_one(self, message: Message) -> Handover:
        if not (_NUMBER.fullmatch(message.to) or is_organisation_number(message.to)):
            return Handover(message.reference, Outcome.REFUSED, reason_code="number-is-none")
        content = json.dumps(self._order(message)).encode()
        return self._http.hand_over(
            message.reference, self._order_url, content, "application/json", _ordered
        )

    def _order(self, message: Message) -> dict[str, Any]:
        ways = {
            "channelSchema": "SmsPreferred",
            "smsSettings": {
                "sender": message.sender or self._sms_sender,
                "body": message.text,
                # Hours are the matter of the dispatch, not of the pipe.
                "sendingTimePolicy": "Anytime",
            },
            "emailSettings": {
                "senderEmailAddress": self._email_sender,
                "subject": message.subject or "",
                "body": message.email_text or message.text,
                "contentType": "Plain",
                "sendingTimePolicy": "Anytime",
            },
        }
        return {
            "idempotencyId": message.reference,
            "sendersReference": message.reference,
            "recipient": self._recipient(message.to, ways),
        }

    def _recipient(self, number: str, ways: dict[str, Any]) -> dict[str, Any]:
        if _NUMBER.fullmatch(number):
            person = {"nationalIdentityNumber": number, **self._flags, **ways}
            return {"recipientPerson": person}
        # No organisation is reserved, and its addresses do not grow old.
        return {"recipientOrganization": {"orgNumber": number, **ways}}

    def _page(self, upto: int | None) -> list[dict[str, Any]]:
        asked = {"pageSize": str(_PER_PAGE), "orderBy": "Desc"}
        if upto is not None:
            asked["seq"] = str(upto)
        answer = self._http.read("GET", f"{self._shipment_url}/feed", params=asked)
        is_feed = isinstance(answer, list) and all(_is_record(row) for row in answer)
        return answer if is_feed else []


def _ordered(reference: str, response: requests.Response) -> Handover:
    try:
        shipment = str(json_of(response)["notification"]["shipmentId"])
    except (ValueError, TypeError, KeyError):
        return Handover(reference, Outcome.UNKNOWN, reason_code="unreadable-answer")
    return Handover(reference, Outcome.ACCEPTED, shipment)


def _is_record(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("sequenceNumber"), int)


def _receipt(reference: str, row: Mapping[str, Any]) -> Receipt:
    shipment, recipients = str(row.get("status")), row.get("recipients")
    each_one = recipients if isinstance(recipients, list) else []
    messages = [str(each.get("status")) for each in each_one if isinstance(each, dict)]
    told = (messages or [shipment])[0]
    return Receipt(
        reference=reference,
        outcome=delivery_of(shipment, messages),
        code=f"altinn-{re.sub('[^A-Za-z_]', '', told).lower()}"[:60],
        at=read_moment(row.get("lastUpdate")),
        permanent=is_permanent(messages),
    )

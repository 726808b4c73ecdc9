"""SMS through LINK Mobility's Common REST API: `POST /sendbatch`, receipts by callback.

The gateway keeps no account of references it has seen, so an unclear answer makes the whole batch
`unknown` and the receipts settle it. See docs/decisions/ambiguous-sends.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import requests

from geotarget.channels import link_codes
from geotarget.channels.contract import (
    Capability,
    Handover,
    Message,
    Outcome,
    require_batch,
    same_for_all,
)
from geotarget.channels.once_only_body import OnceOnlyBody
from geotarget.channels.retry_after import retry_after_seconds
from geotarget.domain.sms_text import alphabet_of
from geotarget.outbound.http import LimitedSession
from geotarget.outbound.json_answer import json_of

SIX_HOURS_MS = 6 * 60 * 60 * 1000
_CONNECT_SECONDS = 5.0
_SENT_ELSEWHERE = frozenset({301, 307, 308})


class LinkSms:
    """One account at the gateway."""

    name: ClassVar[str] = "link-sms"
    capability: ClassVar[Capability] = Capability("phone", max_batch=1000, has_receipts=True)

    def __init__(
        self,
        *,
        base_url: str,
        username: str,
        password: str,
        platform_id: str,
        platform_partner_id: str,
        sender: str,
        receipt_gates: Sequence[str] = (),
        validity_ms: int = SIX_HOURS_MS,
        answer_seconds: float = 30.0,
        whole_answer_seconds: float = 60.0,
    ) -> None:
        """`validity_ms`: how long the gateway tries; `receipt_gates`: where receipts are sent;
        `answer_seconds`: of silence; `whole_answer_seconds`: until the last byte is here."""
        self._url = base_url.rstrip("/") + "/sendbatch"
        self._auth = (username, password)
        self._sender = sender
        self._account = {
            "platformId": platform_id,
            "platformPartnerId": platform_partner_id,
            "useDeliveryReport": True,
            "deliveryReportGates": list(receipt_gates),
            "relativeValidityTime": validity_ms,
        }
        self._timeouts = (_CONNECT_SECONDS, answer_seconds)
        self._whole_answer_seconds = whole_answer_seconds

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """One request for the whole batch. See `Channel.send`."""
        require_batch(messages, self.capability.max_batch)
        if not messages:
            return []
        body = OnceOnlyBody(json.dumps(self._request(messages)).encode())
        try:
            # A connection of its own: a kept one may be closed by the gateway just as we write,
            # and that would look like an ambiguous send.
            with LimitedSession(self._whole_answer_seconds) as session:
                response = session.post(
                    self._url,
                    data=body,
                    auth=self._auth,
                    headers={"Content-Type": "application/json", "Connection": "close"},
                    timeout=self._timeouts,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            return _after_exception(messages, body, error)
        return _after_answer(messages, response)

    def close(self) -> None:
        """Nothing is kept open between batches."""

    def _request(self, messages: Sequence[Message]) -> dict[str, Any]:
        return {
            **self._account,
            "sendRequestMessages": [self._request_message(message) for message in messages],
        }

    def _request_message(self, message: Message) -> dict[str, Any]:
        sender = message.sender or self._sender
        return {
            **self._account,
            "source": sender,
            "sourceTON": _type_of_sender(sender),
            "destination": message.to,
            "destinationTON": "MSISDN",
            "dcs": alphabet_of(message.text).upper(),
            "userData": message.text,
            "refId": message.reference,
        }


def _type_of_sender(sender: str) -> str:
    if sender.startswith("+"):
        return "MSISDN"
    return "SHORTNUMBER" if sender.isdigit() else "ALPHANUMERIC"


def _after_exception(
    messages: Sequence[Message], body: OnceOnlyBody, error: requests.RequestException
) -> list[Handover]:
    if body.was_begun:
        return same_for_all(messages, Outcome.UNKNOWN, "no-answer")
    never_tried = isinstance(error, (ValueError, requests.exceptions.SSLError))
    return same_for_all(
        messages,
        Outcome.NOT_SENT,
        "bad-address-of-gateway" if never_tried else "not-reached",
        is_configuration=never_tried,
    )


def _after_answer(messages: Sequence[Message], response: requests.Response) -> list[Handover]:
    status = response.status_code
    if 200 <= status < 300:
        return _per_message(messages, response)
    code = f"http-{status}"
    if status in (408, 429):
        wait = retry_after_seconds(response.headers.get("Retry-After"))
        return same_for_all(messages, Outcome.NOT_SENT, code, retry_after_seconds=wait)
    if 400 <= status < 500 or status in _SENT_ELSEWHERE:
        return same_for_all(messages, Outcome.REFUSED, code, is_configuration=True)
    return same_for_all(messages, Outcome.UNKNOWN, code)


def _per_message(messages: Sequence[Message], response: requests.Response) -> list[Handover]:
    try:
        rows = {str(row["refId"]): row for row in json_of(response)}
    except (ValueError, TypeError, KeyError):
        return same_for_all(messages, Outcome.UNKNOWN, "unreadable-answer")
    return [_handover(message.reference, rows.get(message.reference)) for message in messages]


def _handover(reference: str, row: dict[str, Any] | None) -> Handover:
    try:
        code = int((row or {})["resultCode"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return Handover(reference, Outcome.UNKNOWN, reason_code="not-in-answer")
    outcome = link_codes.outcome_of(code)
    if outcome is Outcome.ACCEPTED:
        return Handover(reference, outcome, str((row or {}).get("messageId") or "") or None)
    return Handover(
        reference,
        outcome,
        reason_code=f"link-{code}",
        permanent=link_codes.is_permanent(code),
        is_configuration=link_codes.is_configuration(code),
    )

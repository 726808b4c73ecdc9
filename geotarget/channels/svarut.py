"""Letters through KS SvarUt (v3): digital mailbox, Altinn or print; which of them, SvarUt decides.

One letter a call, and no key that SvarUt de-duplicates by. But it keeps our reference and can be
asked for it: a letter of which nobody knows is asked for before it may be sent again.
See docs/decisions/letters.md. Source: KS, "SvarUt", send v3, status v3, forsendelser v2.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import requests

from geotarget.channels.access import Access
from geotarget.channels.contract import (
    Capability,
    Handover,
    Message,
    Outcome,
    Receipt,
    require_batch,
)
from geotarget.channels.proven_http import ProvenHttp, one_by_one
from geotarget.channels.svarut_letter import BadLetter, letter_body
from geotarget.channels.svarut_statuses import delivery_of
from geotarget.domain.moment import read_moment
from geotarget.outbound.json_answer import json_of


class SvarUt:
    """One account (`konto`) of one municipality."""

    name: ClassVar[str] = "svarut"
    capability: ClassVar[Capability] = Capability(
        "person",
        max_batch=20,
        can_be_asked=True,
        has_receipts=True,
        can_be_followed=True,
        max_followed=500,
    )

    def __init__(
        self,
        *,
        base_url: str,
        account: str,
        access: Access,
        correlation: str = "",
        answer_seconds: float = 60.0,
        whole_answer_seconds: float = 120.0,
    ) -> None:
        """`base_url` as `https://svarut.ks.no/api`; `account`: its UUID; `correlation`: what SvarUt
        shows as belonging together; seconds as in `LinkSms`."""
        base = f"{base_url.rstrip('/')}"
        konto = str(uuid.UUID(account))
        self._send_url = f"{base}/v3/kontoer/{konto}/forsendelser/person"
        self._ask_url = f"{base}/v2/kontoer/{konto}/forsendelser"
        self._status_url = f"{base}/v3/kontoer/{konto}/forsendelser/status/sok"
        self._correlation = correlation
        self._http = ProvenHttp(
            access, answer_seconds=answer_seconds, whole_answer_seconds=whole_answer_seconds
        )

    def send(self, messages: Sequence[Message]) -> list[Handover]:
        """One letter after the other; none any more after an unclear answer. See `Channel.send`."""
        require_batch(messages, self.capability.max_batch)
        return one_by_one(messages, self._send_one)

    def ask(self, references: Sequence[str]) -> list[Handover]:
        """See `CanBeAsked.ask`."""
        return [self._ask_one(reference) for reference in references]

    def follow(self, sent: Mapping[str, str]) -> list[Receipt]:
        """See `CanBeFollowed.follow`."""
        if not sent:
            return []
        answer = self._http.read("POST", self._status_url, json={"id": list(sent)})
        try:
            rows = [row for row in answer["statuser"] if isinstance(row, dict)]
        except (TypeError, KeyError):
            return []
        known = [(sent.get(str(row.get("id"))), row) for row in rows if row.get("status")]
        return [_receipt(reference, row) for reference, row in known if reference]

    def close(self) -> None:
        """Nothing is kept open between letters."""

    def _send_one(self, message: Message) -> Handover:
        try:
            content, content_type = letter_body(message, correlation=self._correlation)
        except BadLetter as error:
            return Handover(message.reference, Outcome.REFUSED, reason_code=str(error))
        return self._http.hand_over(
            message.reference, self._send_url, content, content_type, _created
        )

    def _ask_one(self, reference: str) -> Handover:
        answer = self._http.read("GET", self._ask_url, params={"eksternRef": reference})
        try:
            found = [str(each) for each in answer["forsendelseIds"]]
        except (TypeError, KeyError):
            return Handover(reference, Outcome.UNKNOWN, reason_code="no-answer-when-asked")
        if found:
            return Handover(reference, Outcome.ACCEPTED, found[0])
        return Handover(reference, Outcome.NOT_SENT, reason_code="not-there-when-asked")


def _created(reference: str, response: requests.Response) -> Handover:
    try:
        return Handover(reference, Outcome.ACCEPTED, str(uuid.UUID(json_of(response)["id"])))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Handover(reference, Outcome.UNKNOWN, reason_code="unreadable-answer")


def _receipt(reference: str, row: Mapping[str, Any]) -> Receipt:
    status = str(row["status"])
    return Receipt(
        reference=reference,
        outcome=delivery_of(status),
        code=f"svarut-{status.lower()}"[:40],
        at=read_moment(row.get("sisteStatusEndring")),
    )

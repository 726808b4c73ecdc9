"""Handing one message over by HTTP with a token, and asking about messages afterwards.

The line between "not sent" and "unknown" is drawn by what left us; see `OnceOnlyBody`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import requests

from geotarget.channels.access import Access, NoAccess
from geotarget.channels.contract import Handover, Message, Outcome
from geotarget.channels.in_time import InTime, not_begun
from geotarget.channels.once_only_body import OnceOnlyBody
from geotarget.channels.retry_after import retry_after_seconds
from geotarget.outbound.http import LimitedSession
from geotarget.outbound.json_answer import json_of

_CONNECT_SECONDS = 5.0
_CLOSED = frozenset({401, 403, 404, 405, 301, 302, 307, 308})
"""Account, rights or address are at fault: every message would meet the same."""
_CANCELLED = 499
"""The provider stopped half-way: nobody knows what it took."""

Accepted = Callable[[str, requests.Response], Handover]
"""Reads an answer that says yes: the reference, the response, and what is known then."""


class ProvenHttp:
    """One provider's API. Every call has a connection of its own: see `LinkSms`."""

    def __init__(
        self, access: Access, *, answer_seconds: float, whole_answer_seconds: float
    ) -> None:
        self._access = access
        self._timeouts = (_CONNECT_SECONDS, answer_seconds)
        self._whole_answer_seconds = whole_answer_seconds

    def hand_over(
        self, reference: str, url: str, content: bytes, content_type: str, accepted: Accepted
    ) -> Handover:
        """Post one message. Where the token is not accepted, once more with a new one: the first
        was surely not taken."""
        handover = self._post(reference, url, content, content_type, accepted, fresh=False)
        if handover.reason_code == "http-401":
            handover = self._post(reference, url, content, content_type, accepted, fresh=True)
        return handover

    def read(self, method: str, url: str, **question: Any) -> Any:
        """The JSON answer to a question that changes nothing; None where there is none."""
        try:
            for fresh in (False, True):
                headers = self._access.headers(fresh=fresh)
                response = self._call(method, url, headers=headers, **question)
                if response.status_code != 401:
                    return json_of(response) if response.status_code == 200 else None
        except (requests.RequestException, NoAccess, ValueError):
            return None
        return None

    def _post(
        self,
        reference: str,
        url: str,
        content: bytes,
        content_type: str,
        accepted: Accepted,
        *,
        fresh: bool,
    ) -> Handover:
        try:
            headers = self._access.headers(fresh=fresh)
        except NoAccess as missing:
            return _no_access(reference, missing)
        body = OnceOnlyBody(content)
        headers = {**headers, "Content-Type": content_type, "Connection": "close"}
        try:
            response = self._call("POST", url, data=body, headers=headers)
        except requests.RequestException as error:
            return _after_exception(reference, body, error)
        return _after_answer(reference, response, accepted)

    def _call(self, method: str, url: str, **request: Any) -> requests.Response:
        with LimitedSession(self._whole_answer_seconds) as session:
            return session.request(
                method,
                url,
                auth=_keep_headers,
                timeout=self._timeouts,
                allow_redirects=False,
                **request,
            )


def one_by_one(
    messages: Sequence[Message], hand_over: Callable[[Message], Handover]
) -> list[Handover]:
    """One handover per message; after an unclear answer, or one that is for all, the rest is not
    tried, and what cannot be begun within some seconds goes back."""
    in_time = InTime()
    handovers: list[Handover] = []
    for message in messages:
        if handovers and in_time.is_over():
            return handovers + not_begun(messages[len(handovers) :])
        handovers.append(hand_over(message))
        if handovers[-1].is_for_all or handovers[-1].outcome is Outcome.UNKNOWN:
            break
    rest = messages[len(handovers) :]
    return handovers + [_held_back(message.reference, handovers[-1]) for message in rest]


def _keep_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, `requests` would put a password from ~/.netrc in the place of our token."""
    return request


def _held_back(reference: str, because: Handover) -> Handover:
    return Handover(
        reference,
        Outcome.NOT_SENT,
        reason_code=because.reason_code,
        is_configuration=because.is_configuration,
        retry_after_seconds=because.retry_after_seconds,
        is_for_all=True,
    )


def _no_access(reference: str, missing: NoAccess) -> Handover:
    return Handover(
        reference,
        Outcome.NOT_SENT,
        reason_code=missing.code,
        is_configuration=missing.is_configuration,
        retry_after_seconds=missing.retry_after_seconds,
        is_for_all=True,
    )


def _after_exception(
    reference: str, body: OnceOnlyBody, error: requests.RequestException
) -> Handover:
    if body.was_begun:
        return Handover(reference, Outcome.UNKNOWN, reason_code="no-answer")
    never_tried = isinstance(error, (ValueError, requests.exceptions.SSLError))
    code = "bad-address-of-gateway" if never_tried else "not-reached"
    return Handover(
        reference,
        Outcome.NOT_SENT,
        reason_code=code,
        is_configuration=never_tried,
        is_for_all=True,
    )


def _after_answer(reference: str, response: requests.Response, accepted: Accepted) -> Handover:
    status = response.status_code
    code = f"http-{status}"
    if status in (200, 201):
        return accepted(reference, response)
    if status in (408, 429):
        wait = retry_after_seconds(response.headers.get("Retry-After"))
        return Handover(
            reference,
            Outcome.NOT_SENT,
            reason_code=code,
            retry_after_seconds=wait,
            is_for_all=True,
        )
    if status in _CLOSED:
        return Handover(
            reference,
            Outcome.NOT_SENT,
            reason_code=code,
            is_configuration=True,
            is_for_all=True,
        )
    if 400 <= status < 500 and "html" in response.headers.get("Content-Type", "").lower():
        # A firewall in front of the provider, which itself has said nothing of the message.
        return Handover(reference, Outcome.NOT_SENT, reason_code=f"page-{status}")
    if 400 <= status < 500 and status != _CANCELLED:
        return Handover(reference, Outcome.REFUSED, reason_code=code)
    return Handover(reference, Outcome.UNKNOWN, reason_code=code)

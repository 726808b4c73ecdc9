"""Altinn's own token, which it gives for one of Maskinporten."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import jwt
import requests

from geotarget.outbound.http import LimitedSession
from geotarget.registers.asking import Access
from geotarget.registers.errors import BadAnswer, NotAuthorised, RegisterUnavailable

NAME = "Altinn"
SCOPE = "altinn:serviceowner/notifications.create"
_TIMEOUTS = (5.0, 10.0)
_WHOLE_ANSWER_SECONDS = 20.0
_MARGIN_SECONDS = 10


@dataclass(frozen=True)
class _Kept:
    token: str
    good_until: float


class AltinnAccess:
    """Proof for Altinn's services. One thread fetches a token, the others wait for it."""

    def __init__(
        self, exchange_url: str, maskinporten: Access, clock: Callable[[], float] = time.time
    ) -> None:
        """`exchange_url`: `…/authentication/api/v1/exchange/maskinporten`; `clock`: Unix time."""
        self._url, self._maskinporten, self._clock = exchange_url, maskinporten, clock
        self._session = LimitedSession(_WHOLE_ANSWER_SECONDS)
        self._kept = _Kept("", 0)
        self._lock = Lock()

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """See `Access`. Raises RegisterError."""
        with self._lock:
            if fresh or self._kept.good_until <= self._clock():
                self._kept = self._exchanged(fresh=fresh)
            return {"Authorization": f"Bearer {self._kept.token}"}

    def _exchanged(self, *, fresh: bool) -> _Kept:
        headers = self._maskinporten.headers(fresh=fresh)
        try:
            answer = self._session.get(
                self._url,
                headers=headers,
                auth=_keep_headers,
                timeout=_TIMEOUTS,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise RegisterUnavailable(NAME, "can not be reached. It is asked again.") from None
        if answer.status_code >= 500 or answer.status_code == 429:
            advice = f"is unwell (HTTP {answer.status_code}). It is asked again."
            raise RegisterUnavailable(NAME, advice)
        if answer.status_code != 200:
            advice = f"does not take our token (HTTP {answer.status_code}): is the municipality "
            raise NotAuthorised(NAME, advice + "a service owner in Altinn?")
        return _read(answer.text)


def _keep_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """See `asking`."""
    return request


def _read(text: str) -> _Kept:
    """Bare text, sometimes in quotation marks."""
    token = text.strip().strip('"')
    try:
        expires = float(jwt.decode(token, options={"verify_signature": False})["exp"])
    except (jwt.PyJWTError, KeyError, TypeError, ValueError):
        raise BadAnswer(NAME, "gave no token. Check the address of the exchange.") from None
    return _Kept(token, expires - _MARGIN_SECONDS)

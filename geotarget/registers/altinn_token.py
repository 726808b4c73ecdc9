"""Altinn's own token, which it gives for one of Maskinporten."""

from __future__ import annotations

import time
from collections.abc import Callable

import jwt
import requests

from geotarget.outbound.http import LimitedSession
from geotarget.registers.asking import Access
from geotarget.registers.errors import BadAnswer, NotAuthorised, RegisterUnavailable
from geotarget.registers.kept_tokens import Granted, KeptTokens, Shelf

NAME = "Altinn"
SCOPE = "altinn:serviceowner/notifications.create"
_TIMEOUTS = (5.0, 10.0)
_WHOLE_ANSWER_SECONDS = 20.0


class AltinnAccess:
    """Proof for Altinn's services, for one organisation. One fetches a token, the others wait."""

    def __init__(
        self,
        exchange_url: str,
        maskinporten: Access,
        *,
        organisation_number: str = "",
        clock: Callable[[], float] = time.time,
        shelf: Shelf | None = None,
    ) -> None:
        """`exchange_url`: `…/authentication/api/v1/exchange/maskinporten`; `clock`: Unix time;
        `organisation_number`: whose access it is; `shelf`: where other processes find our token."""
        self._url, self._maskinporten, self._clock = exchange_url, maskinporten, clock
        self._name = f"{exchange_url} {organisation_number or '-'} {SCOPE}"
        self._session = LimitedSession(_WHOLE_ANSWER_SECONDS)
        self._kept = KeptTokens(NAME, shelf, clock)

    def headers(self, *, fresh: bool) -> dict[str, str]:
        """See `Access`. Raises RegisterError."""
        token = self._kept.token(self._name, lambda: self._exchanged(fresh=fresh), fresh=fresh)
        return {"Authorization": f"Bearer {token}"}

    def _exchanged(self, *, fresh: bool) -> Granted:
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
        return self._read(answer.text)

    def _read(self, text: str) -> Granted:
        """Bare text, sometimes in quotation marks."""
        token = text.strip().strip('"')
        try:
            expires = float(jwt.decode(token, options={"verify_signature": False})["exp"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            raise BadAnswer(NAME, "gave no token. Check the address of the exchange.") from None
        return Granted(token, expires - self._clock())


def _keep_headers(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """See `asking`."""
    return request

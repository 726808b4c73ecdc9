"""Access tokens from Maskinporten: a signed request of ours for a token of some minutes.

Source: docs.digdir.no, "Maskinporten"; error codes MP-xxx as documented there.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

import jwt
import requests

from geotarget.outbound.http import LimitedSession
from geotarget.outbound.json_answer import json_of
from geotarget.registers.errors import BadAnswer, NotAuthorised, RegisterUnavailable
from geotarget.registers.kept_tokens import Granted, KeptTokens, Shelf

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ALGORITHM = "RS256"
_ASSERTION_SECONDS = 100
_TIMEOUTS = (5.0, 10.0)
_WHOLE_ANSWER_SECONDS = 20.0
NAME = "Maskinporten"
_CODE = re.compile(r"\bMP-[0-9]{3}\b")
_ALREADY_USED = "MP-012"

_ADVICE = {
    "MP-100": "the client is not known: check the client id, and that it is of this environment.",
    "MP-110": "the audience is wrong: check the issuer address, with a slash at its end.",
    "MP-121": "the key has expired: register a new one for the client.",
    "MP-124": "the signature does not match: check that the registered key is the pair of ours.",
    "MP-130": "the request is out of time: set the clock of this machine (NTP).",
    "MP-200": "the scope is not granted to the client: add it in the self-service.",
    "MP-201": "the client is of a kind that may not have this scope.",
    "MP-250": "the organisation has no access to the scope: ask its owner for it.",
    "MP-251": "the organisation has not delegated the scope to us: it has to do so in Altinn.",
}
_OTHER = "the request was refused: look up the code in the documentation of Maskinporten."


class Maskinporten:
    """One client at Maskinporten. Tokens are kept per scope set and organisation, never longer."""

    def __init__(
        self,
        *,
        issuer: str,
        token_url: str,
        client_id: str,
        key_pem: str | bytes,
        kid: str,
        consumer_org: str | None = None,
        whole_answer_seconds: float = _WHOLE_ANSWER_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        shelf: Shelf | None = None,
    ) -> None:
        """`issuer` ends in a slash; `consumer_org`: on whose behalf, where the call names nobody;
        `whole_answer_seconds`: until the last byte of an answer is here.

        `clock` counts seconds and never goes back; `shelf`: where other processes find our tokens.
        """
        self._issuer, self._token_url, self._client_id = issuer, token_url, client_id
        self._key, self._kid, self._consumer_org = key_pem, kid, consumer_org
        self._session = LimitedSession(whole_answer_seconds)
        self._kept = KeptTokens(NAME, shelf, clock)

    def token(self, scope: str, consumer_org: str | None = None, *, fresh: bool = False) -> str:
        """A token for the scopes (space between them), good for at least some seconds yet.

        `fresh` asks for a new one: the register refused the last. One asks, the others wait.
        Raises RegisterUnavailable (ask again later) or NotAuthorised (an operator has to act).
        """
        scopes, organisation = (
            " ".join(sorted(set(scope.split()))),
            consumer_org or self._consumer_org,
        )
        name = f"{self._issuer} {self._client_id} {organisation or '-'} {scopes}"
        return self._kept.token(name, lambda: self._granted(scopes, organisation), fresh=fresh)

    def make_ready(self) -> None:
        """Read the key now; one that can not be read is told of when a token is asked for."""
        with suppress(ValueError, TypeError, jwt.PyJWTError):
            _signing_key(self._key)

    def _granted(self, scopes: str, consumer_org: str | None) -> Granted:
        """Ask; where the request counts as used, once more: it has a new id then."""
        response = self._ask(scopes, consumer_org)
        if response.status_code != 200 and _ALREADY_USED in _codes(response):
            response = self._ask(scopes, consumer_org)
        if response.status_code != 200:
            raise _refusal(response)
        try:
            answer = json_of(response)
            return Granted(str(answer["access_token"]), float(answer["expires_in"]))
        except (ValueError, KeyError, TypeError):
            advice = "gave an answer without a token. Check the token address in the settings."
            raise BadAnswer(NAME, advice) from None

    def _ask(self, scopes: str, consumer_org: str | None) -> requests.Response:
        form = {"grant_type": GRANT_TYPE, "assertion": self._assertion(scopes, consumer_org)}
        try:
            response = self._session.post(
                self._token_url, data=form, timeout=_TIMEOUTS, allow_redirects=False
            )
        except requests.RequestException:
            advice = "can not be reached. It will be asked again; look at the network if it lasts."
            raise RegisterUnavailable(NAME, advice) from None
        if response.status_code >= 500 or response.status_code == 429:
            advice = f"is unwell (HTTP {response.status_code}). It will be asked again."
            raise RegisterUnavailable(NAME, advice)
        return response

    def _assertion(self, scopes: str, consumer_org: str | None) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "aud": self._issuer,
            "iss": self._client_id,
            "scope": scopes,
            "iat": now,
            "exp": now + _ASSERTION_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        if consumer_org:
            claims["consumer_org"] = consumer_org
        try:
            key = _signing_key(self._key)
            return jwt.encode(claims, key, algorithm=_ALGORITHM, headers={"kid": self._kid})
        except (ValueError, TypeError, jwt.PyJWTError):
            advice = "our own key can not be used for signing: give an RSA private key as PEM."
            raise NotAuthorised(NAME, advice) from None


@cache
def _signing_key(pem: str | bytes) -> Any:
    """Read once in a process: checking a key takes longer than signing with it, and the first
    message waits for a token. Raises as `jwt.encode`."""
    return jwt.get_algorithm_by_name(_ALGORITHM).prepare_key(pem)


def _codes(response: requests.Response) -> list[str]:
    return _CODE.findall(response.text[:2000])


def _refusal(response: requests.Response) -> NotAuthorised | RegisterUnavailable:
    code = next(iter(_codes(response)), "")
    if code == _ALREADY_USED:
        return RegisterUnavailable(NAME, f"counts our requests as used ({code}). Asked again soon.")
    label = code or f"HTTP {response.status_code}"
    return NotAuthorised(NAME, f"{label}: {_ADVICE.get(code, _OTHER)}")

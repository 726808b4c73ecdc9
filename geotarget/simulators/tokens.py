"""Maskinporten's token endpoint, with the checks the real one makes."""

from __future__ import annotations

import re
import time
import uuid
from pathlib import Path
from threading import Lock
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from geotarget.simulators.exchange import Request, Response, json_response

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCOPES = frozenset(
    {
        "folkeregister:deling/offentligmedhjemmel",
        "krr:global/kontaktinformasjon.read",
        "krr:global/kontaktinfo.read",
        "ks:fiks",
        "altinn:serviceowner/notifications.create",
    }
)
TOKEN_SECONDS = 119
ALTINN_SECONDS = 1799
_LONGEST_SECONDS = 120
_SKEW_SECONDS = 10
_KID = "simulator-1"


class _Refused(Exception):
    def __init__(self, code: str, words: str, error: str = "invalid_grant") -> None:
        super().__init__(words)
        self.response = json_response(
            {
                "error": error,
                "error_description": f"{words} ({code})",
                "error_uri": "https://docs.digdir.no/maskinporten_feilmeldinger.html",
            },
            403 if code in ("MP-250", "MP-251") else 400,
        )


class Tokens:
    """Gives out and verifies access tokens. The signing key lives as long as the process."""

    def __init__(self, client_public_key: Path | None) -> None:
        """The client's public key is read at each request: it may be made after we have started."""
        self._client_key = client_public_key
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._used: dict[str, float] = {}
        self._lock = Lock()

    def grant(self, request: Request, issuer: str) -> Response:
        """Answer `POST /token`."""
        form = request.form
        try:
            if form.get("grant_type") != GRANT_TYPE:
                raise _Refused("MP-011", "Invalid grant_type", "invalid_request")
            claims = self._verified(form.get("assertion", ""), issuer)
            return json_response(self._token(claims, issuer))
        except _Refused as refused:
            return refused.response

    def jwks(self) -> Response:
        """Our public key."""
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return json_response({"keys": [{**key, "kid": _KID, "use": "sig", "alg": "RS256"}]})

    def scopes_of(self, token: str) -> frozenset[str] | None:
        """The scopes of a token of ours that holds now; None where it does not."""
        claims = self.claims_of(token)
        return None if claims is None else frozenset(str(claims.get("scope", "")).split())

    def claims_of(self, token: str) -> dict[str, Any] | None:
        """What stands in a token of ours that holds now; None where it does not."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token, self._key.public_key(), algorithms=["RS256"], options={"verify_aud": False}
            )
        except jwt.PyJWTError:
            return None
        return claims

    def for_altinn(self, claims: dict[str, Any], issuer: str) -> str:
        """The token that Altinn gives for one of Maskinporten: longer, and of another issuer."""
        now = int(time.time())
        content = {**claims, "iss": issuer, "iat": now, "exp": now + ALTINN_SECONDS}
        return jwt.encode(content, self._key, algorithm="RS256", headers={"kid": _KID})

    def _verified(self, assertion: str, issuer: str) -> dict[str, Any]:
        claims = self._signed_by_client(assertion)
        if claims.get("aud") != issuer:
            raise _Refused("MP-110", f"Invalid audience, expected {issuer}")
        self._check_times(claims)
        _check_parties(claims)
        unknown = frozenset(str(claims.get("scope", "")).split()) - SCOPES
        if unknown or not claims.get("scope"):
            raise _Refused("MP-200", "Scope is not valid for the client", "invalid_scope")
        self._check_unused(str(claims.get("jti") or ""))
        return claims

    def _signed_by_client(self, assertion: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(assertion)
            if ("kid" in header) == ("x5c" in header):
                raise _Refused("MP-011", "Exactly one of kid and x5c is needed")
            return jwt.decode(
                assertion,
                self._public_key(),
                algorithms=["RS256", "RS384", "RS512"],
                options={"verify_aud": False, "verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError:
            raise _Refused("MP-124", "Invalid assertion, signature does not match") from None

    def _public_key(self) -> bytes:
        try:
            return (self._client_key or Path()).read_bytes()
        except OSError:
            raise _Refused("MP-100", "Client not found: the simulator has no key of it") from None

    def _check_times(self, claims: dict[str, Any]) -> None:
        now = time.time()
        try:
            issued, expires = float(claims["iat"]), float(claims["exp"])
        except (KeyError, TypeError, ValueError):
            raise _Refused("MP-011", "iat and exp are needed") from None
        if expires - issued > _LONGEST_SECONDS:
            raise _Refused("MP-130", "Expiration time is more than 120 seconds after issue time")
        if issued > now + _SKEW_SECONDS:
            raise _Refused("MP-130", "Issue time is after now")
        if expires < now - _SKEW_SECONDS or expires <= issued:
            raise _Refused("MP-130", "JWT has expired")
        if issued < now - _SKEW_SECONDS:
            raise _Refused("MP-130", "Issue time is too long ago")

    def _check_unused(self, jti: str) -> None:
        now = time.time()
        with self._lock:
            self._used = {used: until for used, until in self._used.items() if until > now}
            if not jti or jti in self._used:
                raise _Refused("MP-012", "The grant has already been used")
            self._used[jti] = now + _LONGEST_SECONDS + _SKEW_SECONDS

    def _token(self, claims: dict[str, Any], issuer: str) -> dict[str, Any]:
        now = int(time.time())
        content = {
            "iss": issuer,
            "client_id": claims.get("iss"),
            "client_amr": "private_key_jwt",
            "consumer": _organisation(claims.get("consumer_org") or "999999999"),
            "scope": claims["scope"],
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        if claims.get("consumer_org"):
            content |= {"supplier": _organisation("999999999"), "delegation_source": "simulator"}
        token = jwt.encode(content, self._key, algorithm="RS256", headers={"kid": _KID})
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": claims["scope"],
        }


def _check_parties(claims: dict[str, Any]) -> None:
    """Who asks, and on whose behalf: an organisation that delegated in Altinn, or none."""
    if not claims.get("iss"):
        raise _Refused("MP-100", "Client not found: iss is missing")
    consumer = claims.get("consumer_org")
    if consumer is not None and not re.fullmatch(r"[0-9]{9}", str(consumer)):
        raise _Refused("MP-011", "consumer_org is no organisation number")
    if consumer is not None and "iss_onbehalfof" in claims:
        raise _Refused("MP-011", "consumer_org and iss_onbehalfof exclude each other")


def _organisation(number: str) -> dict[str, str]:
    return {"authority": "iso6523-actorid-upis", "ID": f"0192:{number}"}

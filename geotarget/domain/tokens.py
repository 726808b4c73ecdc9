"""Tokens that stand for people and addresses during one dispatch, and mean nothing after it."""

from __future__ import annotations

import hashlib
import hmac


class Tokens:
    """HMAC-SHA-256 under a dispatch's key. Two dispatches give the same person two tokens."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("The key of a dispatch has 32 bytes.")
        self._key = key

    def person(self, national_id: str) -> bytes:
        """Token of a resident: 32 bytes."""
        return self._token("person", national_id)

    def address(self, channel: str, address: str) -> bytes:
        """Token of a phone number (E.164) or e-mail on a channel: 32 bytes."""
        return self._token(channel, address)

    def _token(self, kind: str, value: str) -> bytes:
        return hmac.new(self._key, f"{kind}\0{value}".encode(), hashlib.sha256).digest()

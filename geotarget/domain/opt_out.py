"""What stands for an address that has opted out, and the link by which it does. Pure.

Nothing here is a list of people: a keyed hash cannot be turned back without the organisation's key,
and the link is sealed, so that two links to one address have nothing in common.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES, _HASH_BYTES, _TAG_BYTES = 12, 32, 16


class NoOptOutLink(ValueError):
    """The token was not made with this key."""


class OptOutKey:
    """The key of one organisation: another one has other hashes and other links."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("The key of an organisation has 32 bytes.")
        self._key = key
        self._seal = AESGCM(self._derived("link"))

    def hashed(self, channel: str, address: str) -> bytes:
        """What is kept of an address (32 bytes): the same each time, and of no use elsewhere."""
        return hmac.new(
            self._derived("address"), f"{channel}\0{address}".encode(), hashlib.sha256
        ).digest()

    def token(self, channel: str, address: str) -> str:
        """For a link, 80 characters: a new one each time, and nobody can guess one."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._seal.encrypt(nonce, self.hashed(channel, address), None)
        return base64.urlsafe_b64encode(sealed).decode()

    def opened(self, token: str) -> bytes:
        """The hash of the address that the link was made for. Raises NoOptOutLink."""
        try:
            sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            raise NoOptOutLink from None
        if len(sealed) != _NONCE_BYTES + _HASH_BYTES + _TAG_BYTES:
            raise NoOptOutLink
        try:
            return self._seal.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except InvalidTag:
            raise NoOptOutLink from None

    def _derived(self, purpose: str) -> bytes:
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).digest()

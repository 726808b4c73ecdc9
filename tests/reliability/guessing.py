"""Somebody who has a dump of the database and tries every identity number on it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator

_HEX = re.compile(rb"\\x((?:[0-9a-f]{2})+)")
_KINDS = ("person", "svarut", "altinn", "link-sms", "smtp-email")
_KEY_BYTES = 32


def tokens_in(dump: bytes) -> set[bytes]:
    """Everything in the dump that could be a hash of somebody."""
    return {bytes.fromhex(match[1].decode()) for match in _HEX.finditer(dump)}


def keys_in(dump: bytes, wrapped: Iterable[bytes]) -> set[bytes]:
    """What could be the key: none at all, and every 32 bytes of what the dump has of keys."""
    found = {b""}
    for each in wrapped:
        for form in (each, _unpacked(each)):
            found |= {form[at : at + _KEY_BYTES] for at in range(len(form) - _KEY_BYTES + 1)}
            found.add(form)
    return found


def given_away(numbers: Iterable[str], keys: set[bytes], tokens: set[bytes]) -> set[str]:
    """The identity numbers of which a token is proved to be made."""
    return {
        number
        for number in numbers
        if any(guess in tokens for form in _forms(number) for guess in _guesses(form, keys))
    }


def _forms(number: str) -> Iterator[bytes]:
    yield number.encode()
    for kind in _KINDS:
        yield f"{kind}\0{number}".encode()


def _guesses(form: bytes, keys: set[bytes]) -> Iterator[bytes]:
    for plain in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512, hashlib.blake2b):
        yield plain(form).digest()
    for key in keys:
        yield hmac.digest(key, form, "sha256")


def _unpacked(wrapped: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(wrapped)
    except (binascii.Error, ValueError):
        return b""

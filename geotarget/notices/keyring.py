"""Keys of dispatches: wrapped in the database, the wrapping key in a file beside it.

A dump or backup of the database alone opens no key. Destroying the file is the deletion: from then
on the tokens of the dispatch mean nothing to anybody.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

KEY_BYTES = 32


class KeyDestroyed(RuntimeError):
    """The dispatch's receipt window has closed and its key is gone."""


def new_key(dispatch_id: int) -> bytes:
    """Make the key of a dispatch; returns it wrapped, for the database."""
    path = _path(dispatch_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    wrapping = Fernet.generate_key()
    # A file that is there already is a leftover of a database that has been restored since.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(wrapping)
        file.flush()
        os.fsync(descriptor)
    return Fernet(wrapping).encrypt(secrets.token_bytes(KEY_BYTES))


def open_key(dispatch_id: int, wrapped: bytes | None) -> bytes:
    """The key itself. Raises `KeyDestroyed`."""
    try:
        wrapping = _path(dispatch_id).read_bytes()
    except FileNotFoundError:
        wrapping = b""
    if not wrapping or wrapped is None:
        raise KeyDestroyed(f"The key of dispatch {dispatch_id} has been destroyed.")
    return Fernet(wrapping).decrypt(bytes(wrapped))


def destroy_key(dispatch_id: int) -> None:
    """Destroy the wrapping key; once more does no harm."""
    _path(dispatch_id).unlink(missing_ok=True)


def _path(dispatch_id: int) -> Path:
    return Path(settings.KEYS_DIR) / f"dispatch-{dispatch_id}.key"

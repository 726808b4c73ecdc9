"""Keys of dispatches: wrapped in the database, the wrapping key in a file beside it.

A dump or backup of the database alone opens no key. Destroying the file is the deletion: from then
on the tokens of the dispatch mean nothing to anybody.

The key of an organisation lasts: by it an address that has opted out is known again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

KEY_BYTES = 32


_MARK = ".keys-of-dispatches"
"""A file in the folder, by which it is known again: an empty folder in its place, where the shared
one is not mounted, would let every deletion look done."""


class KeysAway(RuntimeError):
    """The folder of the keys is not there: nothing in it can be deleted, nor known again."""


class KeyDestroyed(RuntimeError):
    """The dispatch's receipt window has closed and its key is gone."""


def new_key(dispatch_id: int) -> bytes:
    """Make the key of a dispatch; returns it wrapped, for the database."""
    path = _path(dispatch_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (path.parent / _MARK).touch(mode=0o600)
    wrapping = Fernet.generate_key()
    # A file that is there already is a leftover of a database that has been restored since.
    _write(path, wrapping, os.O_TRUNC)
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
    """Destroy the wrapping key; once more does no harm. Raises `KeysAway` where it is not there
    because its folder is not."""
    path = _path(dispatch_id)
    try:
        path.unlink()
    except FileNotFoundError:
        if not (path.parent / _MARK).exists():
            raise KeysAway("KEYS_DIR is not the folder of the keys. Is it mounted?") from None


def organisation_key(organisation_id: int, *, is_in_use: Callable[[], bool]) -> bytes:
    """The lasting key of an organisation, 32 bytes. Made at the first call; whoever comes first
    wins, and all agree. Raises `KeysAway` instead of making another where one `is_in_use`."""
    path = Path(settings.KEYS_DIR) / f"organisation-{organisation_id}.key"
    if not path.exists():
        if is_in_use():
            raise KeysAway("The key of an organisation is gone. Is KEYS_DIR mounted?")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        side = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        _write(side, secrets.token_bytes(KEY_BYTES), os.O_EXCL)
        with suppress(FileExistsError):
            os.link(side, path)
        side.unlink()
    return path.read_bytes()


def _write(path: Path, content: bytes, how: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _path(dispatch_id: int) -> Path:
    return Path(settings.KEYS_DIR) / f"dispatch-{dispatch_id}.key"

"""A full disk told as one: whose it is, that nothing is lost, and what to do."""

from __future__ import annotations

import contextlib
import errno
import tempfile
from collections.abc import Iterator

import psycopg2


class NoRoomLeft(Exception):
    """A disk is full; published data are as before."""


@contextlib.contextmanager
def told_when_full() -> Iterator[None]:
    """Raises `NoRoomLeft` for what a full disk makes PostgreSQL or the system say."""
    try:
        yield
    except psycopg2.errors.DiskFull as error:
        raise NoRoomLeft(
            "The disk of the database is full: nothing was published, and what the import had "
            "taken is given back. Make room and import again "
            f"({(error.diag.message_primary or str(error)).strip()})."
        ) from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NoRoomLeft(
            f"The disk with {error.filename or tempfile.gettempdir()} is full: nothing was "
            "published. Make room, or set TMPDIR to a folder on another disk, and import again."
        ) from error

"""Access tokens of the registers, shared by all workers (docs/decisions/shared-tokens.md).

Sealed under a key made from the client's private key: who has that can get tokens anyway, and who
has the database alone can not use them. By the clock of the database. Call it outside transactions:
the right to fetch must be seen by others at once.
"""

from __future__ import annotations

import base64
import datetime
import logging

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import DatabaseError, connection
from django.db.models import F, Q
from django.db.models.functions import Now

from geotarget.registers.kept_tokens import NoShelf, Shelved

from .models import AccessToken

logger = logging.getLogger(__name__)

_PURPOSE = b"geotarget: access tokens shared by workers"


class TokenShelf:
    """A `Shelf` in the database. Where the database is away nothing is shared: a message that is
    being handed over must not fail for want of it."""

    def __init__(self, key_pem: bytes) -> None:
        derived = HKDF(SHA256(), length=32, salt=None, info=_PURPOSE).derive(key_pem)
        self._seal = Fernet(base64.urlsafe_b64encode(derived))

    def look(self, name: str, refused: int, fetching_seconds: float) -> Shelved:
        """See `Shelf`."""
        try:
            return self._look(name, refused, fetching_seconds)
        except DatabaseError:
            _database_away()
            return NoShelf().look(name, refused, fetching_seconds)

    def put(self, name: str, token: str, seconds: float) -> int:
        """See `Shelf`."""
        try:
            AccessToken.objects.filter(name=name).update(
                sealed=self._seal.encrypt(token.encode()),
                version=F("version") + 1,
                good_until=_in(seconds),
                fetching_until=None,
            )
            return int(AccessToken.objects.values_list("version", flat=True).get(name=name))
        except (DatabaseError, AccessToken.DoesNotExist):
            _database_away()
            return 0

    def let_go(self, name: str) -> None:
        """See `Shelf`."""
        try:
            AccessToken.objects.filter(name=name).update(fetching_until=None)
        except DatabaseError:
            _database_away()

    def _look(self, name: str, refused: int, fetching_seconds: float) -> Shelved:
        found = self._good(name, refused)
        if found.token:
            return found
        AccessToken.objects.bulk_create([AccessToken(name=name)], ignore_conflicts=True)
        is_ours = (
            AccessToken.objects.filter(name=name)
            .filter(Q(fetching_until=None) | Q(fetching_until__lt=Now()))
            .filter(~_is_good(refused) | Q(version=found.version))
            .update(fetching_until=_in(fetching_seconds))
        )
        return Shelved("", 0, found.version, is_ours_to_fetch=bool(is_ours))

    def _good(self, name: str, refused: int) -> Shelved:
        rows = AccessToken.objects.filter(_is_good(refused), name=name)
        row = rows.annotate(left=F("good_until") - Now()).first()
        if row is None:
            return Shelved("", 0, refused)
        try:
            token = self._seal.decrypt(bytes(row.sealed)).decode()
        except InvalidToken:
            # Sealed under a key that the client does not have any more.
            return Shelved("", 0, row.version)
        return Shelved(token, row.left.total_seconds(), row.version)


def _is_good(refused: int) -> Q:
    """Rows with a token that holds and is newer than the one that was refused."""
    return Q(sealed__isnull=False, good_until__gt=Now(), version__gt=refused)


def _in(seconds: float) -> Now:
    return Now() + datetime.timedelta(seconds=seconds)


def _database_away() -> None:
    logger.warning("tokens of the registers are not shared: the database does not answer")
    connection.close_if_unusable_or_obsolete()

"""A lease on chunks of one round, renewed while somebody else's server is waited for."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Sequence
from types import TracebackType

from django.conf import settings
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

RENEWALS = 4
"""Renewals within one lease: three may fail before it is lost."""


class LeaseLost(RuntimeError):
    """Another worker has a chunk now; stop without sending anything."""


class Lease:
    """Context manager: renews in a thread with a connection of its own until left."""

    def __init__(self, chunk_ids: Sequence[int], token: uuid.UUID) -> None:
        self.chunk_ids = list(chunk_ids)
        self.token = token
        self._lost = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="lease", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def check(self) -> None:
        """Raise `LeaseLost` when it is known to be lost. The database checks again at each step."""
        if self._lost.is_set():
            raise LeaseLost(f"The lease on a chunk of {self.chunk_ids} is lost.")

    def _renew(self) -> None:
        try:
            while not self._done.wait(settings.LEASE_SECONDS / RENEWALS):
                if not self._renewed():
                    self._lost.set()
                    return
        finally:
            connection.close()

    def _renewed(self) -> bool:
        """False when lost for sure. A database that is away for a moment loses no lease yet."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT renew_lease(%s, %s, %s)",
                    [self.chunk_ids, str(self.token), settings.LEASE_SECONDS],
                )
                return bool(cursor.fetchone()[0])
        except DatabaseError:
            logger.warning("lease on chunks %s could not be renewed", self.chunk_ids)
            connection.close()
            return True

from __future__ import annotations

from django.db import models


class AccessToken(models.Model):
    """An access token of an organisation at a register, sealed (`notices/token_shelf.py`).

    The table is not logged (`UNLOGGED`): it is no part of the write-ahead log, and empty after a
    crash of the database. Nothing of a resident is in it.
    """

    name = models.TextField(primary_key=True)
    """Issuer, client, organisation and scopes."""
    sealed = models.BinaryField(null=True)
    """Readable by whoever has the client's own private key, and by nobody else."""
    version = models.BigIntegerField(default=0)
    good_until = models.DateTimeField(null=True)
    fetching_until = models.DateTimeField(null=True)
    """Somebody is fetching a new one; others wait until then."""

    class Meta:
        db_table = "access_token"

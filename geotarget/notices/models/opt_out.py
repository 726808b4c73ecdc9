from __future__ import annotations

from django.db import models
from django.utils import timezone

from geotarget.organisations.models import Organisation


class OptOut(models.Model):
    """An address that wants no information from an organisation, known by a keyed hash alone.

    The key lies outside the database (`keyring.organisation_key`). Whoever has this table has
    nobody's address, and cannot try addresses either.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    address_hash = models.BinaryField(max_length=32)
    """`domain.opt_out.OptOutKey.hashed` of channel and address."""
    since = models.DateField(default=timezone.localdate)
    """The day only: the moment could be held against logs."""

    class Meta:
        db_table = "opt_out"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_hash"], name="opt_out_once")
        ]

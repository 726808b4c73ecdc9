from __future__ import annotations

from django.db import models

from geotarget.organisations.models import Organisation

from .address_list import AddressList
from .area import Area


class AdjustmentNote(models.Model):
    """The free text of a reason to add or take out an address, of a list or a saved area.

    Kept apart from both, since lists never change and the text has to go (`domain/retention.py`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    address_list = models.ForeignKey(
        AddressList, on_delete=models.CASCADE, null=True, related_name="notes"
    )
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, related_name="notes")
    source_id = models.TextField()
    """adresseId"""
    text = models.TextField()
    written_on = models.DateField()
    """When the organisation first wrote the same of the same address: copying it on to the next
    version does not prolong its life."""

    class Meta:
        db_table = "adjustment_note"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address_list__isnull=True) ^ models.Q(area__isnull=True),
                name="adjustment_note_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["written_on"], name="adjustment_note_by_day"),
            models.Index(fields=["organisation", "source_id"], name="adjustment_note_by_address"),
        ]

from __future__ import annotations

from django.db import models

from geotarget.organisations.models import Organisation


class VulnerablePlace(models.Model):
    """A care home, a dialysis ward, a dentist: a place of business that must know. Never a person,
    and no phone or e-mail: whoever calls it knows its number."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)
    source_id = models.TextField()
    """adresseId"""
    label = models.TextField()
    """The address as it was called when the place was added."""

    class Meta:
        db_table = "vulnerable_place"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "source_id", "name"], name="vulnerable_place_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from django.db import models


class Unit(models.Model):
    """A dwelling or other unit (bruksenhet) at an address.

    Source: "Matrikkelen - Adresse Leilighetsnivå". No geometry of its own and no use: a unit may be
    a flat, a shop or a cabin.
    """

    source = models.TextField()
    source_id = models.TextField()
    """bruksenhetId as text."""
    address_source_id = models.TextField()
    """`Address.source_id` it belongs to; no foreign key, the deliveries come on different days."""
    municipality_number = models.CharField(max_length=4)
    unit_number = models.CharField(max_length=5, blank=True)
    """H0101 and so on; empty for single-dwelling houses and kept empty."""
    gnr = models.IntegerField(null=True)
    bnr = models.IntegerField(null=True)
    fnr = models.IntegerField(null=True)
    snr = models.IntegerField(null=True)
    row_hash = models.BinaryField()

    class Meta:
        db_table = "unit"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "address_source_id"], name="unit_source_once"
            )
        ]
        indexes = [
            # With what a list says of units, in its order, so that none of their rows is read.
            models.Index(
                fields=["source", "address_source_id", "unit_number", "source_id"],
                name="unit_address",
            ),
            models.Index(fields=["municipality_number"], name="unit_municipality"),
        ]

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper


class AddressName(models.Model):
    """What an address is called before its number: the words that people search for.

    One row for each street and extra name of a municipality, so that each address with a name
    belongs to just one. Derived: `sql/staging/address_link.sql` brings the counts up to date with
    every import. A tenth of the addresses or less, which makes its trigram index cheap.
    """

    municipality_number = models.CharField(max_length=4)
    street_code = models.TextField(blank=True)
    """Empty for addresses by cadastral number."""
    street_name = models.TextField(blank=True)
    extra_name = models.TextField(blank=True)
    name = models.TextField()
    """As the label begins: "Storgata", "Moen, Bygdevegen", "Moen"."""
    address_count = models.IntegerField()

    class Meta:
        db_table = "address_name"
        indexes = [
            models.Index(fields=["municipality_number"], name="address_name_municipality"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="address_name_trgm"),
        ]

    def __str__(self) -> str:
        return self.name

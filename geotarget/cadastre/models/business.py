from __future__ import annotations

from django.db import models


class Business(models.Model):
    """A place of business (underenhet) of Enhetsregisteret, by its number and where it is.

    No name: that of a sole trader is a person's. The register names no address of the cadastre;
    `address_source_id` is found by text.
    """

    source = models.TextField()
    source_id = models.TextField()
    """organisasjonsnummer."""
    parent_number = models.TextField(blank=True)
    """overordnetEnhet: the legal entity, reached where the place of business is not."""
    industry_code = models.TextField(blank=True)
    """naeringskode1, as delivered ("47.111")."""
    municipality_number = models.CharField(max_length=4)
    postcode = models.CharField(max_length=4, blank=True)
    street_name = models.TextField(blank=True)
    number = models.IntegerField(null=True)
    letter = models.TextField(blank=True)
    """As told by the line of the address that ends with a number; empty where no line does."""
    address_source_id = models.TextField(blank=True)
    """`Address.source_id` (of the source "matrikkel"); empty where none was found."""
    match = models.TextField(blank=True)
    """`exact`, `spelling` (abbreviated or spelt otherwise), `letter` (the only address of the
    number has another letter), `several`, `none` or `no_street`."""
    row_hash = models.BinaryField()

    class Meta:
        db_table = "business"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="business_source_once")
        ]
        indexes = [
            models.Index(fields=["municipality_number"], name="business_municipality"),
            models.Index(fields=["address_source_id"], name="business_address"),
        ]

    def __str__(self) -> str:
        return self.source_id

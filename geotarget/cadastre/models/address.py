from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from geotarget.domain.coordinates import STORAGE_SRID


class Address(models.Model):
    """One official address. Coordinates in EPSG:25833, metres.

    Source: "Matrikkelen - Adresse" (Kartverket). `(source, source_id)` is the key across
    deliveries; for Norway `source` is "matrikkel" and `source_id` the adresseId as text.
    """

    source = models.TextField()
    source_id = models.TextField()
    kind = models.TextField()
    """`vegadresse` (street and number) or `matrikkeladresse` (cadastral number only)."""
    municipality_number = models.CharField(max_length=4)
    street_code = models.TextField(blank=True)
    street_name = models.TextField(blank=True)
    number = models.IntegerField(null=True)
    letter = models.TextField(blank=True)
    gnr = models.IntegerField(null=True)
    bnr = models.IntegerField(null=True)
    fnr = models.IntegerField(null=True)
    undernumber = models.IntegerField(null=True)
    extra_name = models.TextField(blank=True)
    """Adressetilleggsnavn: the old farm name put before the address."""
    label = models.TextField()
    """The address as people write it, extra name included ("Moen, Bygdevegen 33")."""
    postcode = models.CharField(max_length=4, blank=True)
    post_town = models.TextField(blank=True)
    census_tract = models.TextField(blank=True)
    urban_area = models.TextField(blank=True, db_default="")
    """tettstednummer (4 digits); empty outside urban areas, and where the delivery names none."""
    geom = models.PointField(srid=STORAGE_SRID, spatial_index=False)
    access_points = models.MultiPointField(srid=STORAGE_SRID, null=True, spatial_index=False)
    """Access, summer and winter access points that the delivery names; null where it names none."""
    unit_count = models.IntegerField(null=True)
    """Units at the address, stored at publish; null where no unit data covers the municipality."""
    source_updated_at = models.DateTimeField(null=True)
    digest = models.BigIntegerField(null=True)
    """Of what is published (`sql/staging/address_raw.sql`): an import passes over equal rows."""

    class Meta:
        db_table = "address"
        constraints = [
            models.UniqueConstraint(fields=["source_id", "source"], name="address_source_once")
        ]
        indexes = [
            models.Index(
                fields=["municipality_number", "street_code", "extra_name"], name="address_named"
            ),
            models.Index(fields=["gnr", "bnr", "municipality_number"], name="address_property"),
            # A census tract, postcode or urban area is picked by the addresses' own code: the index
            # address_district (migration 0020), which Django cannot say.
            GistIndex(fields=["geom"], name="address_geom"),
            GistIndex(
                fields=["access_points"],
                condition=models.Q(access_points__isnull=False),
                name="address_access_points",
            ),
        ]

    def __str__(self) -> str:
        return self.label

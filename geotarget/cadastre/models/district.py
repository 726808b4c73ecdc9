from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex

from geotarget.domain.coordinates import STORAGE_SRID


class District(models.Model):
    """An official area below or above the municipality: county, census tract and so on.

    EPSG:25833, metres. Which addresses belong to it follows from their own codes where they carry
    them (census tract, postcode); the border is for display and for what carries none.
    """

    kind = models.TextField()
    """`county`, `census_tract`, `polling_district` or `postcode_area`."""
    number = models.TextField()
    """fylkesnummer (2 digits), grunnkretsnummer (8), postnummer (4); a polling district's own
    number is unique only within its municipality, which therefore stands before it ("3420-1")."""
    name = models.TextField()
    municipality_number = models.CharField(max_length=4, blank=True)
    """Empty where it lies in several, or where the delivery does not say."""
    border = models.MultiPolygonField(srid=STORAGE_SRID, spatial_index=False)
    row_hash = models.BinaryField()

    class Meta:
        db_table = "district"
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="district_once")]
        indexes = [GistIndex(fields=["border"], name="district_border")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Postcode(models.Model):
    """A postcode of the postal register (Bring), with the municipality that it counts to there.

    Addresses of one postcode may lie in several municipalities, and those of one street may have
    several postcodes.
    """

    number = models.CharField(max_length=4, primary_key=True)
    post_town = models.TextField()
    municipality_number = models.CharField(max_length=4)
    category = models.CharField(max_length=1)
    """G street addresses, P post boxes, B both, S service, F several kinds."""
    row_hash = models.BinaryField()

    class Meta:
        db_table = "postcode"

    def __str__(self) -> str:
        return f"{self.number} {self.post_town}"


class UrbanArea(models.Model):
    """An urban area (tettsted) by the name that addresses carry; no delivery of borders is read."""

    number = models.TextField(primary_key=True)
    """tettstednummer."""
    name = models.TextField()
    municipality_numbers = ArrayField(models.CharField(max_length=4))
    """Where addresses have named it."""

    class Meta:
        db_table = "urban_area"

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from geotarget.domain.coordinates import STORAGE_SRID


class Building(models.Model):
    """A building (bygning) by its point, EPSG:25833, metres. Outlines are not open data.

    Source: "Matrikkelen - Bygningspunkt" (Kartverket). Buildings that are demolished or were never
    built are not delivered; security-sensitive ones come with a masked type.
    """

    source = models.TextField()
    source_id = models.TextField()
    """bygningId as text."""
    building_number = models.TextField(blank=True)
    """bygningsnummer: the number that people know, kept for the building's life."""
    municipality_number = models.CharField(max_length=4)
    building_type = models.TextField(blank=True)
    """Three-digit code (111 enebolig, 161 fritidsbygning); empty where it is not delivered."""
    status = models.TextField(blank=True)
    """bygningsstatus as delivered (TB tatt i bruk, FA ferdigattest, IG igangsettingstillatelse)."""
    geom = models.PointField(srid=STORAGE_SRID, spatial_index=False)
    row_hash = models.BinaryField()
    """Of the building and its units."""
    source_updated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "building"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="building_source_once")
        ]
        indexes = [
            models.Index(fields=["municipality_number"], name="building_municipality"),
            models.Index(fields=["building_number"], name="building_number"),
            GistIndex(fields=["geom"], name="building_geom"),
        ]

    def __str__(self) -> str:
        return self.building_number


class BuildingUnit(models.Model):
    """A unit in a building, and what it ties together: building, address, cadastral unit, unit.

    By the deliverer's identifiers and not by foreign keys: the deliveries come on different days.
    The source is that of the building. Empty where the delivery does not say.
    """

    building = models.ForeignKey(Building, on_delete=models.CASCADE)
    unit_source_id = models.TextField()
    """bruksenhetId as text: `Unit.source_id`."""
    address_source_id = models.TextField(blank=True)
    """adresseId as text: `Address.source_id`."""
    cadastral_unit_source_id = models.TextField(blank=True)
    """matrikkelenhetId as text: `CadastralUnit.source_id`; of a section where there are some."""
    use = models.TextField(blank=True)
    """bruksenhetstype where the delivery says it; else empty, which means unknown."""

    class Meta:
        db_table = "building_unit"
        constraints = [
            models.UniqueConstraint(
                fields=["building", "unit_source_id", "address_source_id"],
                name="building_unit_once",
            )
        ]
        indexes = [
            models.Index(fields=["unit_source_id"], name="building_unit_unit"),
            models.Index(fields=["address_source_id"], name="building_unit_address"),
            models.Index(fields=["cadastral_unit_source_id"], name="building_unit_property"),
        ]

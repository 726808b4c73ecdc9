from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex

from geotarget.domain.coordinates import STORAGE_SRID


class Parcel(models.Model):
    """A teig: one connected piece of land. EPSG:25833, metres; areas in square metres.

    Source: "Matrikkelen - Eiendomskart Teig". A parcel may belong to many cadastral units and a
    cadastral unit may have many parcels, kilometres apart.
    """

    source = models.TextField()
    source_id = models.TextField()
    """teigId as text."""
    municipality_number = models.CharField(max_length=4)
    label = models.TextField(blank=True)
    """matrikkelnummerTekst ("38/28"), without the municipality number."""
    geom = models.MultiPolygonField(srid=STORAGE_SRID, spatial_index=False)
    """Empty for a point lease (punktfeste), which has no area."""
    area_m2 = models.FloatField(null=True)
    """As stored in the cadastre (lagretBeregnetAreal), not computed from the geometry."""
    is_disputed = models.BooleanField(default=False)
    is_unregistered_joint_land = models.BooleanField(default=False)
    row_hash = models.BinaryField()
    source_updated_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parcel"
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="parcel_source_once")
        ]
        indexes = [
            models.Index(fields=["municipality_number"], name="parcel_municipality"),
            GistIndex(fields=["geom"], name="parcel_geom"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_number}-{self.label}"


class CadastralUnit(models.Model):
    """A matrikkelenhet (property): municipality number, gnr, bnr, fnr, snr. 0 where absent."""

    source = models.TextField()
    source_id = models.TextField()
    """matrikkelenhetId as text."""
    municipality_number = models.CharField(max_length=4)
    gnr = models.IntegerField()
    bnr = models.IntegerField()
    fnr = models.IntegerField(default=0)
    snr = models.IntegerField(default=0)
    kind = models.TextField(blank=True)
    """matrikkelenhetstype as delivered."""
    name = models.TextField(blank=True)
    """bruksnavn as delivered."""
    is_point_lease = models.BooleanField(default=False)
    """punktfeste: leased ground around a point, without an outline of its own."""

    class Meta:
        db_table = "cadastral_unit"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], name="cadastral_unit_source_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality_number", "gnr", "bnr", "fnr"], name="cadastral_unit_number"
            )
        ]


class ParcelCadastralUnit(models.Model):
    """Which cadastral units a parcel belongs to, as delivered with the parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE)
    cadastral_unit = models.ForeignKey(CadastralUnit, on_delete=models.CASCADE)

    class Meta:
        db_table = "parcel_cadastral_unit"
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "cadastral_unit"], name="parcel_cadastral_unit_once"
            )
        ]


class ParcelAddress(models.Model):
    """Link table built at publish: which parcels an address has.

    `stands_on`: the address point lies on the parcel. `same_property`: the parcel belongs to the
    address's property by number (sections through their parcel without section number). One row
    may be both. The parcel rules of `units_in_area` run on this table. Rows are made and deleted,
    never updated: `sql/functions/note_standing.sql` notes for whom `stands_on` holds.
    """

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, db_index=False)
    address = models.ForeignKey("cadastre.Address", on_delete=models.CASCADE, db_index=False)
    stands_on = models.BooleanField()
    same_property = models.BooleanField()

    class Meta:
        db_table = "parcel_address"
        # Which addresses stand on a parcel, and the other way round, is read from an index alone.
        constraints = [
            models.UniqueConstraint(
                fields=["parcel", "address"], include=["stands_on"], name="parcel_address_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["address"],
                include=["parcel", "stands_on"],
                name="parcel_address_of_address",
            )
        ]

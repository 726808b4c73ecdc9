from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField

from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.organisations.models import Organisation


class AddressList(models.Model):
    """An immutable snapshot: what was selected, by which rule, from which cadastre.

    Nothing here points into cadastre rows, so what was sent can be shown after the cadastre has
    been replaced. A change makes a new version (`replaces`), never an update.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.TextField()
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    drawing = models.JSONField()
    """The selection as drawn and picked (see `domain/selection.py`); empty where `combined`."""
    combined = models.JSONField(null=True)
    """Of a list made from others: how (`domain/combination.py`), and each list's id, name, version
    and checksum. Null for one that was frozen from a selection."""
    neighbours = models.JSONField(null=True)
    """Properties that neighbour the ones in `drawing`, unbuilt ones too, as they were
    (`NeighbourProperty`); null where no neighbours were meant."""
    geom = models.MultiPolygonField(srid=STORAGE_SRID, null=True)
    """The area that was counted: included minus excluded, densified, EPSG:25833; null when the
    list was only picked."""
    rule = models.TextField()
    """Empty where `combined`: each address keeps the reason it had."""
    dataset_version = models.BigIntegerField()
    """Newest `dataset_version.id` of the cadastre when frozen; deliberately no foreign key."""
    data_extracted_at = models.DateTimeField(null=True)
    """Age of the oldest address data used."""
    checksum = models.CharField(max_length=64)
    """SHA-256 over the listed rows in order, see `sql/functions/address_list_checksum.sql`."""
    address_count = models.PositiveIntegerField()
    """Included addresses."""
    unit_count = models.PositiveIntegerField(null=True)
    """Units at the included addresses; null where no unit data is loaded for some of them."""
    outside_territory_count = models.PositiveIntegerField()
    taken_out_count = models.PositiveIntegerField(default=0)
    """Addresses picked by name that lie in the excluded area."""
    added_count = models.PositiveIntegerField(default=0)
    """Addresses that a person added; they are included."""
    removed_count = models.PositiveIntegerField(default=0)
    """Addresses that a person took out, those among them that nothing selects."""
    per = models.TextField(default="address")
    """What gets one each (`domain/rules.py`)."""
    copy_count = models.PositiveIntegerField(null=True)
    """How many that are; null on lists from before it was chosen."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "address_list"

    def __str__(self) -> str:
        return self.name

    @property
    def left_out_count(self) -> int:
        """Rows of the list that are not included, each with its reason."""
        return self.outside_territory_count + self.taken_out_count + self.removed_count

    @property
    def copies(self) -> int:
        return self.address_count if self.copy_count is None else self.copy_count


class ListedAddress(models.Model):
    """One address of a frozen list, with all that is needed to look up residents later."""

    address_list = models.ForeignKey(
        AddressList,
        on_delete=models.CASCADE,
        related_name="addresses",
        db_index=False,
        db_constraint=False,
    )
    """Not checked by the database: docs/decisions/rows-of-a-list.md."""
    source = models.TextField()
    source_id = models.TextField()
    """adresseId of the cadastre as text; Folkeregisteret names it too."""
    kind = models.TextField()
    municipality_number = models.CharField(max_length=4)
    street_code = models.TextField(blank=True)
    street_name = models.TextField(blank=True)
    number = models.IntegerField(null=True)
    letter = models.TextField(blank=True)
    gnr = models.IntegerField(null=True)
    bnr = models.IntegerField(null=True)
    fnr = models.IntegerField(null=True)
    undernumber = models.IntegerField(null=True)
    label = models.TextField()
    postcode = models.CharField(max_length=4, blank=True)
    post_town = models.TextField(blank=True)
    census_tract = models.TextField(blank=True)
    """grunnkretsnummer (8 digits); empty where the delivery names none."""
    census_tract_name = models.TextField(blank=True)
    """Empty where no census tracts are loaded."""
    point = models.PointField(srid=STORAGE_SRID, spatial_index=False)
    """Rows are found by their list, never by place: an index of places would only slow freezing."""
    units = ArrayField(models.TextField(), null=True)
    """Unit numbers, empty text for an unnumbered unit; null where no unit data is loaded."""
    street_size = models.PositiveIntegerField(null=True)
    """Addresses the whole street had when frozen: decides whether residents are looked up by
    street or by house number."""
    included = models.BooleanField()
    reason = models.TextField()
    """Why it is on the list, or left out: a `Reason` of `domain/rules.py`."""
    adjustment = models.TextField(blank=True, db_default="")
    """Why a person added it or took it out (`domain/adjustments.py`); empty where nobody did."""

    class Meta:
        db_table = "listed_address"
        constraints = [
            models.UniqueConstraint(
                fields=["address_list", "source", "source_id"], name="listed_address_once"
            )
        ]
        # A page of a list is read without passing over the rows of others.
        indexes = [models.Index(fields=["address_list", "id"], name="listed_address_in_order")]

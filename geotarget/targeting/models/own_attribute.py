from __future__ import annotations

from django.conf import settings
from django.db import models

from geotarget.organisations.models import Organisation


class OwnAttribute(models.Model):
    """Something an organisation knows of addresses from a system of its own: "Kommunalt vann".

    Loaded by `geotarget attributes load`. The rows of these tables belong to the organisation: the
    application sees none but those of the organisation that a transaction is for
    (`sql/grants/own_attributes.sql`).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    title = models.TextField()
    """What the description calls the file it comes from."""
    name = models.TextField()
    is_of_property = models.BooleanField()
    """Whether its values are kept by property ("9901-12/3/1"), else by adresseId."""

    class Meta:
        db_table = "own_attribute"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="own_attribute_once")
        ]

    def __str__(self) -> str:
        return self.name


class OwnValue(models.Model):
    """One value of an attribute at a property or an address; a property of several sections may
    have several."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False)
    attribute = models.ForeignKey(OwnAttribute, on_delete=models.CASCADE, db_index=False)
    key = models.TextField()
    value = models.TextField()

    class Meta:
        db_table = "own_value"
        constraints = [
            models.UniqueConstraint(fields=["attribute", "key", "value"], name="own_value_once")
        ]
        indexes = [models.Index(fields=["attribute", "value", "key"], name="own_value_by_value")]


class OwnAttributeVersion(models.Model):
    """One load of a file that changed something."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    title = models.TextField()
    source_name = models.TextField()
    source_sha256 = models.TextField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    loaded_at = models.DateTimeField()
    report = models.JSONField()
    """Rows read, rejected and unmatched (line, reason), values added, removed, unchanged."""

    class Meta:
        db_table = "own_attribute_version"

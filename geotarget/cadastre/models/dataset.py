from __future__ import annotations

from django.db import models


class DatasetVersion(models.Model):
    """One published delivery of one data set. The newest id names the state of the cadastre."""

    dataset = models.TextField()
    """`address`, `unit`, `parcel`, `building` and so on (see `cadastre_import/sources.toml`)."""
    source_name = models.TextField()
    """File name as delivered, without folder."""
    source_sha256 = models.TextField()
    extracted_at = models.DateTimeField(null=True)
    """When the deliverer took the data out of the cadastre (newest `datauttaksdato`, as UTC)."""
    published_at = models.DateTimeField()
    report = models.JSONField()
    """Rows read, rejected (line, reason), added, changed, removed, unchanged per municipality."""

    class Meta:
        db_table = "dataset_version"

    def __str__(self) -> str:
        return f"{self.dataset} {self.source_name}"


class DatasetCoverage(models.Model):
    """Which version of a data set a municipality has now, of each source that it has rows of."""

    dataset = models.TextField()
    source = models.TextField(db_default="matrikkel")
    """As in the keys of its rows; one of `cadastre_import/sources.toml`, or of a user's own."""
    municipality_number = models.CharField(max_length=4)
    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT)
    extracted_at = models.DateTimeField(null=True)
    row_count = models.BigIntegerField()

    class Meta:
        db_table = "dataset_coverage"
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "municipality_number", "source"],
                name="dataset_coverage_once",
            )
        ]


class CadastreChange(models.Model):
    """Append-only: what a version did to one row of a data set."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.PROTECT)
    source_id = models.TextField()
    municipality_number = models.CharField(max_length=4)
    change = models.TextField()
    """`added`, `changed` or `removed`; of a cadastral unit (in versions of parcels, by its
    matrikkelenhetId) `renumbered` or `expired`."""
    label_before = models.TextField(blank=True)
    label_after = models.TextField(blank=True)
    """Empty where the row was added or removed."""
    number_before = models.TextField(blank=True, db_default="")
    """Cadastral number that an address or cadastral unit had ("9901-12/3/1") where it has another
    one now or is gone: with it an old number is followed. Else empty."""
    number_after = models.TextField(blank=True, db_default="")

    class Meta:
        db_table = "cadastre_change"
        indexes = [
            models.Index(
                fields=["number_before"],
                condition=~models.Q(number_before=""),
                name="cadastre_change_number",
            )
        ]

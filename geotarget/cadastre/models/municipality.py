from __future__ import annotations

from django.contrib.gis.db import models

from geotarget.domain.coordinates import STORAGE_SRID


class Municipality(models.Model):
    """A municipality that the cadastre has rows for. The border is for display only."""

    number = models.CharField(max_length=4, primary_key=True)
    name = models.TextField()
    border = models.MultiPolygonField(srid=STORAGE_SRID, null=True)
    """EPSG:25833, metres. Null until a municipality border delivery has been imported."""

    class Meta:
        db_table = "municipality"

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

from __future__ import annotations

from django.conf import settings
from django.contrib.gis.db import models

from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.organisations.models import Organisation


class Area(models.Model):
    """A saved selection of an organisation: what was drawn and picked, before it is frozen."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.TextField()
    drawing = models.JSONField()
    """As the map sent it: GeoJSON of included and excluded shapes (EPSG:4326, longitude first),
    picked streets and addresses, and the rule. `domain/selection.py` describes the form."""
    geom = models.MultiPolygonField(srid=STORAGE_SRID, null=True)
    """Included minus excluded shapes, EPSG:25833, metres; null when only streets or addresses are
    picked. Of an area that an analyst saved it is the given shape; `drawing` is made from it."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "area"

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.gis.db import models
from django.utils import timezone

from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.retention import SAVED_AREA
from geotarget.organisations.models import Organisation


class Area(models.Model):
    """A version of a saved selection: what was drawn and picked, before it is frozen.

    A change makes a new version (`replaces`), and all versions go together when the area ends.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.TextField()
    version = models.PositiveIntegerField(default=1, db_default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="replaced_by"
    )
    first = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="later")
    """Version 1, by which the versions are found; null for version 1 itself."""
    drawing = models.JSONField()
    """As the map sent it: GeoJSON of included and excluded shapes (EPSG:4326, longitude first),
    picked streets and addresses, and the rule. `domain/selection.py` describes the form."""
    geom = models.MultiPolygonField(srid=STORAGE_SRID, null=True)
    """Included minus excluded shapes, EPSG:25833, metres; null when only streets or addresses are
    picked. Of an area that an analyst saved it is the given shape; `drawing` is made from it."""
    ends_on = models.DateField(null=True)
    """Day of the deletion as somebody has chosen it; else it follows from `created_at`."""
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "area"

    def __str__(self) -> str:
        return self.name

    @property
    def series(self) -> int:
        """The key of version 1: the same for all versions."""
        return self.first_id or self.pk

    @property
    def last_day(self) -> datetime.date:
        """On this day all versions are deleted; of the newest version it counts."""
        return self.ends_on or timezone.localdate(self.created_at) + SAVED_AREA

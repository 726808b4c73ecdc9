"""Save the areas of a file as ready areas: school catchments, pressure zones, each by its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.organisations.models import Organisation, User

from .models import Area
from .save_area import save_area

MOST_ZONES = 500


@dataclass(frozen=True)
class Zone:
    name: str
    shapes: list[dict[str, Any]]
    """GeoJSON geometries (EPSG:4326): a zone may have several parts."""

    @property
    def compared(self) -> str:
        """The name as areas are told apart by it."""
        return self.name.strip().lower()


class ZoneError(InputError):
    """One of several zones is at fault: `zone` is its name."""

    def __init__(self, zone: str, fault: InputError) -> None:
        super().__init__(fault.template, place=fault.place, **fault.params)
        self.zone = zone


@dataclass(frozen=True)
class SavedZones:
    new: int
    newer: int
    """Those that an area of that name had before, which has a new version now."""


def save_zones(zones: Sequence[Zone], *, organisation: Organisation, user: User) -> SavedZones:
    """All of them or none. A zone whose name an area has becomes its next version, so that a file
    of next year takes the place of this year's. Raises `ZoneError`, or `InputError`
    for too many.
    """
    if not 0 < len(zones) <= MOST_ZONES:
        raise InputError(
            gettext_noop("Save between 1 and %(limit)s areas at a time."), limit=MOST_ZONES
        )
    with transaction.atomic():
        known = _newest(zones, organisation)
        for zone in zones:
            _save(zone, organisation, user, known.get(zone.compared))
    newer = sum(zone.compared in known for zone in zones)
    return SavedZones(len(zones) - newer, newer)


def _newest(zones: Sequence[Zone], organisation: Organisation) -> dict[str, Area]:
    """Areas of those names, of several the newest."""
    names = [zone.compared for zone in zones]
    own = Area.objects.filter(organisation=organisation, replaced_by=None)
    found = own.annotate(lower=Lower("name")).filter(lower__in=names).order_by("created_at")
    return {area.name.lower(): area for area in found.defer("drawing", "geom")}


def _save(zone: Zone, organisation: Organisation, user: User, before: Area | None) -> None:
    plain = ({key: shape.get(key) for key in ("type", "coordinates")} for shape in zone.shapes)
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in plain]
    drawing = {"include": {"type": "FeatureCollection", "features": features}}
    try:
        save_area(drawing, name=zone.name, organisation=organisation, user=user, replaces=before)
    except InputError as fault:
        raise ZoneError(zone.name[:60], fault) from None

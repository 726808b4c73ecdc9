"""Coordinate systems, fixed once, here. Tolerances of the count: sql/functions/units_in_area.sql.

We store and compute in EPSG:25833 (metres, east before north) and speak EPSG:4326
(degrees, longitude before latitude) only in GeoJSON.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pyproj import Transformer

STORAGE_SRID = 25833
GEOJSON_SRID = 4326

NORWAY_LONGITUDE = (-10.0, 40.0)
NORWAY_LATITUDE = (54.0, 82.0)
"""Degrees (EPSG:4326) between which a position can be Norway's or Denmark's; pages get these."""

DENSIFY_M = 100.0
"""A GeoJSON edge is straight in longitude and latitude; it gets a vertex at least this often."""

_TO_STORAGE = Transformer.from_crs(GEOJSON_SRID, STORAGE_SRID, always_xy=True)
_TO_DEGREES = Transformer.from_crs(STORAGE_SRID, GEOJSON_SRID, always_xy=True)


def to_storage(longitude: Any, latitude: Any) -> tuple[Any, Any]:
    """East and north in metres (EPSG:25833) of degrees (EPSG:4326); numbers or arrays."""
    east, north = _TO_STORAGE.transform(longitude, latitude)
    return east, north


def to_degrees(east: Any, north: Any) -> tuple[Any, Any]:
    """Longitude and latitude (EPSG:4326) of metres in EPSG:25833; numbers or arrays."""
    longitude, latitude = _TO_DEGREES.transform(east, north)
    return longitude, latitude


def utm_to_degrees(zone: int, east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude (EPSG:4326) of metres in EUREF89 UTM, zone 31 to 36; infinite where
    the zone has no such place."""
    longitude, latitude = _of_zone(zone).transform(east, north)
    return longitude, latitude


def is_near_norway(longitude: float, latitude: float) -> bool:
    """Whether degrees (EPSG:4326) can be a place in Norway or Denmark."""
    (west, east), (south, north) = NORWAY_LONGITUDE, NORWAY_LATITUDE
    return west <= longitude <= east and south <= latitude <= north


@cache
def _of_zone(zone: int) -> Transformer:
    return Transformer.from_crs(25800 + zone, GEOJSON_SRID, always_xy=True)

"""Coordinate systems of files: which they are, in words, and the way into degrees (EPSG:4326)."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geotarget.domain.coordinates import GEOJSON_SRID
from geotarget.domain.errors import InputError, gettext_noop

CHOICES = (25832, 25833, 25835, 4258, 4326)
"""What a user may say of a file that does not say it."""
STRAIGHT_M = 400.0
"""An edge is straight in the file's own system. Between corners this far apart it leaves the
straight line in degrees by less than a centimetre."""
_EXACT = re.compile(r"ETRS|EUREF|European Terrestrial|WGS[ _]?(19)?84|World Geodetic", re.I)
"""Datums that are the same as ours within what a map shows; others need grids that we lack."""
DECIMALS = 8


def system_of(code: int | str) -> CRS:
    """By EPSG code or well-known text. Raises `InputError`."""
    try:
        crs = CRS.from_user_input(code)
    except CRSError:
        raise _unknown(str(code)[:60]) from None
    plane = crs.sub_crs_list[0] if crs.is_compound else crs
    datum = " ".join(filter(None, [
        plane.name, plane.geodetic_crs.name if plane.geodetic_crs else "",
        plane.datum.name if plane.datum else "",
    ]))  # fmt: skip
    if plane.geodetic_crs is None or not _EXACT.search(datum):
        raise _unknown(plane.name)
    return plane


def _unknown(name: str) -> InputError:
    return InputError(
        gettext_noop(
            "The coordinate system “%(name)s” cannot be transformed exactly here. Export the area "
            "in EUREF89 (EPSG:25832, 25833 or 25835) or as longitude and latitude."
        ),
        name=name,
    )


def words_of(crs: CRS) -> str:
    """As "EPSG:25833 (ETRS89 / UTM zone 33N)"."""
    code = crs.to_epsg(min_confidence=60)
    return f"EPSG:{code} ({crs.name})" if code else crs.name


def way_to_degrees(crs: CRS) -> Callable[[shapely.Geometry], shapely.Geometry]:
    """Turns a plane area or point into longitude and latitude with eight decimals."""
    transformer = Transformer.from_crs(crs, GEOJSON_SRID, always_xy=True)

    def transform(points: np.ndarray) -> np.ndarray:
        longitude, latitude = transformer.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([longitude, latitude]), DECIMALS)

    def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
        is_kept = crs.is_geographic or shape.geom_type == "Point"
        return shapely.transform(shape if is_kept else _straight(shape), transform)

    return in_degrees


def _straight(shape: shapely.Geometry) -> shapely.Geometry:
    """With more corners along its edges. Ring by ring: of a whole polygon that crosses itself GEOS
    would make another one."""
    polygons = [
        shapely.Polygon(
            shapely.segmentize(part.exterior, STRAIGHT_M),
            [shapely.segmentize(hole, STRAIGHT_M) for hole in part.interiors],
        )
        for part in shapely.get_parts(shape)
    ]
    return polygons[0] if shape.geom_type == "Polygon" else shapely.MultiPolygon(polygons)

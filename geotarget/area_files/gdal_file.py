"""Shapefile, GeoPackage, KML and GML through GDAL, with the one driver of the form.

Only the child process imports this: GDAL reads its environment when it is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely
from pyproj import CRS

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.printable import printable

from .forms import DRIVERS, Form
from .layers import Feature, Layer, attributes_of, label_of
from .systems import system_of

_QUIET = {
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_SAVE_RESOLVED_TO": "",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_FIELDTYPES": "ALWAYS_STRING",
    "SHAPE_RESTORE_SHX": "YES",
    "OGR_GPKG_IMMUTABLE": "YES",
}
"""No schema and no reference is fetched."""


def read_with_gdal(path: Path, form: Form, name: str, system: int | None) -> list[Layer]:
    """Its layers with features. `system`: EPSG code for layers that name none.
    Raises `InputError`."""
    source = _opened(path, form)
    layers = []
    for layer in source:
        if layer.geom_type.name == "None":
            continue
        crs = _system(layer) or (system_of(system) if system else None)
        title = name if form is Form.SHAPEFILE and name else printable(layer.name)[:60]
        layers.append(Layer(title, crs, _features(layer)))
    if not layers:
        raise InputError(gettext_noop("There is no layer with shapes in the file."))
    return layers


def _opened(path: Path, form: Form) -> Any:
    if not os.environ.get("OGR_SKIP"):  # then every driver would be let in
        raise InputError(
            gettext_noop(
                "Shapefile, GeoPackage, KML and GML cannot be read now: GDAL is not installed "
                "(package gdal-bin). Take the area as GeoJSON or SOSI."
            )
        )
    others = [driver for each, driver in DRIVERS.items() if each is not form]
    os.environ.update(_QUIET)
    os.environ["OGR_SKIP"] = ",".join([os.environ["OGR_SKIP"], *others])
    from django.conf import settings

    settings.configure()
    from django.contrib.gis.gdal import DataSource
    from django.contrib.gis.gdal.error import GDALException

    try:
        return DataSource(str(path))
    except GDALException:
        raise _unreadable(form) from None


def _unreadable(form: Form) -> InputError:
    return InputError(
        gettext_noop("The file looks like %(form)s but cannot be read. Export the area again."),
        form=str(form),
    )


def _system(layer: Any) -> CRS | None:
    told = layer.srs
    if told is None:
        return None
    code = told["AUTHORITY", 1] if told["AUTHORITY"] == "EPSG" else None
    return system_of(int(code) if code and str(code).isdigit() else told.wkt)


def _features(layer: Any) -> Iterator[Feature]:
    from django.contrib.gis.gdal.error import GDALException

    fields = layer.fields
    for feature in layer:
        told = {name: _value(feature, name) for name in fields}
        label = label_of(told)
        try:
            yield Feature(label, _shape(feature.geom), attributes=attributes_of(told))
        except (GDALException, shapely.errors.ShapelyError):
            fault = InputError(
                gettext_noop("The coordinates cannot be read. Export the area again.")
            )
            yield Feature(label, None, fault)


def _value(feature: Any, name: str) -> str:
    try:
        return str(feature.get(name) or "")
    except (UnicodeDecodeError, ValueError, TypeError, LookupError):
        return ""


def _shape(geometry: Any) -> shapely.Geometry | None:
    """Plane, its arcs as lines."""
    if geometry is None or geometry.empty:
        return None
    straight = geometry.get_linear_geometry() if geometry.has_curve else geometry
    return shapely.force_2d(shapely.from_wkb(bytes(straight.wkb), on_invalid="ignore"))

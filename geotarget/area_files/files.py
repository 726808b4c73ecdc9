"""A file to layers, by the reader of its form."""

from __future__ import annotations

from pathlib import Path

from .forms import ZIP, Form, form_of
from .geojson_file import read_geojson
from .layers import Layer
from .sosi import read_sosi
from .unpacking import unpack


def layers_of(path: Path, system: int | None) -> tuple[str, list[Layer]]:
    """The form in words, and the layers of a file, plain or in a zip. `system`: EPSG code of what
    does not say its own. Raises `InputError`."""
    with path.open("rb") as file:
        start = file.read(len(ZIP))
    if start != ZIP:
        form = form_of(path.read_bytes())
        return str(form), _read(path, form, "", system)
    forms: list[Form] = []
    layers: list[Layer] = []
    for inside in unpack(path, path.parent):
        form = form_of(inside.path.read_bytes())
        forms.append(form)
        layers.extend(_read(inside.path, form, inside.name, system))
    return ", ".join(dict.fromkeys(map(str, forms))), layers


def _read(path: Path, form: Form, name: str, system: int | None) -> list[Layer]:
    if form is Form.GEOJSON:
        return read_geojson(path.read_bytes())
    if form is Form.SOSI:
        return read_sosi(path.read_bytes(), system)
    from .gdal_file import read_with_gdal

    return read_with_gdal(path, form, name, system)

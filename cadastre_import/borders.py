"""Borders of municipalities and other districts as GeoJSON, one feature at a time.

The deliverer's form is one object with a collection per type, `{"Kommune": {FeatureCollection, crs
EPSG:25833}, "Grense": ...}`; coordinates east before north in metres. A plain FeatureCollection is
taken too: without a crs it is in degrees, longitude first (RFC 7946). One feature is in memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Any

import shapely
from shapely.geometry import shape

from .json_items import JsonItems
from .recognise import is_plain_collection
from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field
from .sources import Source

_FEATURES = r'\{(.*?)"features"\s*:\s*\['


class BorderRows:
    """Iterates rows in COPY's text form. `line` is the ordinal of the feature, from 1."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._items = JsonItems(stream)
        self._source = source
        self.columns = ["line", *source.columns, "shape"]
        self.rows_read = 0
        self.rejected = Rejects()

    def __iter__(self) -> Iterator[bytes]:
        srid, is_plain = self._find_collection()
        for feature in self._items:
            self.rows_read += 1
            row = self._row(feature, srid)
            if row is not None:
                yield row
        if is_plain:
            self._items.refuse_more('{"features": [')

    def _find_collection(self) -> tuple[int, bool]:
        """Stand after the `[` of the collection's features; the EPSG code named before it, and
        whether the file is this collection alone."""
        self._items.read()
        is_plain = is_plain_collection(self._items.text)
        start = "" if is_plain else rf'"{self._source.collection}"\s*:\s*'
        found = self._items.find(start + _FEATURES)
        if found is None:
            raise DeliveryRefused(
                "The GeoJSON has no features under “%(name)s”. Give the file as delivered.",
                name=self._source.collection,
            )
        crs = re.search(r"EPSG:+(\d{4,6})\b", found[1])
        if crs is None and not is_plain:
            raise DeliveryRefused("The GeoJSON names no crs. Give the file as delivered.")
        return int(crs[1]) if crs else 4326, is_plain

    def _row(self, feature: dict[str, Any], srid: int) -> bytes | None:
        try:
            properties = feature["properties"]
            border = shapely.set_srid(shape(feature["geometry"]), srid)
            row = "\t".join(map(copy_field, [
                self.rows_read,
                *(self._value(properties, column) for column in self._source.columns),
                shapely.to_wkb(border, hex=True, include_srid=True),
            ]))  # fmt: skip
            if "\0" in row:
                raise ValueError("a control character in its properties")
            return row.encode() + b"\n"
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError,
                RecursionError, shapely.errors.ShapelyError) as error:  # fmt: skip
            reason = f"not a {self._source.dataset} with number, name and border ({_said(error)})"
            self.rejected.add(self.rows_read, reason.replace("_", " "))
            return None

    def _value(self, properties: dict[str, Any], column: str) -> Any:
        names = self._source.columns[column]
        present = [name for name in names if name in properties]
        if not present and column in ("number", "name"):
            raise LookupError(f"no {names[0]}")
        return properties[present[0]] if present else None


def _said(error: Exception) -> str:
    if isinstance(error, UnicodeError):
        return "half a character in its properties"
    return str(error)[:200]

"""Borders of districts as GML: census tracts, postcode areas, polling districts, municipalities."""

from __future__ import annotations

from typing import IO, Any

from lxml import etree

from .gml_features import GmlRows, with_srid
from .gml_shapes import ShapeRefused, multipolygon
from .sources import Source


class DistrictRows(GmlRows):
    """Its features and columns are those of the source; a name is found at any depth."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        super().__init__(stream)
        self.FEATURES = frozenset({source.feature})  # type: ignore[misc]
        self.COLUMNS = ("line", "file_line", "number", *list(source.columns)[1:], "shape")  # type: ignore[misc]
        self._number, *self._others = source.columns.values()

    def key(self, feature: etree._Element, ns: str) -> str | None:
        return _first(feature, ns, self._number)

    def fields(self, feature: etree._Element, ns: str) -> list[Any]:
        area = feature.find(ns + "område")
        if area is None:
            raise ShapeRefused("a district without område")
        shape, srid = multipolygon(area, self.srs)
        values = [_first(feature, ns, names) for names in self._others]
        return [*values, with_srid(shape, srid)]


def _first(feature: etree._Element, ns: str, names: list[str]) -> str | None:
    """The text of the first element with one of the names."""
    for name in names:
        found = feature.find(f".//{ns}{name}")
        if found is not None:
            return "".join(found.itertext()).strip()
    return None

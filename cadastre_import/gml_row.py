"""One feature of GML as a row in COPY's text form, where an empty field is null."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from json.encoder import encode_basestring as quoted
from typing import Any

from lxml import etree

from .gml_columns import Columns, descend
from .gml_plain import Plain, plain_shape
from .gml_positions import point_ewkb
from .gml_shapes import point, surface
from .sources import Source

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True)
class Places:
    """Which of a feature's texts a row is made of, by number; 0 is a text that is not there."""

    columns: list[int]
    shape: Plain | None
    positions: list[int]
    members: list[list[int]]


class RowMaker:
    """Makes the rows of one source. `columns` are those behind the ordinal."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._columns = Columns(source.columns)
        self._members = Columns(source.group) if source.group else None
        self._names = [f"{quoted(name)}:" for name in source.group]
        self._group_path = _any_namespace(source.group_path)
        self._kind, path = source.shape
        self._shape_path = _any_namespace(path)
        names = list(source.columns)
        paths = [*source.columns.values(), *source.group.values()]
        self.has_one_path_each = all(len(each) == 1 for each in paths)
        """Of more, a text decides which one is taken."""
        self._extracted_at = names.index("extracted") if "extracted" in names else None
        self.columns = [*_line_column(source), *names, *_added_columns(source)]

    def key(self, feature: etree._Element) -> str:
        """Of a feature that makes no row."""
        return self._columns.values(feature)[0]

    def row(
        self, feature: etree._Element, ordinal: int, line: int, srs: str | None, extracted: str
    ) -> bytes:
        """`srs` and `extracted` hold where the feature does not say. Raises `ShapeRefused`."""
        values = [*self._columns.values(feature), *self._shape(feature, srs)]
        if self._members is not None:
            found = _at_path(feature, self._group_path)
            values.append(self._group([self._members.values(row) for row in found]))
        return self._copied(ordinal, line, values, extracted)

    def row_of_texts(
        self, texts: list[str], places: Places, ordinal: int, line: int, extracted: str
    ) -> bytes:
        """The same of texts without blanks around them, of a feature whose `places` are known."""
        values = [texts[at] for at in places.columns]
        positions = [texts[at] for at in places.positions]
        values.append(places.shape.ewkb(positions) if places.shape else "")
        if self._members is not None:
            values.append(self._group([[texts[at] for at in row] for row in places.members]))
        return self._copied(ordinal, line, values, extracted)

    def places(
        self, feature: etree._Element, srs: str | None, number: Callable[[str], int]
    ) -> Places:
        """Where `row` finds the texts of this feature; `number` knows them. Raises `ValueError`
        where another feature with the same tags may have them elsewhere."""
        if not self.has_one_path_each:
            raise ValueError
        holder = descend(feature, self._shape_path)
        shape, positions = (None, []) if holder is None else plain_shape(holder, self._kind, srs)
        members: list[list[int]] = []
        if self._members is not None:
            for row in _at_path(feature, self._group_path):
                members.append([number(text) for text in self._members.values(row)])
        columns = [number(text) for text in self._columns.values(feature)]
        return Places(columns, shape, [number(text) for text in positions], members)

    def _copied(self, ordinal: int, line: int, values: list[str], extracted: str) -> bytes:
        at = self._extracted_at
        if at is not None and not values[at]:
            values[at] = extracted
        fields = [str(ordinal), *([str(line)] if self._source.has_lines else []), *values]
        return _copied(fields).encode()

    def _shape(self, feature: etree._Element, srs: str | None) -> list[str]:
        """What is not there is null, and for the SQL to judge."""
        holder = descend(feature, self._shape_path)
        if holder is None:
            return [""] * (3 if self._kind == "coordinates" else 1)
        if self._kind == "surface":
            return [surface(holder, srs)]
        place, srid = point(holder, srs)
        if self._kind == "coordinates":
            return [str(srid), *map(str, place)]
        return [point_ewkb(place, srid)]

    def _group(self, rows: list[list[str]]) -> str:
        """The rows below a feature as JSON, in an order of our own: the web service has another one
        from time to time. They may share one property element or have one each."""
        rows.sort()
        return f"[{','.join(map(self._as_json, rows))}]"

    def _as_json(self, row: list[str]) -> str:
        pairs = zip(self._names, row, strict=True)
        return "{" + ",".join([name + quoted(value) for name, value in pairs]) + "}"


def _copied(fields: list[str]) -> str:
    row = "\t".join(fields)
    if "\\" in row or "\n" in row or "\r" in row or row.count("\t") >= len(fields):
        row = "\t".join([field.translate(_ESCAPED) for field in fields])
    return row + "\n"


def _at_path(element: etree._Element, tags: tuple[str, ...]) -> list[Any]:
    found = [element]
    for tag in tags:
        found = [child for each in found for child in each.iterchildren(tag)]
    return found


def _any_namespace(path: str) -> tuple[str, ...]:
    return tuple("{*}" + name for name in path.split("/")) if path else ()


def _line_column(source: Source) -> list[str]:
    return ["file_line"] if source.has_lines else []


def _added_columns(source: Source) -> list[str]:
    shape = ["epsg", "east", "north"] if source.shape[0] == "coordinates" else ["shape"]
    return [*shape, *(["units"] if source.group else [])]

"""A GML delivery, one feature at a time, as rows for COPY; sources.toml says what is in a row.

The parser is closed: no DTD, no entities, no network. Each feature is forgotten after it is read,
so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

import shapely
from lxml import etree

from .gml_shapes import GML, ShapeRefused, multipolygon, point
from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field
from .sources import Source

_AROUND = ("FeatureCollection", "Envelope", "member", "featureMember", "featureMembers")
_BLOCK_ROWS = 500
_WFS = "{http://www.opengis.net/wfs/2.0}FeatureCollection"


class GmlRows:
    """Iterates blocks of rows in COPY's text form: ordinal, line of the file, and what the source
    describes. A feature that cannot be read is rejected with its line."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._stream = stream
        self._source = source
        self.columns = ["line", *_line_column(source), *source.columns, *_added_columns(source)]
        self.rows_read = 0
        self.rejected = Rejects()
        self.is_wfs = False
        """An answer of the web service: it covers nothing but its own features, and its times are
        UTC. A delivered file covers its municipalities and has Norwegian time."""
        self._extracted: str | None = None
        self._srs: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        block: list[bytes] = []
        try:
            for feature in self._features():
                self.rows_read += 1
                row = self._row(feature)
                if row is not None:
                    block.append(row)
                if len(block) >= _BLOCK_ROWS:
                    yield b"".join(block)
                    block = []
        except etree.XMLSyntaxError as error:
            raise DeliveryRefused(
                "Line %(line)s: the GML is broken or was cut short (%(why)s). Download it again.",
                line=error.lineno or 0,
                why=error.msg,
            ) from None
        if block:
            yield b"".join(block)

    def _features(self) -> Iterator[etree._Element]:
        events = etree.iterparse(
            self._stream,
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in (*self._source.features, *_AROUND)],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        is_first = True
        for event, element in events:
            if is_first:
                self._read_root(element.getroottree().getroot())
                is_first = False
            if event == "start":
                continue
            if element.tag == GML + "Envelope":
                self._srs = self._srs or element.get("srsName")
                continue
            if _local(element) in self._source.features:
                yield element
            if _local(element) != "FeatureCollection":
                _forget(element)

    def _read_root(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            raise DeliveryRefused(
                "The GML has a document type definition (DTD). No delivery has one, and it can be "
                "used for attacks. Get the file from the deliverer itself."
            )
        self.is_wfs = root.tag == _WFS
        self._extracted = root.get("timeStamp")

    def _row(self, feature: etree._Element) -> bytes | None:
        ns = f"{{{etree.QName(feature).namespace}}}"
        line = [int(feature.sourceline or 0)] if self._source.has_lines else []
        values = _values(feature, ns, self._source.columns)
        if "extracted" in values:
            values["extracted"] = values["extracted"] or self._extracted
        try:
            added = [*self._shape(feature, ns), *self._group(feature, ns)]
        except (ShapeRefused, ValueError, ArithmeticError, shapely.errors.ShapelyError) as error:
            key = next(iter(values.values()))
            self.rejected.add([self.rows_read, *line][-1], str(error), key or "")
            return None
        row = [self.rows_read, *line, *values.values(), *added]
        return "\t".join(map(copy_field, row)).encode() + b"\n"

    def _shape(self, feature: etree._Element, ns: str) -> list[Any]:
        """What is not there is null, and for the SQL to judge."""
        kind, path = self._source.shape
        holder = feature.find(ns + path)
        if holder is None:
            return [None] * (3 if kind == "coordinates" else 1)
        if kind == "surface":
            surface, srid = multipolygon(holder, self._srs)
            if surface.is_empty:
                raise ShapeRefused(f"an empty {path}")
            return [_with_srid(surface, srid)]
        place, srid = point(holder, self._srs)
        return [srid, place.x, place.y] if kind == "coordinates" else [_with_srid(place, srid)]

    def _group(self, feature: etree._Element, ns: str) -> list[str]:
        """The rows below a feature as JSON, in an order of our own: the web service has another one
        from time to time. They may share one property element or have one each."""
        if not self._source.group:
            return []
        path = "/".join(ns + name for name in self._source.group_path.split("/"))
        rows = [
            {ours: value or "" for ours, value in _values(row, ns, self._source.group).items()}
            for row in feature.iterfind(path)
        ]
        rows.sort(key=lambda row: list(row.values()))
        return [json.dumps(rows, ensure_ascii=False)]


def _line_column(source: Source) -> list[str]:
    return ["file_line"] if source.has_lines else []


def _added_columns(source: Source) -> list[str]:
    shape = ["epsg", "east", "north"] if source.shape[0] == "coordinates" else ["shape"]
    return [*shape, *(["units"] if source.group else [])]


def _values(
    feature: etree._Element, ns: str, columns: dict[str, list[str]]
) -> dict[str, str | None]:
    """The text of each column's first path that is there; null where none is. `*` is the feature's
    own name in lower case, and a path that begins with `//` is looked for at any depth."""
    children: dict[str, etree._Element] = {}
    for child in feature:
        children.setdefault(child.tag, child)
    return {
        ours: next((text for path in paths if (text := _text(feature, ns, path, children))), None)
        for ours, paths in columns.items()
    }


def _text(
    feature: etree._Element, ns: str, path: str, children: dict[str, etree._Element]
) -> str | None:
    if path == "*":
        return _local(feature).lower()
    if path.startswith("//"):
        found = feature.find(f".//{ns}{path[2:]}")
    else:
        name, *below = path.split("/")
        found = children.get(ns + name)
        for name in below:
            found = found.find(ns + name) if found is not None else None
    if found is None:
        return None
    return "".join(found.itertext()).strip() if len(found) else (found.text or "").strip()


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _with_srid(shape: shapely.Geometry, srid: int) -> str:
    """EWKB in hexadecimal, as COPY takes a geometry."""
    return str(shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=True))


def _forget(element: etree._Element) -> None:
    """Free an element and its finished siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

"""A GML delivery, one feature at a time, as rows for COPY; sources.toml says what is in a row.

The parser is closed: no DTD, no entities, no network. Each feature is forgotten after it is read,
so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from .gml_shapes import GML, ShapeRefused, point, point_ewkb, surface
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
        self._columns = _Columns(source.columns)
        self._members = _Columns(source.group) if source.group else None
        self._group_path = "/".join("{*}" + name for name in source.group_path.split("/"))
        names = list(source.columns)
        self._extracted_at = names.index("extracted") if "extracted" in names else None
        self.rows_read = 0
        self.rejected = Rejects()
        self.passed_over: Counter[str] = Counter()
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
            tag=[
                f"{{*}}{name}"
                for name in (*self._source.features, *self._source.passed_over, *_AROUND)
            ],
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
            elif _local(element) in self._source.passed_over:
                self.passed_over[_local(element)] += 1
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
        line = [int(feature.sourceline or 0)] if self._source.has_lines else []
        values = self._columns.values(feature)
        if self._extracted_at is not None:
            values[self._extracted_at] = values[self._extracted_at] or self._extracted
        try:
            added = [*self._shape(feature), *self._group(feature)]
        except (ShapeRefused, ValueError, ArithmeticError) as error:
            self.rejected.add([self.rows_read, *line][-1], str(error), values[0] or "")
            return None
        row = [self.rows_read, *line, *values, *added]
        return "\t".join(map(copy_field, row)).encode() + b"\n"

    def _shape(self, feature: etree._Element) -> list[Any]:
        """What is not there is null, and for the SQL to judge."""
        kind, path = self._source.shape
        holder = feature.find("{*}" + path)
        if holder is None:
            return [None] * (3 if kind == "coordinates" else 1)
        if kind == "surface":
            return [surface(holder, self._srs)]
        place, srid = point(holder, self._srs)
        return [srid, *place] if kind == "coordinates" else [point_ewkb(place, srid)]

    def _group(self, feature: etree._Element) -> list[str]:
        """The rows below a feature as JSON, in an order of our own: the web service has another one
        from time to time. They may share one property element or have one each."""
        if self._members is None:
            return []
        found = feature.iterfind(self._group_path)
        names = self._source.group
        rows = [[value or "" for value in self._members.values(row)] for row in found]
        rows.sort()
        return [
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False)
        ]


class _Columns:
    """The texts of an element's columns, in one pass over its children.

    Of the paths of a column the first that has a text is taken. `*` is the element's own name in
    lower case, and a path that begins with `//` is looked for at any depth.
    """

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = list(columns.values())
        self._in_namespace: dict[str, list[list[tuple[str, str]]]] = {}

    def values(self, element: etree._Element) -> list[str | None]:
        ns = element.tag[: element.tag.rfind("}") + 1]
        children: dict[str, etree._Element] = {}
        for child in element:
            children.setdefault(child.tag, child)
        return [self._first(element, paths, children) for paths in self._paths(ns)]

    def _paths(self, ns: str) -> list[list[tuple[str, str]]]:
        """By column: the child's tag, and the path below it."""
        if ns not in self._in_namespace:
            self._in_namespace[ns] = [[_tag_and_below(ns, path) for path in paths]
                                      for paths in self._columns]  # fmt: skip
        return self._in_namespace[ns]

    def _first(
        self,
        element: etree._Element,
        paths: list[tuple[str, str]],
        children: dict[str, etree._Element],
    ) -> str | None:
        for tag, below in paths:
            if tag == "*":
                return _local(element).lower()
            found = children.get(tag) if tag else element
            if below and found is not None:
                found = found.find(below)
            text = _text(found)
            if text:
                return text
        return None


def _tag_and_below(ns: str, path: str) -> tuple[str, str]:
    if path == "*":
        return path, ""
    if path.startswith("//"):
        return "", f".//{ns}{path[2:]}"
    first, *rest = (ns + name for name in path.split("/"))
    return first, "/".join(rest)


def _text(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _line_column(source: Source) -> list[str]:
    return ["file_line"] if source.has_lines else []


def _added_columns(source: Source) -> list[str]:
    shape = ["epsg", "east", "north"] if source.shape[0] == "coordinates" else ["shape"]
    return [*shape, *(["units"] if source.group else [])]


def _forget(element: etree._Element) -> None:
    """Free an element and its finished siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

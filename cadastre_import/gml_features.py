"""A GML delivery, one feature at a time, as rows for COPY.

The parser is closed: no DTD, no entities, no network. Each feature is forgotten after it is read,
so memory does not grow with the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, ClassVar

import shapely
from lxml import etree

from .gml_shapes import GML, ShapeRefused
from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field

_WFS = "{http://www.opengis.net/wfs/2.0}FeatureCollection"


class GmlRows:
    """Iterates rows in COPY's text form: ordinal, line of the file, key, and what `fields` tells.

    A kind of feature is a subclass. `fields` raises `ShapeRefused` or `ValueError` for a feature
    that cannot be published; it is then rejected with its line.
    """

    FEATURES: ClassVar[frozenset[str]]
    """Local names of the elements that are read; all others are passed over."""
    COLUMNS: ClassVar[tuple[str, ...]]
    """Order of the fields in a row; the same names as in the data set's raw table."""

    TELLS_ORDINAL: ClassVar[bool] = False
    """Rejected features are told by their ordinal, not by the line of the file."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.rows_read = 0
        self.rejected = Rejects()
        self.is_wfs = False
        """An answer of the web service: it covers nothing but its own features, and its times are
        UTC. A delivered file covers its municipalities and has Norwegian time."""
        self.extracted: str | None = None
        self.srs: str | None = None

    def key(self, feature: etree._Element, ns: str) -> str | None:
        raise NotImplementedError

    def fields(self, feature: etree._Element, ns: str) -> list[Any]:
        raise NotImplementedError

    def __iter__(self) -> Iterator[bytes]:
        try:
            for feature in self._features():
                self.rows_read += 1
                row = self._row(feature)
                if row is not None:
                    yield row
        except etree.XMLSyntaxError as error:
            raise DeliveryRefused(
                "Line %(line)s: the GML is broken or was cut short (%(why)s). Download it again.",
                line=error.lineno or 0,
                why=error.msg,
            ) from None

    def _features(self) -> Iterator[etree._Element]:
        events = etree.iterparse(
            self._stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            if event == "start":
                if element.getparent() is None:
                    self._read_root(element)
            elif etree.QName(element).localname in self.FEATURES:
                yield element
                _forget(element)
            elif element.tag == GML + "Envelope":
                self.srs = self.srs or element.get("srsName")
            elif _is_member(element):
                _forget(element)

    def _read_root(self, root: etree._Element) -> None:
        if root.getroottree().docinfo.doctype:
            raise DeliveryRefused(
                "The GML has a document type definition (DTD). No delivery has one, and it can be "
                "used for attacks. Get the file from the deliverer itself."
            )
        self.is_wfs = root.tag == _WFS
        self.extracted = root.get("timeStamp")

    def _row(self, feature: etree._Element) -> bytes | None:
        ns = f"{{{etree.QName(feature).namespace}}}"
        key, line = self.key(feature, ns), int(feature.sourceline or 0)
        try:
            fields = self.fields(feature, ns)
        except (ShapeRefused, ValueError, ArithmeticError, shapely.errors.ShapelyError) as error:
            told = self.rows_read if self.TELLS_ORDINAL else line
            self.rejected.add(told, str(error), key or "")
            return None
        row = [self.rows_read, line, key, *fields]
        return "\t".join(map(copy_field, row)).encode() + b"\n"


def text(feature: etree._Element, ns: str, *path: str) -> str | None:
    """The text of an element below the feature; null where it is not there."""
    found = feature.findtext("/".join(ns + name for name in path))
    return found.strip() if found is not None else None


def with_srid(shape: shapely.Geometry, srid: int) -> str:
    """EWKB in hexadecimal, as COPY takes a geometry."""
    return str(shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=True))


def _is_member(element: etree._Element) -> bool:
    return etree.QName(element).localname in ("member", "featureMember", "featureMembers")


def _forget(element: etree._Element) -> None:
    """Free an element and its finished siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

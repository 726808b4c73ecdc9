"""A Teig delivery (GML), one parcel at a time, as rows for COPY.

The parser is closed: no DTD, no entities, no network. Each parcel is forgotten after it is read,
so memory does not grow with the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

import shapely
from lxml import etree

from .gml_shapes import GML, ShapeRefused, multipolygon
from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field

COLUMNS = (
    "line",
    "file_line",
    "source_id",
    "municipality_number",
    "municipality_name",
    "label",
    "shape",
    "area_m2",
    "is_disputed",
    "is_unregistered_joint_land",
    "updated",
    "extracted",
    "units",
)
"""Order of the fields in a row; the same names as in sql/staging/parcel_raw.sql."""

_UNIT_FIELDS = {
    "matrikkelenhetId": "source_id",
    "kommunenummer": "municipality_number",
    "gardsnummer": "gnr",
    "bruksnummer": "bnr",
    "festenummer": "fnr",
    "seksjonsnummer": "snr",
    "matrikkelenhetstype": "kind",
    "bruksnavn": "name",
}
_WFS = "{http://www.opengis.net/wfs/2.0}FeatureCollection"


class TeigRows:
    """Iterates blocks of tab-separated rows in COPY's text form."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.rows_read = 0
        self.rejected = Rejects()
        self.is_wfs = False
        """An answer of the web service: it covers nothing but its own parcels, and its times are
        UTC. A delivered file covers its municipalities and has Norwegian time."""
        self.extracted: str | None = None
        self._srs: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        try:
            for teig in self._parcels():
                self.rows_read += 1
                row = self._row(teig)
                if row is not None:
                    yield row
        except etree.XMLSyntaxError as error:
            raise DeliveryRefused(
                "Line %(line)s: the GML is broken or was cut short (%(why)s). Download it again.",
                line=error.lineno or 0,
                why=error.msg,
            ) from None

    def _parcels(self) -> Iterator[etree._Element]:
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
            elif etree.QName(element).localname == "Teig":
                yield element
                _forget(element)
            elif element.tag == GML + "Envelope":
                self._srs = self._srs or element.get("srsName")
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

    def _row(self, teig: etree._Element) -> bytes | None:
        namespace = f"{{{etree.QName(teig).namespace}}}"
        ident = _text(teig, f"{namespace}identTeig/{namespace}IdentTeig/{namespace}teigId")
        try:
            fields = self._fields(teig, namespace)
        except (ShapeRefused, ValueError, ArithmeticError, shapely.errors.ShapelyError) as error:
            self.rejected.add(_line(teig), str(error), ident or "")
            return None
        row = [self.rows_read, _line(teig), ident, *fields]
        return "\t".join(map(copy_field, row)).encode() + b"\n"

    def _fields(self, teig: etree._Element, ns: str) -> list[Any]:
        area = teig.find(ns + "område")
        if area is None:
            raise ShapeRefused("a parcel without område")
        shape, srid = multipolygon(area, self._srs)
        if shape.is_empty:
            raise ShapeRefused("a parcel with an empty område")
        return [
            _text(teig, ns + "kommunenummer"),
            _text(teig, ns + "kommunenavn"),
            _text(teig, ns + "matrikkelnummerTekst"),
            shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=True),
            _text(teig, f"{ns}teigareal/{ns}Areal/{ns}lagretBeregnetAreal"),
            _text(teig, ns + "tvist"),
            _text(teig, ns + "uregistrertJordsameie"),
            _text(teig, ns + "oppdateringsdato"),
            _text(teig, ns + "datauttaksdato") or self.extracted,
            json.dumps(_units(teig, ns), ensure_ascii=False),
        ]


def _units(teig: etree._Element, ns: str) -> list[dict[str, str]]:
    """The cadastral units of a parcel; they may share one property element or have one each."""
    return [
        {ours: _text(unit, ns + theirs) or "" for theirs, ours in _UNIT_FIELDS.items()}
        for unit in teig.iterfind(f"{ns}matrikkelenhet/{ns}Matrikkelenhet")
    ]


def _text(element: etree._Element, path: str) -> str | None:
    text = element.findtext(path)
    return text.strip() if text is not None else None


def _line(element: etree._Element) -> int:
    return int(element.sourceline or 0)


def _is_member(element: etree._Element) -> bool:
    return etree.QName(element).localname in ("member", "featureMember", "featureMembers")


def _forget(element: etree._Element) -> None:
    """Free an element and its finished siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

"""Which form a file has, by its content: its name is the user's and says nothing."""

from __future__ import annotations

import io
from enum import StrEnum

from lxml import etree

from geotarget.domain.errors import InputError, gettext_noop

_BOM = b"\xef\xbb\xbf"
_SQLITE = b"SQLite format 3\0"
_SHAPEFILE = b"\x00\x00\x27\x0a"
ZIP = b"PK\x03\x04"


class Form(StrEnum):
    GEOJSON = "GeoJSON"
    SHAPEFILE = "Shapefile"
    GEOPACKAGE = "GeoPackage"
    KML = "KML"
    GML = "GML"
    SOSI = "SOSI"


DRIVERS = {
    Form.SHAPEFILE: "ESRI Shapefile",
    Form.GEOPACKAGE: "GPKG",
    Form.KML: "KML",
    Form.GML: "GML",
}
"""Of GDAL, for the forms that we do not read ourselves."""


def form_of(content: bytes) -> Form:
    """Of a file that is no zip. Raises `InputError`."""
    start = content[:65_536].removeprefix(_BOM).lstrip()
    if content.startswith(_SQLITE):
        return Form.GEOPACKAGE
    if content.startswith(_SHAPEFILE):
        return Form.SHAPEFILE
    if start.startswith((b"{", b"[")):
        return Form.GEOJSON
    if start.startswith((b".HODE", b"!")):
        return Form.SOSI
    if start.startswith(b"<"):
        return _form_of_xml(content)
    raise _unknown()


def _form_of_xml(content: bytes) -> Form:
    """By the root element. What may stand before it is a DTD, which no such file needs."""
    events = etree.iterparse(
        io.BytesIO(content), events=("start",), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = next(iter(events))[1]
    except (etree.XMLSyntaxError, StopIteration):
        raise InputError(
            gettext_noop("The XML is broken or was cut short. Export the area again.")
        ) from None
    if root.getroottree().docinfo.doctype:
        raise InputError(
            gettext_noop(
                "The file has a document type definition (DTD), which can be used for attacks. "
                "Export the area again without one."
            )
        )
    if b"<OGRVRT" in content or etree.QName(root).localname.startswith("OGRVRT"):
        raise _unknown()  # names other files for GDAL to open
    namespaces = " ".join(filter(None, root.nsmap.values()))
    if etree.QName(root).localname == "kml":
        return Form.KML
    if "opengis.net/gml" in namespaces:
        return Form.GML
    raise _unknown()


def _unknown() -> InputError:
    return InputError(
        gettext_noop(
            "This is none of the forms that can be read: GeoJSON, a zip with a Shapefile, "
            "GeoPackage, KML, GML or SOSI."
        )
    )

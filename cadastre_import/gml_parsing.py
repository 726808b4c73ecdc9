"""How any GML is parsed: no DTD, no entities, no network, libxml2's limits on depth and size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from lxml import etree

from .gml_shapes import GML
from .refusal import DeliveryRefused

WFS_COLLECTION = "{http://www.opengis.net/wfs/2.0}FeatureCollection"
ENVELOPE = GML + "Envelope"
_CLOSED = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Readable(Protocol):
    """As much of a file as a parser asks for."""

    def read(self, size: int = -1, /) -> bytes: ...


def closed_events(stream: Readable, tags: Sequence[str]) -> etree.iterparse:
    return etree.iterparse(stream, events=("start", "end"), tag=tags, **_CLOSED)


def closed_parser() -> etree.XMLParser:
    return etree.XMLParser(**_CLOSED)


def closed_pull_parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(events=("start", "end"), **_CLOSED)


def refuse_doctype(root: etree._Element) -> None:
    if root.getroottree().docinfo.doctype:
        raise DeliveryRefused(
            "The GML has a document type definition (DTD). No delivery has one, and it can be "
            "used for attacks. Get the file from the deliverer itself."
        )


def broken(line: int, why: str) -> DeliveryRefused:
    return DeliveryRefused(
        "Line %(line)s: the GML is broken or was cut short (%(why)s). Download it again.",
        line=line,
        why=why,
    )

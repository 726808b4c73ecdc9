"""A Bygningspunkt delivery (GML): buildings by their point, with every unit in them."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from lxml import etree

from .gml_features import GmlRows, text, with_srid
from .gml_shapes import ShapeRefused, point

_UNIT_FIELDS = {
    "bruksenhetId": "source_id",
    "adresseId": "address_source_id",
    "matrikkelenhetId": "cadastral_unit_source_id",
    "bruksenhetstype": "use",
}


class BygningRows(GmlRows):
    FEATURES: ClassVar = frozenset({"Bygning"})
    COLUMNS: ClassVar = (
        "line",
        "file_line",
        "source_id",
        "building_number",
        "municipality_number",
        "municipality_name",
        "building_type",
        "status",
        "shape",
        "updated",
        "extracted",
        "units",
    )

    def key(self, feature: etree._Element, ns: str) -> str | None:
        return text(feature, ns, "identBygning", "IdentBygning", "bygningId")

    def fields(self, feature: etree._Element, ns: str) -> list[Any]:
        place = feature.find(ns + "representasjonspunkt")
        if place is None:
            raise ShapeRefused("a building without representasjonspunkt")
        shape, srid = point(place, self.srs)
        return [
            text(feature, ns, "bygningsnummer"),
            text(feature, ns, "kommunenummer"),
            text(feature, ns, "kommunenavn"),
            text(feature, ns, "bygningstype"),
            text(feature, ns, "bygningsstatus"),
            with_srid(shape, srid),
            text(feature, ns, "oppdateringsdato"),
            text(feature, ns, "datauttaksdato") or self.extracted,
            json.dumps(_units(feature, ns), ensure_ascii=False),
        ]


def _units(building: etree._Element, ns: str) -> list[dict[str, str]]:
    """All units, in an order of our own: the web service has another one from time to time.

    Many Bruksenhet stand in one property element, or each in its own.
    """
    units = [
        {ours: text(unit, ns, theirs) or "" for theirs, ours in _UNIT_FIELDS.items()}
        for unit in building.iterfind(f"{ns}bruksenhet/{ns}Bruksenhet")
    ]
    return sorted(units, key=lambda unit: (unit["source_id"], unit["address_source_id"]))

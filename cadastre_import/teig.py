"""A Teig delivery (GML): parcels with their cadastral units."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from lxml import etree

from .gml_features import GmlRows, text, with_srid
from .gml_shapes import ShapeRefused, multipolygon

UNIT_FIELDS = {
    "matrikkelenhetId": "source_id",
    "kommunenummer": "municipality_number",
    "gardsnummer": "gnr",
    "bruksnummer": "bnr",
    "festenummer": "fnr",
    "seksjonsnummer": "snr",
    "matrikkelenhetstype": "kind",
    "bruksnavn": "name",
    "punktfeste": "is_point_lease",
}


class TeigRows(GmlRows):
    FEATURES: ClassVar = frozenset({"Teig"})
    COLUMNS: ClassVar = (
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

    def key(self, feature: etree._Element, ns: str) -> str | None:
        return text(feature, ns, "identTeig", "IdentTeig", "teigId")

    def fields(self, feature: etree._Element, ns: str) -> list[Any]:
        units = _units(feature, ns)
        return [
            text(feature, ns, "kommunenummer"),
            text(feature, ns, "kommunenavn"),
            text(feature, ns, "matrikkelnummerTekst"),
            self._outline(feature, ns, units),
            text(feature, ns, "teigareal", "Areal", "lagretBeregnetAreal"),
            text(feature, ns, "tvist"),
            text(feature, ns, "uregistrertJordsameie"),
            text(feature, ns, "oppdateringsdato"),
            text(feature, ns, "datauttaksdato") or self.extracted,
            json.dumps(units, ensure_ascii=False),
        ]

    def _outline(self, feature: etree._Element, ns: str, units: list[dict[str, str]]) -> str | None:
        """Null for a point lease, which has no area."""
        area = feature.find(ns + "område")
        if area is None:
            if any(unit["is_point_lease"] == "true" for unit in units):
                return None
            raise ShapeRefused("a parcel without område")
        shape, srid = multipolygon(area, self.srs)
        if shape.is_empty:
            raise ShapeRefused("a parcel with an empty område")
        return with_srid(shape, srid)


def _units(teig: etree._Element, ns: str) -> list[dict[str, str]]:
    """The cadastral units of a parcel in the order of their ids; they may share one property
    element or have one each."""
    units = [
        {ours: text(unit, ns, theirs) or "" for theirs, ours in UNIT_FIELDS.items()}
        for unit in teig.iterfind(f"{ns}matrikkelenhet/{ns}Matrikkelenhet")
    ]
    return sorted(units, key=lambda unit: unit["source_id"])

"""An address delivery as GML: Vegadresse and Matrikkeladresse, as the rows of the CSV.

Access points are features of their own there, and are not read.
"""

from __future__ import annotations

from typing import Any, ClassVar

from lxml import etree

from .gml_features import GmlRows, text
from .gml_shapes import ShapeRefused, point

_FIELDS: dict[str, tuple[str, ...]] = {
    "municipality_number": ("kommunenummer",),
    "municipality_name": ("kommunenavn",),
    "extra_name": ("adressetilleggsnavn",),
    "street_code": ("adressekode",),
    "street_name": ("adressenavn",),
    "number": ("nummer",),
    "letter": ("bokstav",),
    "gnr": ("matrikkelnummerAdresse", "Matrikkelnummer", "gardsnummer"),
    "bnr": ("matrikkelnummerAdresse", "Matrikkelnummer", "bruksnummer"),
    "fnr": ("matrikkelnummerAdresse", "Matrikkelnummer", "festenummer"),
    "undernumber": ("undernummer",),
    "label": ("adresseTekst",),
    "postcode": ("postnummerområde", "PostnummerområdeId", "postnummer"),
    "post_town": ("postnummerområde", "PostnummerområdeId", "poststed"),
    "census_tract": ("grunnkrets", "GrunnkretsId", "grunnkretsnummer"),
    "updated": ("oppdateringsdato",),
}
_ZERO_IS_NONE = ("fnr", "undernumber")


class AdresseRows(GmlRows):
    FEATURES: ClassVar = frozenset({"Vegadresse", "Matrikkeladresse"})
    COLUMNS: ClassVar = (
        "line",
        "unused_line",
        "source_id",
        *_FIELDS,
        "extracted",
        "kind",
        "epsg",
        "east",
        "north",
    )
    TELLS_ORDINAL: ClassVar = True

    def key(self, feature: etree._Element, ns: str) -> str | None:
        own = text(feature, ns, "adresseId")
        return own or text(feature, ns, "identifikasjon", "Identifikasjon", "lokalId")

    def fields(self, feature: etree._Element, ns: str) -> list[Any]:
        place = feature.find(ns + "representasjonspunkt")
        if place is None:
            raise ShapeRefused("an address without representasjonspunkt")
        where, srid = point(place, self.srs)
        values = {ours: text(feature, ns, *path) for ours, path in _FIELDS.items()}
        values |= {name: None for name in _ZERO_IS_NONE if values[name] == "0"}
        return [
            *values.values(),
            text(feature, ns, "datauttaksdato") or self.extracted,
            etree.QName(feature).localname.lower(),
            srid,
            where.x,
            where.y,
        ]

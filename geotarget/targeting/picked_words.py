"""Words for what is picked by name: "Storgata 12–40, even numbers", "Census tract Sentrum"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geotarget.domain.districts import DistrictKind, split_district
from geotarget.domain.house_numbers import Side, StreetPart, parse_street
from geotarget.domain.neighbours import parse_neighbours
from geotarget.domain.picked_by import Placed, picked_by
from geotarget.domain.rules import Reason
from geotarget.domain.zone import zone_in

from .messages import grouped
from .neighbour_words import wanted_words
from .places import Place
from .selected import Row, rows
from .typed import PropertyNumber

KIND_NAMES = {
    DistrictKind.CENSUS_TRACT: _("Census tract"),
    DistrictKind.POLLING_DISTRICT: _("Polling district"),
    DistrictKind.URBAN_AREA: _("Urban area"),
    DistrictKind.POSTCODE: _("Postcode"),
    DistrictKind.MUNICIPALITY: _("Municipality"),
    DistrictKind.COUNTY: _("County"),
    DistrictKind.PROPERTY: _("Property"),
}
KINDS_NAMES = {
    DistrictKind.CENSUS_TRACT: _("census tracts"),
    DistrictKind.POLLING_DISTRICT: _("polling districts"),
    DistrictKind.URBAN_AREA: _("urban areas"),
    DistrictKind.POSTCODE: _("the postal register"),
    DistrictKind.MUNICIPALITY: _("municipalities"),
    DistrictKind.COUNTY: _("counties"),
}
MOST_TOLD = 12
"""Names; what is more is counted."""


def street_words(name: str, part: StreetPart) -> str:
    """As "Storgata 12–40, even numbers"."""
    sides = {Side.EVEN: gettext("even numbers"), Side.ODD: gettext("odd numbers")}
    return ", ".join(filter(None, (_between(name, part), sides.get(part.side, ""))))


def _between(name: str, part: StreetPart) -> str:
    told = {"street": name, "first": part.first, "last": part.last}
    if part.first and part.last:
        same = part.first == part.last
        return f"{name} {part.first}" if same else f"{name} {part.first}–{part.last}"
    if part.first:
        return gettext("%(street)s from no. %(first)s") % told
    return gettext("%(street)s up to no. %(last)s") % told if part.last else name


def district_words(key: str, name: str) -> str:
    """As "Census tract 99010101 Sentrum"; a polling district without its municipality."""
    kind, number = split_district(key)
    own = number.partition("-")[2] if kind is DistrictKind.POLLING_DISTRICT else number
    return " ".join(filter(None, (str(KIND_NAMES[kind]), own, name)))


def picked_rows(drawing: dict[str, Any]) -> list[Row]:
    """Kind, key, name and municipality of everything picked by name; its key where none has it."""
    return rows(
        "SELECT * FROM picked_names(%s::text[], %s::text[], %s::text[])",
        [drawing.get(name) or [] for name in ("streets", "districts", "addresses")],
    )


def row_words(row: Row) -> str:
    """What one of `picked_rows` is called."""
    if row["kind"] == "district":
        return district_words(row["key"], row["name"] or "")
    if row["kind"] == "street":
        part = parse_street(row["key"])
        return street_words(row["name"] or row["key"], part) if part else row["key"]
    return str(row["name"] or row["key"])


class PickedBy:
    """Names the street or district that brought an address, of a kept selection.

    Names are asked for when the first is needed; they are those of today.
    """

    def __init__(self, drawing: dict[str, Any]) -> None:
        self._picks = {name: drawing.get(name) or [] for name in ("streets", "districts")}
        self._single = set(drawing.get("addresses") or [])
        self._names: dict[str, str] | None = None

    def name(self, row: Any) -> str:
        """Of a `ListedAddress`, or a row with the same names; "" where none can be told."""
        is_single = row["source_id"] in self._single
        if row["reason"] != Reason.PICKED or is_single or not any(self._picks.values()):
            return ""
        street = f"{row['municipality_number']}-{row['street_code']}"
        own = {name: row[name] for name in ("number", "letter", "census_tract", "postcode")}
        placed = Placed(row["municipality_number"], street, estate=_estate(row), **own)
        pick = picked_by(placed, self._picks["streets"], self._picks["districts"])
        if self._names is None:
            self._names = {one["key"]: row_words(one) for one in picked_rows(self._picks)}
        return self._names.get(pick, "")


def _estate(row: Any) -> str:
    """As `sql/functions/property_number.sql`."""
    own = (row[name] for name in ("municipality_number", "gnr", "bnr", "fnr"))
    return PropertyNumber(*own).number


def in_words(drawing: dict[str, Any]) -> list[str]:
    """What is picked, and circles around addresses, of a kept selection; empty where nothing is.

    Names are those of today, also for a list that was frozen before.
    """
    told = [*map(row_words, picked_rows(drawing)), *_circles(drawing), *_neighbours(drawing)]
    more = len(told) - MOST_TOLD
    if more <= 0:
        return told
    text = ngettext("and %(count)s more", "and %(count)s more", more)
    return [*told[:MOST_TOLD], text % {"count": grouped(more)}]


def _neighbours(drawing: dict[str, Any]) -> Iterator[str]:
    wanted = parse_neighbours(drawing.get("neighbours"))
    if wanted is not None:
        yield wanted_words(wanted)


def _circles(drawing: dict[str, Any]) -> Iterator[str]:
    for name in ("include", "exclude"):
        for feature in (drawing.get(name) or {}).get("features") or []:
            properties = feature.get("properties") or {}
            zone = zone_in(properties)
            if zone is not None and properties.get("around"):
                words = within_words(zone.buffer_m, properties["around"])
                yield words if name == "include" else gettext("not %(words)s") % {"words": words}


def is_picked_only(drawing: dict[str, Any]) -> bool:
    """Whether the words tell all of a kept selection: only circles around addresses are drawn."""
    shapes = [
        feature
        for name in ("include", "exclude")
        for feature in (drawing.get(name) or {}).get("features") or []
    ]
    return all("around" in (feature.get("properties") or {}) for feature in shapes)


def place_name(place: Place) -> str:
    """A place without a name, as it can be typed again: "60.12345, 10.56789"."""
    return f"{place.latitude:.5f}, {place.longitude:.5f}"


def within_words(metres: float, label: str) -> str:
    told = {"metres": grouped(round(metres)), "address": label}
    return gettext("Within %(metres)s m of %(address)s") % told


def not_loaded_words(kinds: Iterable[DistrictKind]) -> str:
    """What could not be searched; empty where all could."""
    names = [str(KINDS_NAMES[kind]) for kind in kinds]
    return gettext("Not loaded: %(names)s.") % {"names": ", ".join(names)} if names else ""

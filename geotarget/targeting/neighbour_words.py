"""What the reader is told of properties, their neighbours, and places without a name."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from geotarget.domain.neighbours import NeighbourKind, Neighbours

from .messages import address_count, grouped, unit_count
from .neighbours import NeighbourProperty, property_numbers
from .places import Place
from .timed import Row

KIND_NAMES = {
    NeighbourKind.ADJOINING: _("Adjoining"),
    NeighbourKind.ACROSS_ROAD: _("Across the road"),
    NeighbourKind.WITHIN: _("Close by"),
}

MOST_NAMED = 5
"""Properties of common land that are named."""


def wanted_words(wanted: Neighbours) -> str:
    """As "Neighbours of 9901-30/11: adjoining, across the road, within 50 m"."""
    kinds = [
        gettext("within %(metres)s m") % {"metres": grouped(round(wanted.metres))}
        if kind is NeighbourKind.WITHIN
        else str(KIND_NAMES[kind]).lower()
        for kind in wanted.kinds
    ]
    told = {"name": subject_name(wanted), "kinds": ", ".join(kinds) or gettext("none")}
    return gettext("Neighbours of %(name)s: %(kinds)s") % told


def subject_name(wanted: Neighbours) -> str:
    return ", ".join(property_numbers(wanted.parcels)[:MOST_NAMED]) or property_name("")


def told_property(one: NeighbourProperty) -> dict[str, Any]:
    """A row of the list beside the map and on the page of a frozen list."""
    return {
        "number": property_name(one.number),
        "how": one.how,
        "kind": str(KIND_NAMES[NeighbourKind(one.how)]),
        "distance": distance(one.distance_m),
        "addresses": one.addresses,
        "words": _what_is_there(one),
    }


def told_frozen(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """The properties that a list has kept."""
    return [told_property(NeighbourProperty(**row)) for row in rows or ()]


def told_elsewhere(row: Row) -> dict[str, Any]:
    """ "Kalbrenna 15: same property as 9901-30/40, 29 km away"; the page adds whether it is in."""
    text = gettext("%(address)s: same property as %(number)s, %(distance)s away")
    told = {"number": property_name(row["number"]), **_far(row)}
    return {"source_id": row["source_id"], "label": row["label"], "how": row["how"],
            "words": text % told}  # fmt: skip


def told_same_property(row: Row, *, is_included: bool) -> dict[str, Any]:
    """As "Kalbrenna 15: same property, 29 km away – not included", of a parcel rule."""
    text = (
        gettext("%(address)s: same property, %(distance)s away – included")
        if is_included
        else gettext("%(address)s: same property, %(distance)s away – not included")
    )
    return {
        "source_id": row["source_id"],
        "label": row["label"],
        "property": property_name(row["number"]),
        "point": [row["longitude"], row["latitude"]],
        "words": text % _far(row),
    }


def _far(row: Row) -> dict[str, str]:
    return {"address": row["label"], "distance": distance(row["distance_m"])}


def told_parcel(row: Row) -> str:
    area = row["area_m2"]
    parts = [
        gettext("the ground it stands on; without an outline of its own")
        if row["is_ground"]
        else "",
        f"{grouped(round(area))} m²" if area else "",
        gettext("border in dispute") if row["is_disputed"] else "",
    ]
    return ", ".join(part for part in parts if part)


def all_parcels(count: int) -> str:
    return ngettext("all of it, %(count)s parcel", "all of it, %(count)s parcels", count) % {
        "count": grouped(count)
    }


def without_ground() -> str:
    return gettext("without an outline and without an address: choose the parcel around it")


def property_name(number: str) -> str:
    return number or gettext("Property number not known")


def property_count(count: int) -> str:
    return ngettext("%(count)s property", "%(count)s properties", count) % {"count": grouped(count)}


def property_words(row: Row, section: int = 0) -> str:
    """Of a row of `find_properties`: its addresses, its only one by name, or that it has none."""
    size = row["area_m2"]
    parts = [
        gettext("section %(number)s") % {"number": section} if section else "",
        row["label"] if row["addresses"] == 1 else "",
        address_count(row["addresses"]) if row["addresses"] > 1 else "",
        gettext("unbuilt, or without an address") if row["addresses"] == 0 else "",
        all_parcels(row["parcels"]) if row["parcels"] > 1 else "",
        f"{grouped(round(size))} m²" if size else "",
    ]
    return " · ".join(part for part in parts if part)


def place_words(place: Place) -> str:
    """As "UTM 32 · Strandvik · 12 m from Storgata 5"."""
    near = gettext("%(distance)s from %(address)s")
    parts = [
        place.system,
        place.municipality or gettext("in no municipality that is loaded: at sea, or abroad"),
        near % {"distance": distance(place.distance_m), "address": place.nearest}
        if place.distance_m is not None
        else "",
    ]
    return " · ".join(part for part in parts if part)


def nothing_found(is_named: bool) -> str:
    if is_named:
        return gettext(
            "No property has that number, or its parcels are not loaded. Write it as 12/3, or with "
            "the municipality as 9901-12/3."
        )
    return gettext("There is no parcel here. Choose a place inside a parcel.")


def distance(metres: float) -> str:
    if metres < 1_000:
        return f"{round(metres)} m"
    decimals = 0 if metres >= 10_000 else 1
    return f"{number_format(round(metres / 1_000, decimals), decimals)} km"


def _what_is_there(one: NeighbourProperty) -> str:
    built = [address_count(one.addresses), unit_count(one.units)] if one.addresses else []
    parts = [
        *(built or [gettext("unbuilt, or without an address")]),
        gettext("probably a road") if one.is_like_a_road else "",
        _parcels_there(one.parcels_there) if one.parcels_there > 1 else "",
        gettext("border in dispute") if one.is_disputed else "",
    ]
    return " · ".join(part for part in parts if part)


def _parcels_there(count: int) -> str:
    return ngettext("%(count)s parcel here", "%(count)s parcels here", count) % {
        "count": grouped(count)
    }

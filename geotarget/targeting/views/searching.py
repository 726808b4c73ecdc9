from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.coordinates import is_near_norway
from geotarget.domain.rules import is_included
from geotarget.organisations.access import MemberRequest

from .. import messages, selected
from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import is_number, selection_in
from ..left import stops_when_left
from ..models import Area
from ..neighbour_words import place_words, property_words
from ..picked_words import (
    PickedBy,
    district_words,
    not_loaded_words,
    place_name,
    street_words,
)
from ..picks import HouseNumbers
from ..places import NEAR_M, Place
from ..roles import draws
from ..search import Found, find, street_key
from ..selected import rows
from ..typed import LEAST_RADIUS_M, MOST_RADIUS_M

MAX_RADIUS_M = 500.0


@require_POST
@draws
@answers_json
@stops_when_left
def search(request: MemberRequest) -> dict[str, Any]:
    """Streets, addresses, house numbers, properties, districts, places and saved areas for what a
    person typed.

    Posted, since an address somebody looks for has no place in an access log.
    """
    text = body_of(request).get("query")
    if not isinstance(text, str):
        raise NotUnderstoodError(_("Write what to search for."))
    found = find(text, request.organisation.municipality_numbers(), request.organisation.pk)
    is_radius = _is_radius(found)
    return {
        "streets": [_street(row) for row in found.streets],
        "properties": [_property(row, found) for row in found.properties],
        "addresses": [_address(row) for row in _single(found)] if is_radius else [],
        "places": [_place(place, found.within_m) for place in found.places or ()]
        if is_radius
        else [],
        "numbers": [_numbers(row, numbers) for row, numbers in found.numbers],
        "districts": [_district(row) for row in found.districts],
        "areas": [_area(area) for area in found.areas],
        "more": found.more,
        "within_m": found.within_m,
        "note": _note(found) if is_radius else messages.radius_fault(),
        "not_loaded": not_loaded_words(found.not_loaded),
    }


def _single(found: Found) -> list[dict[str, Any]]:
    """Addresses, but not the only one of a property that is a hit itself."""
    alone = {row["number"] for row in found.properties if row["addresses"] == 1}
    return [row for row in found.addresses if row.get("cadastral_number") not in alone]


def _is_radius(found: Found) -> bool:
    return found.within_m is None or LEAST_RADIUS_M <= found.within_m <= MOST_RADIUS_M


def _note(found: Found) -> str:
    """What the reader must know of the hits."""
    if found.places == []:
        return messages.not_in_norway()
    if found.old_number:
        return messages.old_number(found.old_number)
    if found.missing_number:
        return _("No. %(number)s does not exist.") % {"number": found.missing_number}
    if found.is_elsewhere:
        return _("The address is there, but with another postcode or place.")
    unit = found.typed_address.unit if found.typed_address else ""
    return messages.whole_address(unit) if unit and found.addresses else ""


@require_POST
@draws
@answers_json
def at(request: MemberRequest) -> dict[str, Any]:
    """The addresses at a place on the map, all of them where several share a point."""
    body = body_of(request)
    place = [body.get(name) for name in ("longitude", "latitude", "radius_m")]
    if not all(is_number(value) for value in place) or not _is_near(*place):
        raise NotUnderstoodError(_("Name a place in Norway and a radius in metres."))
    found = rows("SELECT * FROM addresses_at(%s, %s, %s)", place)
    names = {"at_longitude": "longitude", "at_latitude": "latitude"}
    known = _known(request, body, place) if found else {}
    by_name = PickedBy(body["selection"] if known else {})
    return {
        "addresses": [
            _address({names.get(key, key): row[key] for key in row})
            | _standing(known.get(row["source_id"]), by_name)
            for row in found
        ]
    }


def _known(request: MemberRequest, body: dict[str, Any], place: list[Any]) -> dict[str, Any]:
    """What a selection, where one is sent, makes of the addresses at a place."""
    if body.get("selection") is None:
        return {}
    selection = selection_in(body, request.organisation.pk)
    return selected.at(selection, request.organisation.municipality_numbers(), *place)


def _standing(row: dict[str, Any] | None, by_name: PickedBy) -> dict[str, Any]:
    """Whether an address is in the selection, and why or why not."""
    if row is None:
        return {"is_included": False, "reason": ""}
    reason = messages.reason_words(row["reason"], row["adjustment"], picked_by=by_name.name(row))
    return {"is_included": is_included(row["reason"]), "reason": reason}


def _is_near(longitude: Any, latitude: Any, radius_m: Any) -> bool:
    return is_near_norway(longitude, latitude) and 0 < radius_m <= MAX_RADIUS_M


def _street(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": street_key(row),
        "name": row["street_name"],
        "municipality": row["municipality_name"],
        "words": messages.address_count(row["addresses"]),
        "in_territory": row["in_territory"],
        "box": _box(row),
    }


def _address(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source_id": row["source_id"],
        "label": row["label"],
        "number": row.get("cadastral_number") or "",
        "place": f"{row['postcode']} {row['post_town']}".strip(),
        "words": messages.unit_count(row["unit_count"]),
        "in_territory": row.get("in_territory", True),
        "point": [row["longitude"], row["latitude"]],
    }


def _property(row: dict[str, Any], found: Found) -> dict[str, Any]:
    """`key` has the section that was typed; `number` is the property's, whose neighbours can be
    asked for.
    """
    typed = found.property_number
    assert typed is not None
    municipality = row["number"].partition("-")[0]
    return {
        "key": replace(typed, municipality=municipality).number,
        "number": row["number"],
        "municipality": row["municipality_name"],
        "words": property_words(row, typed.snr),
        "in_territory": row["in_territory"],
        "box": None if row["west"] is None else _box(row),
        "parcels": row["parcels"],
    }


def _place(place: Place, within_m: int | None) -> dict[str, Any]:
    return {
        "name": place_name(place),
        "words": place_words(place),
        "in_territory": place.in_territory,
        "point": [place.longitude, place.latitude],
        "metres": within_m or NEAR_M,
    }


def _numbers(row: dict[str, Any], found: HouseNumbers) -> dict[str, Any]:
    return {
        **_street(row),
        "key": str(found.part),
        "name": street_words(row["street_name"], found.part),
        "words": messages.address_count(found.addresses),
        "box": found.box,
        "missing": messages.missing_numbers(found.missing),
    }


def _district(row: dict[str, Any]) -> dict[str, Any]:
    key = f"{row['kind']}:{row['number']}"
    count = row["addresses"]
    return {
        "key": key,
        "name": district_words(key, row["name"]),
        "municipality": row["municipality_name"],
        "words": "" if count is None else messages.address_count(count),
        "in_territory": row["in_territory"],
        "box": None if row["west"] is None else _box(row),
    }


def _area(area: Area) -> dict[str, Any]:
    version = _("saved area, version %(version)s") % {"version": area.version}
    return {"id": area.pk, "name": area.name, "words": version}


def _box(row: dict[str, Any]) -> list[float]:
    return [row[side] for side in ("west", "south", "east", "north")]

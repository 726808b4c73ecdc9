from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.coordinates import NORWAY_LATITUDE, NORWAY_LONGITUDE
from geotarget.organisations.access import MemberRequest

from .. import messages
from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import is_number
from ..picks import HouseNumbers
from ..roles import draws
from ..search import Found, find
from ..selected import rows

MAX_RADIUS_M = 500.0
SHOWN_MISSING = 20


@require_POST
@draws
@answers_json
def search(request: MemberRequest) -> dict[str, Any]:
    """Streets, addresses and ranges of house numbers for what a person typed.

    Posted, since an address somebody looks for has no place in an access log.
    """
    text = body_of(request).get("query")
    if not isinstance(text, str):
        raise NotUnderstoodError(_("Write what to search for."))
    found = find(text, request.organisation.municipality_numbers())
    return {
        "streets": [_street(row) for row in found.streets],
        "more_streets": found.streets_found - len(found.streets),
        "addresses": [_address(row) for row in found.addresses],
        "more_addresses": found.addresses_found - len(found.addresses),
        "numbers": [_numbers(numbers) for numbers in found.numbers],
        "note": _note(found),
    }


def _note(found: Found) -> str:
    """What the reader must know of the hits."""
    if found.old_number:
        return messages.old_number(found.old_number)
    if found.missing_number:
        return _("No. %(number)s does not exist.") % {"number": found.missing_number}
    return ""


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
    return {
        "addresses": [_address({names.get(key, key): row[key] for key in row}) for row in found]
    }


def _is_near(longitude: Any, latitude: Any, radius_m: Any) -> bool:
    (west, east), (south, north) = NORWAY_LONGITUDE, NORWAY_LATITUDE
    return west <= longitude <= east and south <= latitude <= north and 0 < radius_m <= MAX_RADIUS_M


def _street(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": f"{row['municipality_number']}-{row['street_code']}",
        "name": row["street_name"],
        "municipality": row["municipality_name"],
        "words": messages.address_count(row["addresses"]),
        "in_territory": row["in_territory"],
        "box": [row[side] for side in ("west", "south", "east", "north")],
    }


def _address(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "source_id": row["source_id"],
        "label": row["label"],
        "place": f"{row['postcode']} {row['post_town']}".strip(),
        "words": messages.unit_count(row["unit_count"]),
        "in_territory": row.get("in_territory", True),
        "point": [row["longitude"], row["latitude"]],
    }


def _numbers(found: HouseNumbers) -> dict[str, Any]:
    labels = {address.source_id: address.label for address in found.addresses}
    wanted = asdict(found.wanted)
    return {
        "street": _street(found.street),
        "first": wanted["first"],
        "last": wanted["last"],
        "side": wanted["side"],
        "addresses": labels,
        "words": messages.address_count(len(labels)),
        "missing": found.missing[:SHOWN_MISSING],
        "more_missing": max(0, len(found.missing) - SHOWN_MISSING),
    }

"""What the page asks about picks: house numbers, a circle's middle, borders, saved areas."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.house_numbers import StreetPart, parse_street
from geotarget.domain.selection import parse_selection
from geotarget.organisations.access import MemberRequest

from .. import messages
from ..answers import NotUnderstoodError, answers_json, body_of
from ..listed_hit import Hit
from ..models import Area
from ..pasted import read_list
from ..picked_words import picked_rows, row_words
from ..picks import ends_of, house_numbers
from ..properties import held_by
from ..ready_area import parts_of
from ..roles import draws
from ..saved_drawing import for_the_map
from ..selected import rows
from ..typed import parse_property

LONGEST_NUMBER = 40
_POINT = """SELECT ST_X(p) AS longitude, ST_Y(p) AS latitude, label
  FROM (SELECT ST_Transform(geom, 4326) AS p, label FROM address
         WHERE source_id = %s ORDER BY source LIMIT 1) AS a"""


@require_POST
@draws
@answers_json
def numbers(request: MemberRequest) -> dict[str, Any]:
    """A part of a street by its house numbers: its name, its addresses, and what is missing."""
    key = body_of(request).get("street")
    part = parse_street(key) if isinstance(key, str) else None
    if part is None:
        raise NotUnderstoodError(_("Name a street and its house numbers."))
    found = house_numbers(part)
    if found.addresses == 0:
        raise _no_numbers(part)
    [row] = picked_rows({"streets": [str(part)]})
    return {
        "street": {"key": str(part), "name": row_words(row), "municipality": row["municipality"]},
        "words": messages.address_count(found.addresses),
        "box": found.box,
        "missing": messages.missing_numbers(found.missing),
    }


def _no_numbers(part: StreetPart) -> InputError:
    first, last = ends_of(part.street)
    if first is None:
        return InputError(gettext_noop("The street has no addresses any more. Search for it anew."))
    return InputError(
        gettext_noop("There is no such number. The street has no. %(first)s to %(last)s."),
        first=first,
        last=last,
    )


@require_POST
@draws
@answers_json
def place(request: MemberRequest) -> dict[str, Any]:
    """Where an address lies, for a circle around it."""
    key = body_of(request).get("address")
    found = rows(_POINT, [key]) if isinstance(key, str) and key.isprintable() else []
    if not found:
        raise InputError(gettext_noop("The address does not exist any more. Search for it anew."))
    [row] = found
    return {"point": [row["longitude"], row["latitude"]], "label": row["label"]}


@require_POST
@draws
@answers_json
def held(request: MemberRequest) -> dict[str, Any]:
    """What picking a property takes: its addresses, or the ground of one that has none."""
    key = body_of(request).get("property")
    number = parse_property(key) if isinstance(key, str) and len(key) <= LONGEST_NUMBER else None
    if number is None or number.municipality is None:
        raise NotUnderstoodError(_("Name a property, as 9901-12/3."))
    found = held_by(number)
    if not found.addresses and not found.outlines:
        raise InputError(
            gettext_noop("%(number)s has no address, and no parcel with an outline."),
            number=number.number,
        )
    return {"addresses": found.addresses, "outlines": found.outlines}


@require_POST
@draws
@answers_json
def borders(request: MemberRequest) -> dict[str, Any]:
    """The borders of picked districts, those that are loaded."""
    wanted = {"districts": body_of(request).get("districts")}
    keys = list(parse_selection(wanted).districts)
    names = {row["key"]: row_words(row) for row in picked_rows({"districts": keys})}
    found = rows("SELECT * FROM district_borders(%s::text[])", [keys])
    return {
        "borders": [
            {"key": row["key"], "name": names[row["key"]], "geometry": json.loads(row["border"])}
            for row in found
        ]
    }


@require_POST
@draws
@answers_json
def ready(request: MemberRequest) -> dict[str, Any]:
    """What a saved area adds to what is selected."""
    key = body_of(request).get("area")
    if type(key) is not int or not 0 < key < 2**63:
        raise NotUnderstoodError(_("Name a saved area."))
    area = get_object_or_404(Area, organisation=request.organisation, pk=key)
    return for_the_map(parts_of(area))


@require_POST
@draws
@answers_json
def pasted(request: MemberRequest) -> dict[str, Any]:
    """What the lines of a list name, and each line that names nothing with what is wrong."""
    text = body_of(request).get("text")
    if not isinstance(text, str):
        raise NotUnderstoodError(_("Write one address, gnr/bnr or adresseId on each line."))
    found = read_list(text.replace("\0", ""), request.organisation.municipality_numbers())
    taken = {"taken": len(found.hits), "lines": found.lines}
    return {
        "words": _("%(taken)s of %(lines)s lines are taken.") % taken,
        "found": _together(found.hits),
        "notes": [hit.note for hit in found.hits if hit.note],
        "faults": [asdict(fault) for fault in found.faults],
    }


def _together(hits: list[Hit]) -> dict[str, Any]:
    """All picks of the lines that are taken."""
    names = ("streets", "districts", "addresses", "circles")
    return {name: [one for hit in hits for one in getattr(hit, name)] for name in names}

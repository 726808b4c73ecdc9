"""What the map page asks of properties: which parcel is meant, its neighbours, its other land."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geotarget.domain.coordinates import is_near_norway
from geotarget.domain.districts import DistrictKind
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.neighbours import NeighbourKind, parse_neighbours
from geotarget.domain.rules import SelectionRule
from geotarget.organisations.access import MemberRequest

from .. import neighbour_words as words
from ..answers import NotUnderstoodError, answers_json, body_of
from ..drawing import is_number, selection_in
from ..left import stops_when_left
from ..neighbours import (
    neighbour_properties,
    neighbour_shapes,
    neighbours_elsewhere,
    parcels_to_choose,
)
from ..picked_words import district_words
from ..roles import draws
from ..same_property import same_property_elsewhere
from ..timed import Row

LONGEST_NUMBER = 24


@require_POST
@draws
@answers_json
def parcels(request: MemberRequest) -> dict[str, Any]:
    """Properties at a place or of a cadastral number, each with the parcels that can be chosen."""
    body = body_of(request)
    territory = request.organisation.municipality_numbers()
    number = body.get("number")
    if isinstance(number, str):
        found = parcels_to_choose(territory, number=_number(number))
    else:
        found = parcels_to_choose(territory, place=_place(body))
    choices = [
        choice
        for number, of_it in groupby(found, key=lambda row: str(row["property"]))
        for choice in _choices(number, list(of_it))
    ]
    return {"choices": choices, "note": "" if choices else words.nothing_found(_is_named(body))}


@require_POST
@draws
@answers_json
def neighbours(request: MemberRequest) -> dict[str, Any]:
    """The properties around parcels, of every kind; the page shows the chosen ones."""
    wanted = parse_neighbours(body_of(request).get("neighbours"))
    if wanted is None:
        raise InputError(gettext_noop("Choose a property whose neighbours are meant."))
    found = neighbour_properties(wanted)
    return {
        "properties": [words.told_property(one) for one in found],
        "counts": {
            kind.value: words.property_count(sum(one.how == kind for one in found))
            for kind in NeighbourKind
        },
        "shapes": neighbour_shapes(wanted),
        "elsewhere": [words.told_elsewhere(row) for row in neighbours_elsewhere(wanted)],
    }


@require_POST
@draws
@answers_json
@stops_when_left
def same_property(request: MemberRequest) -> dict[str, Any]:
    """Addresses on other land of the properties that an area overlaps, by the rules of parcels."""
    selection = selection_in(body_of(request), request.organisation.pk)
    found = same_property_elsewhere(selection, request.organisation.municipality_numbers())
    is_included = selection.rule is SelectionRule.ANY_PARCEL_OVERLAPS
    return {
        "is_included": is_included,
        "addresses": [words.told_same_property(row, is_included=is_included) for row in found],
        "more": found[0]["found"] - len(found) if found else 0,
    }


def _is_named(body: dict[str, Any]) -> bool:
    return isinstance(body.get("number"), str)


def _number(text: str) -> str:
    text = "".join(text.split())
    if not text or len(text) > LONGEST_NUMBER or not text.isprintable():
        raise NotUnderstoodError(_("Write a property number, as 12/3 or 9901-12/3/1."))
    return text


def _place(body: dict[str, Any]) -> tuple[float, float]:
    longitude, latitude = body.get("longitude"), body.get("latitude")
    if is_number(longitude) and is_number(latitude) and is_near_norway(longitude, latitude):
        return longitude, latitude
    raise NotUnderstoodError(_("Name a place in Norway or a property number."))


def _choices(number: str, of_it: list[Row]) -> list[dict[str, Any]]:
    """Each parcel of a property, and all of them together where there are several; the first says
    how the property itself is picked."""
    [first, *others] = _parcel_choices(number, of_it)
    pick = {"key": f"{DistrictKind.PROPERTY}:{number}"}
    pick["name"] = district_words(pick["key"], "")
    return [{**first, "pick": pick if number else None}, *others]


def _parcel_choices(number: str, of_it: list[Row]) -> list[dict[str, Any]]:
    name = words.property_name(number)
    outlined = [row for row in of_it if row["parcel"] is not None]
    if not outlined:
        return [{"name": name, "words": words.without_ground(), "parcels": []}]
    single = [
        {"name": name, "words": words.told_parcel(row), "parcels": [row["parcel"]]}
        for row in outlined
    ]
    if len(outlined) == 1:
        return single
    whole = {
        "name": name,
        "words": words.all_parcels(len(outlined)),
        "parcels": [row["parcel"] for row in outlined],
    }
    return [whole, *single]

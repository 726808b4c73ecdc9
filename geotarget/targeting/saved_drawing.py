"""A kept selection as the map page holds one: single shapes, and names beside what is picked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geotarget.domain.neighbours import parse_neighbours
from geotarget.domain.rules import SelectionRule
from geotarget.domain.selection import MAX_PICKED

from .adjustment_notes import with_notes
from .models import AddressList
from .neighbour_words import subject_name
from .picked_words import picked_rows, row_words
from .selected import Row


def for_the_map(drawing: dict[str, Any]) -> dict[str, Any]:
    """What `frontend/static/geotarget/map/drawing.js` calls a drawing.

    A street, district or address that the cadastre has no more keeps its number as its name, so
    that it can be seen and taken out. Everything else of the selection is given as it is.
    """
    found = picked_rows(drawing)
    adjustments = drawing.get("adjustments") or []
    rest = {name: value for name, value in drawing.items() if name not in ("include", "exclude")}
    return {
        **rest,
        "rule": drawing.get("rule") or SelectionRule.ADDRESS_INSIDE,
        "shapes": [*_shapes(drawing, "include"), *_shapes(drawing, "exclude")],
        "streets": [_named(row) for row in found if row["kind"] == "street"],
        "districts": [_named(row) for row in found if row["kind"] == "district"],
        "neighbours": _neighbours(drawing),
        "addresses": [_address(row) for row in found if row["kind"] == "address"],
        "adjustments": list(_adjustments(adjustments)),
    }


def opens_on_the_map(listed: AddressList) -> bool:
    """A list made from others has its addresses only, and no more than can be picked."""
    return not listed.combined or listed.address_count <= MAX_PICKED


def drawing_of(listed: AddressList) -> dict[str, Any]:
    """What a frozen list was made of, with what is left of its notes; of one that was made from
    others its addresses.
    """
    if not listed.combined:
        return with_notes(listed)
    included = listed.addresses.filter(included=True).order_by("id")[:MAX_PICKED]
    return {"addresses": list(included.values_list("source_id", flat=True))}


def _shapes(drawing: dict[str, Any], mode: str) -> Iterator[dict[str, Any]]:
    for feature in (drawing.get(mode) or {}).get("features", []):
        properties = feature.get("properties") or {}
        yield {**properties, "mode": mode, "geometry": feature["geometry"]}


def _named(row: Row) -> dict[str, Any]:
    return {"key": row["key"], "name": row_words(row), "municipality": row["municipality"]}


def _neighbours(drawing: dict[str, Any]) -> dict[str, Any] | None:
    wanted = parse_neighbours(drawing.get("neighbours"))
    return {**wanted.as_json(), "name": subject_name(wanted)} if wanted else None


def _address(row: Row) -> dict[str, Any]:
    return {"source_id": row["key"], "label": row["name"] or row["key"]}


def _adjustments(adjustments: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    found = picked_rows({"addresses": [each["address"] for each in adjustments]})
    named = {row["key"]: _address(row) for row in found}
    for each in adjustments:
        rest = {name: value for name, value in each.items() if name != "address"}
        yield {**named[each["address"]], **rest}

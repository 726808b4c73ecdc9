"""What else of the organisation concerns the addresses of a selection or a list."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from geotarget.domain.selection import Selection
from geotarget.organisations.models import Organisation

from .models import AddressList
from .preview import chosen_parameters, of_selection
from .selected import rows


class OverlapKind(StrEnum):
    NOTICE = "notice"
    AREA = "area"


@dataclass(frozen=True)
class Overlap:
    kind: OverlapKind
    id: int
    name: str
    state: str
    """Of a notice: draft, submitted, approved, running or sent; empty for an area."""
    who: str
    """The department of a notice, the user who saved an area."""
    at: datetime.datetime
    addresses: int
    """In common; never persons."""


def selection_overlaps(
    selection: Selection, organisation: Organisation, but_area: int | None = None
) -> list[Overlap]:
    """Of the addresses that would be on the list; the newest first."""
    territory = organisation.municipality_numbers()
    return _read(
        of_selection(
            "SELECT * FROM overlaps_of(%s, ARRAY("
            "SELECT s.address_id FROM chosen_addresses(:selection) s "
            "WHERE is_included(s.reason)), %s)"
        ),
        [organisation.pk, *chosen_parameters(selection, territory), but_area],
    )


def outlines(
    organisation: Organisation, notices: list[int], areas: list[int]
) -> dict[tuple[OverlapKind, int], Any]:
    """GeoJSON (EPSG:4326) of those of the organisation that have a place."""
    found = rows(
        "SELECT * FROM overlap_outlines(%s, %s::bigint[], %s::bigint[])",
        [organisation.pk, notices, areas],
    )
    return {(OverlapKind(row["kind"]), row["id"]): json.loads(row["outline"]) for row in found}


def list_overlaps(frozen: AddressList) -> list[Overlap]:
    """Of the included addresses that the cadastre still has; the newest first."""
    return _read(
        "SELECT * FROM overlaps_of(%s, ARRAY("
        "SELECT a.id FROM listed_address l "
        "JOIN address a ON a.source = l.source AND a.source_id = l.source_id "
        "WHERE l.address_list_id = %s AND l.included), NULL)",
        [frozen.organisation_id, frozen.pk],
    )


def _read(sql: str, parameters: list[object]) -> list[Overlap]:
    return [
        Overlap(
            OverlapKind(row["kind"]),
            row["id"],
            row["name"],
            row["state"],
            row["who"],
            row["at"],
            row["addresses_in_common"],
        )
        for row in rows(sql, parameters)
    ]

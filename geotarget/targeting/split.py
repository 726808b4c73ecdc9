"""What is at the addresses of a selection or a list: units by use, buildings by type, firms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geotarget.cadastre.models import DatasetCoverage
from geotarget.domain.selection import Selection

from .models import AddressList
from .preview import chosen_parameters, of_selection
from .selected import rows

_OF_SELECTION = of_selection("""SELECT * FROM addresses_split(
    (SELECT coalesce(array_agg(address_id), '{}') FROM chosen_addresses(:selection)
      WHERE is_included(reason)), %s::jsonb)""")
_OF_LIST = """SELECT * FROM addresses_split(
    (SELECT coalesce(array_agg(a.id), '{}') FROM listed_address l
       JOIN address a USING (source, source_id)
      WHERE l.address_list_id = %s AND l.included), %s::jsonb, %s)"""


@dataclass
class Split:
    """Counts of what is there now. A unit is never a recipient."""

    addresses: int = 0
    units: int | None = 0
    """None where no unit data is loaded for some of the addresses; so for the two below."""
    buildings: int | None = 0
    businesses: int | None = 0
    by_use: dict[str, int] = field(default_factory=dict)
    """Units by their use as delivered; "" where none is."""
    by_group: dict[str, int] = field(default_factory=dict)
    """Buildings by `BuildingGroup`."""


def selection_split(selection: Selection, territory: Sequence[str] | None) -> Split:
    parameters = chosen_parameters(selection, territory)
    return _split(rows(_OF_SELECTION, [*parameters, parameters[-2]]))


def list_split(frozen: AddressList) -> Split:
    """Of a frozen list, from the cadastre of today: addresses that are gone are not counted."""
    # A list made from others has no filters of its own, but the units that theirs left.
    units_of = frozen.pk if frozen.combined else None
    return _split(rows(_OF_LIST, [frozen.pk, _unit_filters(frozen), units_of]))


def _unit_filters(frozen: AddressList) -> str | None:
    """Only the filters on units matter to a list: its addresses are what they are."""
    told = frozen.drawing.get("filters") or {}
    units = {name: told[name] for name in ("floors", "unit_uses") if told.get(name)}
    return json.dumps(units) if units else None


def _split(found: list[dict[str, Any]]) -> Split:
    split = Split()
    municipalities = [row["kind"] for row in found if row["what"] == "municipality"]
    for row in found:
        if row["what"] == "address":
            split.addresses = row["row_count"]
        elif row["what"] == "business":
            split.businesses = row["row_count"]
        elif row["what"] == "unit":
            split.by_use[row["kind"]] = row["row_count"]
        elif row["what"] == "building":
            split.by_group[row["kind"]] = row["row_count"]
    split.units, split.buildings = sum(split.by_use.values()), sum(split.by_group.values())
    _forget_what_is_not_loaded(split, municipalities)
    return split


def _forget_what_is_not_loaded(split: Split, municipalities: list[str]) -> None:
    covered = DatasetCoverage.objects.filter(municipality_number__in=municipalities)
    loaded = set(covered.values_list("dataset", "municipality_number"))

    def is_loaded(dataset: str) -> bool:
        return all((dataset, number) in loaded for number in municipalities)

    if not is_loaded("unit"):
        split.units, split.by_use = None, {}
    if not is_loaded("building"):
        split.buildings, split.by_group = None, {}
    if not is_loaded("business"):
        split.businesses = None

"""Count a selection before it is frozen. The same SQL function makes the list."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from geotarget.cadastre.state import cadastre_state
from geotarget.domain.area import Area
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.rules import Per, Reason
from geotarget.domain.selection import Selection

from .neighbours import picked_with_reason
from .own_attributes import refuse_unknown
from .timed import COUNT_TIMEOUT_MS

_SELECTION = (
    "ST_GeomFromWKB(%s, %s), ST_GeomFromWKB(%s, %s), "
    "%s, %s::text[], %s::text[], %s::text[], %s::jsonb, %s::jsonb"
)


@dataclass(frozen=True)
class MunicipalityCount:
    number: str
    name: str
    addresses: int


@dataclass(frozen=True)
class Preview:
    """Counts of addresses and units; a unit is not a recipient."""

    addresses: int
    units: int | None
    """None where no unit data is loaded for some of the addresses."""
    outside: int
    """Addresses that are selected but lie outside the territory; not in `addresses`."""
    outside_by_municipality: list[MunicipalityCount]
    taken_out: int
    """Addresses picked by name that lie in the excluded area; not in `addresses`."""
    added: int
    """Addresses that a person added; in `addresses`."""
    removed: int
    """Selected addresses that a person took out; not in `addresses`."""
    removed_unselected: int
    """Addresses that a person took out and nothing selects (any more)."""
    per: Per
    copies: int
    """One per address or one per unit, as was chosen; an address without known units gets one."""
    is_outside_territory: bool
    """The whole area lies outside the territory, with no loaded address in it."""
    area_m2: float | None
    shape: dict[str, Any] | None
    """What was counted, as GeoJSON (EPSG:4326): densified, exclusions taken out."""
    dataset_version: int
    extracted_at: datetime.datetime | None

    @property
    def left_out(self) -> int:
        """Rows that a list of it has beside those that are included."""
        return self.outside + self.taken_out + self.removed + self.removed_unselected


def preview(selection: Selection, territory: Sequence[str] | None = None) -> Preview:
    """Counts of what `freeze` would list. `territory` None means no limit."""
    rows = _rows(selection, territory)
    inside = [row for row in rows if row[2] is None]
    outside = [
        MunicipalityCount(row[0], row[1], row[3])
        for row in rows
        if row[2] == Reason.OUTSIDE_TERRITORY
    ]
    state = cadastre_state(sorted({row[0] for row in inside}))
    area = selection.area
    is_outside, has_units = (None, None) if rows or not area else _place(area, territory)
    return Preview(
        addresses=sum(row[3] for row in inside),
        units=_units(inside, state.has_units if has_units is None else has_units),
        is_outside_territory=bool(is_outside),
        outside=sum(count.addresses for count in outside),
        outside_by_municipality=outside,
        **_left_out(rows),
        added=sum(row[5] for row in inside),
        per=selection.per,
        copies=_copies(selection, territory, inside),
        area_m2=area.area_m2 if area else None,
        shape=area.as_geojson() if area else None,
        dataset_version=state.version,
        extracted_at=state.extracted_at,
    )


def _left_out(rows: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    return {
        str(reason): sum(row[3] for row in rows if row[2] == reason)
        for reason in (Reason.TAKEN_OUT, Reason.REMOVED, Reason.REMOVED_UNSELECTED)
    }


def _copies(
    selection: Selection, territory: Sequence[str] | None, inside: Sequence[tuple[Any, ...]]
) -> int:
    if selection.per is Per.ADDRESS:
        return sum(row[3] for row in inside)
    counted = _read(
        "SELECT coalesce(sum(greatest(coalesce(unit_count, 1), 1)), 0)"
        " FROM chosen_addresses(:selection) WHERE is_included(reason)",
        selection,
        territory,
    )
    return int(counted[0][0])


def of_selection(sql: str) -> str:
    """SQL with the arguments of a whole selection where it says `:selection`; `chosen_parameters`
    fills them."""
    return sql.replace(":selection", _SELECTION)


def selection_parameters(selection: Selection, territory: Sequence[str] | None) -> list[Any]:
    """Parameters of the SQL functions that take a selection.

    Area and excluded area, each with its SRID; rule, picks, territory.
    """
    return [
        selection.area.wkb if selection.area else None,
        STORAGE_SRID,
        selection.excluded.wkb if selection.excluded else None,
        STORAGE_SRID,
        str(selection.rule),
        selection.named,
        [*selection.addresses, *picked_with_reason(selection.neighbours)],
        None if territory is None else list(territory),
    ]


def chosen_parameters(selection: Selection, territory: Sequence[str] | None) -> list[Any]:
    """Those of the functions that take filters and adjustments too, which come last. Raises
    `InputError` where a filter names an attribute that the organisation does not have.
    """
    return [
        *selection_parameters(selection, territory),
        _filters(selection),
        _adjustments(selection),
    ]


def _adjustments(selection: Selection) -> str | None:
    """Without the notes: they are nobody's business in the database's statements."""
    if not selection.adjustments:
        return None
    return json.dumps([each.without_note() for each in selection.adjustments])


def _filters(selection: Selection) -> str | None:
    if selection.filters is None:
        return None
    if selection.filters.attributes:
        refuse_unknown(selection.filters.attributes, selection.organisation)
    return json.dumps({**selection.filters.as_json(), "organisation": selection.organisation})


def _rows(selection: Selection, territory: Sequence[str] | None) -> list[tuple[Any, ...]]:
    return _read("SELECT * FROM preview_selection(:selection)", selection, territory)


def _read(sql: str, selection: Selection, territory: Sequence[str] | None) -> list[tuple[Any, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(COUNT_TIMEOUT_MS)])
        cursor.execute(of_selection(sql), chosen_parameters(selection, territory))
        return list(cursor.fetchall())


def _place(area: Area, territory: Sequence[str] | None) -> tuple[bool | None, bool | None]:
    """Where an area without addresses lies; see `sql/functions/place_of_area.sql`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM place_of_area(ST_GeomFromWKB(%s, %s), %s::text[])",
            [area.wkb, STORAGE_SRID, None if territory is None else list(territory)],
        )
        is_outside, has_units = cursor.fetchone()
        return is_outside, has_units


def _units(rows: Sequence[tuple[Any, ...]], unit_data_loaded: bool) -> int | None:
    """The sum, or None when a municipality's units are unknown."""
    if not rows:
        return 0 if unit_data_loaded else None
    counts = [row[4] for row in rows]
    return None if None in counts else int(sum(counts))

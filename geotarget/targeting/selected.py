"""What a selection holds, for the list beside the map and the marks on it: the count's SQL."""

from __future__ import annotations

from collections.abc import Sequence

from geotarget.domain.selection import Selection

from .preview import chosen_parameters, of_selection
from .timed import Row as Row
from .timed import rows as rows

MAX_POINTS = 5_000
"""More marks than this in one view cannot be told apart; the map then says so."""

_GROUPS = of_selection("SELECT * FROM selected_groups(:selection)")
_IN_GROUP = of_selection("SELECT * FROM selected_in_group(:selection, %s, %s, %s)")
_ADJUSTED = of_selection("SELECT * FROM selected_adjustments(:selection)")
_AT = of_selection("SELECT * FROM selected_at(:selection, %s, %s, %s)")
_POINTS = of_selection("SELECT * FROM selected_points(:selection, %s, %s, %s, %s, %s)")


def groups(selection: Selection, territory: Sequence[str]) -> list[Row]:
    """Streets with counts, then addresses without a street per municipality; left-out ones last.

    `left_out` is empty for what is included, else the reason.
    """
    parameters = chosen_parameters(selection, territory)
    return rows(_GROUPS, parameters)


def in_group(selection: Selection, territory: Sequence[str], *group: str) -> list[Row]:
    """Every address of one group: reason to leave out (or ""), municipality, street code."""
    parameters = [*chosen_parameters(selection, territory), *group]
    return rows(_IN_GROUP, parameters)


def adjusted(selection: Selection, territory: Sequence[str]) -> list[Row]:
    """What has become of each adjustment; one whose address is gone from the cadastre has none."""
    if not selection.adjustments:
        return []
    return rows(_ADJUSTED, chosen_parameters(selection, territory))


def at(selection: Selection, territory: Sequence[str], *place: float) -> dict[str, Row]:
    """Those it knows of the addresses near a place (longitude, latitude, metres), by adresseId."""
    found = rows(_AT, [*chosen_parameters(selection, territory), *place])
    return {row["source_id"]: row for row in found}


def points(
    selection: Selection, territory: Sequence[str], box: Sequence[float]
) -> list[Row] | None:
    """Where selected addresses lie in a box (west, south, east, north); None for too many."""
    parameters = [*chosen_parameters(selection, territory), *box, MAX_POINTS + 1]
    found = rows(_POINTS, parameters)
    return found if len(found) <= MAX_POINTS else None

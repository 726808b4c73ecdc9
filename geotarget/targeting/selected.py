"""What a selection holds, for the list beside the map and the marks on it: the count's SQL."""

from __future__ import annotations

from collections.abc import Sequence

from geotarget.domain.selection import Selection

from .preview import chosen_parameters
from .timed import Row as Row
from .timed import rows as rows

MAX_POINTS = 5_000
"""More marks than this in one view cannot be told apart; the map then says so."""

_GROUPS = """SELECT * FROM selected_groups(
    ST_GeomFromWKB(%s, %s), ST_GeomFromWKB(%s, %s),
    %s, %s::text[], %s::text[], %s::text[], %s::jsonb)"""
_IN_GROUP = """SELECT * FROM selected_in_group(
    ST_GeomFromWKB(%s, %s), ST_GeomFromWKB(%s, %s),
    %s, %s::text[], %s::text[], %s::text[], %s::jsonb, %s, %s, %s)"""
_POINTS = """SELECT * FROM selected_points(
    ST_GeomFromWKB(%s, %s), ST_GeomFromWKB(%s, %s),
    %s, %s::text[], %s::text[], %s::text[], %s::jsonb, %s, %s, %s, %s, %s)"""


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


def points(
    selection: Selection, territory: Sequence[str], box: Sequence[float]
) -> list[Row] | None:
    """Where selected addresses lie in a box (west, south, east, north); None for too many."""
    parameters = [*chosen_parameters(selection, territory), *box, MAX_POINTS + 1]
    found = rows(_POINTS, parameters)
    return found if len(found) <= MAX_POINTS else None

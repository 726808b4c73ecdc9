"""What a selection holds, for the list beside the map and the marks on it: the count's SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from geotarget.domain.selection import Selection

from .preview import COUNT_TIMEOUT_MS, chosen_parameters

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

Row = dict[str, Any]


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


def rows(sql: str, parameters: Sequence[Any], limit_ms: int | None = None) -> list[Row]:
    """Rows as dictionaries, with the time limit that counts have.

    In a transaction of the caller the limit holds for what follows too.
    """
    limit = str(COUNT_TIMEOUT_MS if limit_ms is None else limit_ms)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [limit])
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

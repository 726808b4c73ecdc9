"""Rows of a question to the database that may take as long as a count, and no longer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

COUNT_TIMEOUT_MS = 10_000

Row = dict[str, Any]


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

"""How the database is emptied after a test that commits: only what it filled, nothing made anew.

Django truncates every table and then tells all applications of a migration, which loads every SQL
function again: more time than a small test takes. Functions and grants outlive a test.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection


def empty_only_what_was_filled(monkeypatch: pytest.MonkeyPatch) -> None:
    operations = type(connection.ops)
    truncate = operations.sql_flush

    def of_the_filled(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        return truncate(self, style, _filled(sorted(tables)), **{**options, "allow_cascade": True})

    monkeypatch.setattr(operations, "sql_flush", of_the_filled)
    monkeypatch.setattr(flush, "emit_post_migrate_signal", lambda *_, **__: None)


def _filled(tables: list[str]) -> list[str]:
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})"
        for number, table in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [tables[number] for (number,) in cursor.fetchall()]

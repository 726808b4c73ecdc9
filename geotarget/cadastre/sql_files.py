"""Functions, views and grants are source code: reloaded whole after every migrate.

The files under `sql/` are plain SQL that `psql -f` can run. Migrations never read them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, transaction

SQL_ROOT = Path(__file__).resolve().parents[2] / "sql"


def reload_after_migrate(using: str, sender: Any = None, **_: Any) -> None:
    """Receiver of `post_migrate`, which comes once per app, all after the last migration."""
    if sender == [app for app in apps.get_app_configs() if app.models_module][-1]:
        reload_sql(using)


def reload_sql(using: str = "default") -> None:
    """Run every file of `sql/functions`, then of `sql/grants`, in the order of their names."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        # A function may name another whose file comes later.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for folder in ("functions", "grants"):
            for path in sorted((SQL_ROOT / folder).glob("*.sql")):
                cursor.execute(path.read_text(encoding="utf-8"))

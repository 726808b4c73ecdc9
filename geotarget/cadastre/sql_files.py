"""Functions, views and grants are source code: reloaded whole after every migrate.

The files under `sql/` are plain SQL that `psql -f` can run. Migrations never read them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, transaction

SQL_ROOT = Path(__file__).resolve().parents[2] / "sql"
FOLDERS = ("functions", "analyst", "grants")

_DROP_VIEWS = """
DO $$
DECLARE
  view regclass;
BEGIN
  FOR view IN SELECT oid FROM pg_class WHERE relkind = 'v' AND relnamespace = to_regnamespace('gis')
  LOOP
    EXECUTE format('DROP VIEW %s', view);
  END LOOP;
END
$$;
"""


def drop_views_before_migrate(using: str, plan: Any = (), **_: Any) -> None:
    """Receiver of `pre_migrate`: a column that a view shows could not be altered.

    Fails where somebody's own view is built on one of ours: it has to go first.
    """
    if plan:
        with connections[using].cursor() as cursor:
            cursor.execute(_DROP_VIEWS)


def reload_after_migrate(using: str, sender: Any = None, **_: Any) -> None:
    """Receiver of `post_migrate`, which comes once per app, all after the last migration."""
    if sender == [app for app in apps.get_app_configs() if app.models_module][-1]:
        reload_sql(using)


def reload_sql(using: str = "default") -> None:
    """Run every file of the folders, in the order of their names."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        # A function may name another whose file comes later.
        cursor.execute("SET LOCAL check_function_bodies = off")
        for folder in FOLDERS:
            for path in sorted((SQL_ROOT / folder).glob("*.sql")):
                cursor.execute(path.read_text(encoding="utf-8"))


def run_file(name: str, using: str = "default") -> None:
    """Run one file, as "grants/analyst.sql", in the transaction that is open."""
    with connections[using].cursor() as cursor:
        cursor.execute((SQL_ROOT / name).read_text(encoding="utf-8"))

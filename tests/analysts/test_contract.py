"""What docs/gis-analysts.md promises, what the comments say, and what is there are the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection

from geotarget.cadastre.sql_files import drop_views_before_migrate, reload_sql

from .desk import HOME, OPEN, Desk

pytestmark = pytest.mark.django_db

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "gis-analysts.md"
VIEW = re.compile(r"^### gis\.(\w+)\n\n(.+)\n", re.MULTILINE)
COLUMN = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
FUNCTION = re.compile(r"^\| `gis\.(\w+)\((.*?)\)` \| (.+?) \|$", re.MULTILINE)

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
 WHERE c.relkind = 'v' AND c.relnamespace = 'gis'::regnamespace ORDER BY c.relname, a.attnum
"""
VIEWS = """
SELECT relname, obj_description(oid) FROM pg_class
 WHERE relkind = 'v' AND relnamespace = 'gis'::regnamespace
"""
FUNCTIONS = """
SELECT proname, pg_get_function_arguments(oid), obj_description(oid) FROM pg_proc
 WHERE pronamespace = 'gis'::regnamespace AND prorettype <> 'trigger'::regtype
"""


def promised() -> dict[str, tuple[str, list[tuple[str, ...]]]]:
    text = DOCUMENT.read_text(encoding="utf-8")
    parts = re.split(r"^(?=### gis\.)", text, flags=re.MULTILINE)[1:]
    return {
        found[1]: (found[2], [match.groups() for match in COLUMN.finditer(part)])
        for part in parts
        if (found := VIEW.match(part))
    }


def test_views_and_columns_are_those_of_the_document(desk: Desk) -> None:
    there: dict[str, tuple[str, list[tuple[str, ...]]]] = {
        name: (comment, []) for name, comment in desk.ask(VIEWS)
    }
    for view, *column in desk.ask(COLUMNS):
        there[view][1].append(tuple(column))
    assert there == promised()


def test_every_view_has_an_integer_key_and_one_typed_geometry() -> None:
    for view, (_, columns) in promised().items():
        assert columns[0][:2] in (("id", "bigint"), ("id", "integer")), view
        shapes = [kind for _, kind, _ in columns if kind.startswith("geometry")]
        assert columns[-1][0] == "geom", view
        assert shapes == [columns[-1][1]], view
        assert re.fullmatch(r"geometry\((Point|MultiPoint|MultiPolygon),25833\)", shapes[0]), view


def test_functions_are_those_of_the_document(desk: Desk) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert {match.groups() for match in FUNCTION.finditer(text)} == set(desk.ask(FUNCTIONS))


def test_views_go_before_a_migration_and_come_back_with_all_rights(desk: Desk) -> None:
    """As the owner of the tables, who may less than the administrator that made the logins."""
    drop_views_before_migrate("default", plan=["something"])
    with connection.cursor() as cursor:
        cursor.execute(VIEWS)
        assert cursor.fetchall() == []
        reload_sql()
        cursor.execute(VIEWS)
        assert dict(cursor.fetchall()) == {name: about for name, (about, _) in promised().items()}
        for view, right in (*((view, "SELECT") for view in promised()), ("area", "INSERT")):
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [HOME, f"gis.{view}", right])
            assert cursor.fetchone() == (True,), view
        cursor.execute("SELECT has_table_privilege(%s, 'gis.notice', 'SELECT')", [OPEN])
        assert cursor.fetchone() == (False,)


def test_nothing_is_dropped_where_nothing_is_migrated(desk: Desk) -> None:
    drop_views_before_migrate("default", plan=[])
    assert len(desk.ask(VIEWS)) == len(promised())

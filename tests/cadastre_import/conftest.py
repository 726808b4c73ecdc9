from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg2
import pytest

import cadastre_import
from cadastre_import import Report
from geotarget.running import cluster
from tests.simulators.fixtures import all_simulators, running, simulators

__all__ = ["all_simulators", "running", "simulators"]

Import = Callable[..., Report]
Query = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def dsn(transactional_db: None) -> str:
    """Connection string of the test database's owner; tables are empty."""
    from django.db import connection

    return cluster.url("geotarget_owner", connection.settings_dict["NAME"])


@pytest.fixture
def run(dsn: str) -> Import:
    """Import a file into the test database."""

    def run(path: Path, **options: Any) -> Report:
        return cadastre_import.run(path, dsn=dsn, **options)

    return run


@pytest.fixture
def query(dsn: str) -> Query:
    """Rows of a query in the test database."""

    def query(sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(dsn)
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall()
        finally:
            connection.close()

    return query

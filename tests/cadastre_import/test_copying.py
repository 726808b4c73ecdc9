from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2 import sql

from cadastre_import.copying import copy_in


@pytest.fixture
def connections(dsn: str) -> Iterator[list[psycopg2.extensions.connection]]:
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(contextlib.closing(psycopg2.connect(dsn))) for _ in range(2)]


def test_every_row_arrives_once(connections: list[psycopg2.extensions.connection]) -> None:
    first, second = connections
    with first.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS copied; CREATE UNLOGGED TABLE copied (n integer)")
        first.commit()
        blocks = (
            b"".join(b"%d\n" % (50 * block + row) for row in range(50)) for block in range(99)
        )
        copy_in(connections, sql.SQL("COPY copied FROM STDIN"), blocks)
        second.commit()
        cursor.execute("SELECT count(*), count(DISTINCT n), max(n) FROM copied")
        assert cursor.fetchone() == (4950, 4950, 4949)
        cursor.execute("DROP TABLE copied")
        first.commit()


def test_a_failing_reader_ends_every_stream(
    connections: list[psycopg2.extensions.connection],
) -> None:
    def blocks() -> Iterator[bytes]:
        yield b"1\n"
        raise LookupError("cut short")

    with connections[0].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE copied (n integer)")
    with pytest.raises(LookupError, match="cut short"):
        copy_in(connections[:1], sql.SQL("COPY copied FROM STDIN"), blocks())


def test_a_refusing_database_ends_the_reader(
    connections: list[psycopg2.extensions.connection],
) -> None:
    endless = iter(lambda: b"1\n", b"")
    with pytest.raises(psycopg2.errors.UndefinedTable):
        copy_in(connections, sql.SQL("COPY nowhere FROM STDIN"), endless)

"""The run's own schema: unlogged tables that no other run sees, and SQL files that work on them.

search_path names the schema first, so `sql/staging/*.sql` stay plain SQL without templating. A run
holds an advisory lock on its number; a schema whose lock is free was left by a killed import and is
dropped by the next one.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from psycopg2 import sql
from psycopg2.extensions import connection as Connection

from .copying import copy_in

SQL_ROOT = Path(__file__).resolve().parents[1] / "sql" / "staging"
_MARKS = (b"\xcc", b"\xcd")
_RUN_LOCK = 0x67746972
"""First key of the advisory locks of runs ("gtir"); the second is the run's number."""

_PUBLISHED_DIGESTS = """
SELECT string_agg(int8send(coalesce(digest, 0)) || int8send(id), '')
FROM address WHERE source = %s AND municipality_number = %s
GROUP BY id / 65536
"""


class Staging:
    """One run's tables. Use as a context manager; the schema is dropped at the end."""

    def __init__(self, connection: Connection, connect: Callable[[], Connection]) -> None:
        self._connection = connection
        self._connect = connect
        self._number = 1 + secrets.randbelow(2**31 - 1)
        self._schema = f"import_{self._number}"

    def __enter__(self) -> Staging:
        drop_stale(self._connection)
        self._execute("SELECT pg_advisory_lock(%s, %s)", (_RUN_LOCK, self._number))
        self._execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self._schema)))
        self._execute(self._path())
        self._connection.commit()
        return self

    def __exit__(self, *_: object) -> None:
        if self._connection.closed:
            return
        self._connection.rollback()
        _drop(self._connection, self._schema)
        self._execute("SELECT pg_advisory_unlock(%s, %s)", (_RUN_LOCK, self._number))
        self._connection.commit()

    def run_file(self, name: str) -> None:
        """Run `sql/staging/<name>.sql`; nothing happens where a data set has no such step."""
        path = SQL_ROOT / f"{name}.sql"
        if path.exists():
            self._execute(path.read_text(encoding="utf-8"))

    @contextlib.contextmanager
    def beside(self, name: str) -> Iterator[Callable[[], None]]:
        """Run `sql/staging/<name>.sql` over a connection of its own, while the first goes on; what
        it reads is committed. Gives what waits for its end, and raises what it has raised. Ended
        with the block that is entered."""
        path = SQL_ROOT / f"{name}.sql"
        if not path.exists():
            yield lambda: None
            return
        with contextlib.closing(self._connect()) as second, ThreadPoolExecutor(1) as pool:
            work = pool.submit(self._carry_out, second, path.read_text(encoding="utf-8"))
            try:
                yield work.result
            finally:
                if not work.done():
                    second.cancel()

    def _carry_out(self, second: Connection, statements: str) -> None:
        with second, second.cursor() as cursor:
            cursor.execute(self._path())
            cursor.execute(statements)

    def _path(self) -> sql.Composable:
        return sql.SQL("SET search_path = {}, public").format(sql.Identifier(self._schema))

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return cursor.fetchall()

    def execute(self, query: str, parameters: Sequence[object] = ()) -> None:
        self._execute(query, parameters)

    def add_unused_columns(self, names: Iterable[str], table: str = "raw") -> None:
        """Columns of the delivery that we do not use still need a place in COPY."""
        for name in names:
            column = sql.Identifier(name)
            add = sql.SQL("ALTER TABLE {} ADD COLUMN {} text")
            self._execute(add.format(sql.Identifier(table), column))

    def copy_rows(
        self,
        columns: Sequence[str],
        options: str,
        blocks: Iterable[bytes],
        table: str = "raw",
        zone: str = "UTC",
    ) -> None:
        """COPY blocks of whole rows into a table of the run; `options` as in the COPY statement.
        `zone`: the time zone of times in columns that are typed.

        The table is committed first, and the rows with it: a second connection helps.
        """
        statement = sql.SQL("COPY {} ({}) FROM STDIN WITH ({})").format(
            sql.Identifier(self._schema, table),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(options),
        )
        self._connection.commit()
        with contextlib.closing(self._connect()) as second:
            streams = [self._connection, second]
            for stream in streams:
                with stream.cursor() as cursor:
                    cursor.execute("SELECT set_config('TimeZone', %s, true)", (zone,))
            copy_in(streams, statement, map(_composed, blocks))
            for stream in streams:
                stream.commit()

    @contextlib.contextmanager
    def published_digests(self, source: str) -> Iterator[Callable[[str], bytes]]:
        """Digest and id of the published addresses of a municipality, as pairs of 64-bit integers;
        asked over a connection of its own, since the others take rows in meanwhile."""
        with contextlib.closing(self._connect()) as connection:

            def of(municipality: str) -> bytes:
                with connection.cursor("published_digests") as cursor:
                    cursor.itersize = 1  # of a city, not all of them twice in memory
                    cursor.execute(_PUBLISHED_DIGESTS, (source, municipality))
                    return b"".join(pairs for (pairs,) in cursor)

            yield of

    def _execute(self, query: str | sql.Composable, parameters: Sequence[object] = ()) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(query, parameters or None)


def _composed(block: bytes) -> bytes:
    """Letters with their marks as one character each (NFC), as names are searched for. The marks,
    U+0300 to U+036F, begin with these bytes, and hardly any other text does."""
    if not any(lead in block for lead in _MARKS):
        return block
    try:
        return unicodedata.normalize("NFC", block.decode("utf-8")).encode("utf-8")
    except UnicodeDecodeError:
        return block  # the database says where


def drop_stale(connection: Connection) -> None:
    """Drop what killed imports left behind, where this database role may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^import_[0-9]+$' "
            "AND pg_has_role(nspowner, 'USAGE')"
        )
        for (schema,) in cursor.fetchall():
            number = int(re.sub(r"\D", "", schema))
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (_RUN_LOCK, number))
            (is_stale,) = cursor.fetchone() or (False,)
            if is_stale:
                _drop(connection, schema)
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (_RUN_LOCK, number))
    connection.commit()


def _drop(connection: Connection, schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))

"""One import from file to published rows. The order of the steps is the protection: everything is
read, checked and compared before the one transaction that changes what is published.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from . import guards
from .delivery import Delivery, open_delivery
from .known_told import tell_known
from .limits import Limits
from .readers import CSV_FORM, TEXT_FORM, Reader, reader_for
from .recognise import recognise
from .refusal import ImportBusy
from .report import LISTED_REJECTS, Counts, Links, Rejected, Report
from .room import told_when_full
from .sources import Source
from .staging import Staging

Progress = Callable[[str, int, int], None]
"""Called with the step (`read`, `check`, `compare`, `publish`, `link`, `commit`, `done`), and how
much of how much; bytes for `read`, 0 of 1 for the others."""

_DATASET_LOCK = 0x67746473
"""First key of the advisory lock of a data set ("gtds")."""
_ZONE = "Europe/Oslo"
"""Of the times in deliverers' files that do not say theirs."""
_LOCK_WAIT = "5s"
"""How long an import waits for another one of the same data set to end."""
_PUBLISH_LOCK = 0x67747075
"""One publication at a time ("gtpu"): they all touch the links between data sets."""


@told_when_full()
def run(
    path: str | Path,
    *,
    dsn: str,
    dataset: str | None = None,
    source: Source | None = None,
    force: bool = False,
    progress: Progress | None = None,
    limits: Limits | None = None,
) -> Report:
    """Import one delivery into the database that `dsn` names.

    Raises `DeliveryRefused` when the delivery is at fault, `NoRoomLeft` when a disk is full and
    `psycopg2.Error` when the database is; published rows are then as before. `source`: as a user
    describes it (`described_sources.py`); else it is recognised. `force` publishes mass
    removals and older extracts too.
    """
    limits = limits or Limits()
    progress = progress or _silent
    connection = _connect(dsn)
    try:
        with open_delivery(Path(path), limits) as delivery:
            if source is None:
                layers = delivery.database.layers if delivery.database else None
                source = recognise(delivery.stream, dataset, layers)
            _lock_dataset(connection, source)
            with Staging(connection, lambda: _connect(dsn)) as staging:
                job = _Import(connection, staging, source, delivery, limits, force, progress)
                return job.carry_out()
    finally:
        _let_go(connection)


@contextlib.contextmanager
def connected(dsn: str) -> Iterator[tuple[Connection, Callable[[], Connection]]]:
    """A connection as an import has it, and how to get another; its locks are given back."""
    connection = _connect(dsn)
    try:
        yield connection, lambda: _connect(dsn)
    finally:
        _let_go(connection)


def _silent(step: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def _connect(dsn: str) -> Connection:
    connection = psycopg2.connect(
        dsn.replace("postgis://", "postgresql://", 1), application_name="geotarget import"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, DMY'; SET client_encoding = 'UTF8'; "
            "SET work_mem = '64MB'; SET client_min_messages = 'warning'; SET jit = off"
        )
    connection.commit()
    return connection


def _lock_dataset(connection: Connection, source: Source) -> None:
    """One import of a data set at a time. Waits a little: the server may not have noticed yet that
    the importer before us is dead."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", (_LOCK_WAIT,))
            cursor.execute(
                "SELECT pg_advisory_lock(%s, hashtext(%s))", (_DATASET_LOCK, source.dataset)
            )
        connection.commit()
    except psycopg2.errors.LockNotAvailable:
        raise ImportBusy(
            "Another import of %(dataset)s is running. Wait until it is done and try again.",
            dataset=source.dataset,
        ) from None


def _let_go(connection: Connection) -> None:
    """Give the locks back now: the server would keep them until it has ended the session."""
    if not connection.closed:
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        connection.close()


class _Import:
    def __init__(
        self,
        connection: Connection,
        staging: Staging,
        source: Source,
        delivery: Delivery,
        limits: Limits,
        force: bool,
        progress: Progress,
    ) -> None:
        self._connection = connection
        self._staging = staging
        self._source = source
        self._delivery = delivery
        self._limits = limits
        self._force = force
        self._progress = progress
        self._report = Report(source.dataset, delivery.name)

    def carry_out(self) -> Report:
        reader = self._read()
        self._connection.commit()
        self._check(reader)
        self._connection.commit()
        with self._staging.beside(f"{self._source.sql_steps}_beside") as wait_for_counts:
            self._compare()
            self._refuse(reader)
            if self._says_something_new():
                self._publish(wait_for_counts)
            else:
                self._read_matches()
        self._progress("done", 1, 1)
        return self._report

    def _read(self) -> Reader:
        """Bytes to text rows. Nothing is cast yet."""
        self._staging.run_file("run")
        self._staging.run_file(f"{self._source.sql_steps}_raw")
        with self._staging.published_digests(self._source.source) as published:
            reader = reader_for(self._source, self._delivery, self._limits, self._force, published)
            self._read_rows(reader)
        if reader.known:
            tell_known(reader.known, self._staging, self._source.source)
        for table, more in reader.more.items():
            self._staging.add_unused_columns(more.unused, table)
            self._staging.copy_rows(more.columns, more.options, more.rows, table)
        rejected = reader.rows.rejected
        self._staging.copy_rows(rejected.COLUMNS, TEXT_FORM, rejected.blocks(), table="rejected")
        self._staging.run_file(f"{self._source.name}_form")
        self._report.source_sha256 = self._delivery.checksum.result()
        self._report.rows_read = reader.rows.rows_read
        self._report.passed_over = dict(reader.passed_over)
        return reader

    def _read_rows(self, reader: Reader) -> None:
        add, copy = self._staging.add_unused_columns, self._staging.copy_rows
        add(reader.unused)
        rows = self._counted(reader)
        if reader.not_plain is None:
            copy(reader.columns, reader.options, rows)
        else:
            copy(reader.plain_columns, reader.options, rows, "plain", _ZONE)
            copy(reader.columns, CSV_FORM, reader.not_plain)

    def _counted(self, reader: Reader) -> Iterator[bytes]:
        for block in reader.rows:
            self._progress("read", self._delivery.stream.tell(), self._delivery.size)
            yield block

    def _check(self, reader: Reader) -> None:
        """Text to typed rows; what cannot be published is rejected with its line."""
        self._progress("check", 0, 1)
        is_border = self._source.dataset == "municipality"
        self._staging.execute(
            "INSERT INTO run VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                self._source.dataset,
                self._source.source,
                not reader.is_web_answer,
                None if is_border else self._delivery.declared_area,
                "UTC" if reader.is_web_answer else _ZONE,
                self._delivery.declared_epsg,
                self._force,
                reader.may_repeat,
            ),
        )
        self._staging.execute("ANALYZE run")
        self._staging.run_file(self._source.check_step)
        self._staging.run_file("coverage")
        self._read_check()
        guards.refuse_many_rejected(self._report, self._limits)
        if not is_border:
            guards.refuse_undeclared(self._staging, self._delivery.declared_area)

    def _read_check(self) -> None:
        report, rows = self._report, self._staging.rows
        ((report.rejected_count,),) = rows("SELECT count(*) FROM rejected")
        report.rejected = [
            Rejected(*row)
            for row in rows(
                "SELECT line, reason FROM rejected ORDER BY line LIMIT %s", (LISTED_REJECTS,)
            )
        ]
        ((report.extracted_at,),) = rows("SELECT max(extracted_at) FROM coverage")
        if self._source.dataset == "unit":
            ((report.rows_without_unit,),) = rows(
                "SELECT count(*) FROM raw WHERE source_id IS NULL"
            )
        if self._source.sql_steps in ("parcel", "municipality", "district"):
            ((report.mended_count,),) = rows("SELECT count(*) FROM parsed WHERE is_mended")
        if self._source.dataset == "parcel":
            ((report.without_area_count,),) = rows(
                "SELECT count(*) FROM parsed WHERE ST_IsEmpty(geom)"
            )

    def _compare(self) -> None:
        """The delivery against what is published. From here to the commit it is one transaction."""
        self._progress("compare", 0, 1)
        self._staging.execute("SELECT pg_advisory_xact_lock(%s)", (_PUBLISH_LOCK,))
        self._staging.run_file(f"{self._source.sql_steps}_compare")
        self._staging.run_file("kept")
        self._staging.run_file("tally")
        ((self._report.kept_count,),) = self._staging.rows("SELECT count(*) FROM kept")
        for number, change, count in self._staging.rows(
            "SELECT municipality_number, change, row_count FROM tally"
        ):
            counts = self._report.municipalities.setdefault(number, Counts())
            setattr(counts, change, count)

    def _refuse(self, reader: Reader) -> None:
        if not self._force:
            guards.refuse_loss(self._staging, self._report, self._limits, reader.columns)

    def _says_something_new(self) -> bool:
        """A change, or a newer date for a municipality, or another one that is forced: else no
        version is made."""
        if not self._report.changes_nothing:
            return True
        newer = self._staging.rows(
            "SELECT 1 FROM coverage AS c CROSS JOIN run LEFT JOIN dataset_coverage AS p "
            "ON p.dataset = run.dataset AND p.source = run.source "
            "AND p.municipality_number = c.municipality_number "
            "WHERE c.extracted_at > p.extracted_at OR p.dataset IS NULL OR (run.is_forced "
            "AND c.is_complete AND c.extracted_at IS DISTINCT FROM p.extracted_at) LIMIT 1"
        )
        return bool(newer)

    def _publish(self, wait_for_counts: Callable[[], None]) -> None:
        self._progress("publish", 0, 1)
        self._staging.run_file(f"{self._source.sql_steps}_publish")
        self._record()
        self._progress("link", 0, 1)
        wait_for_counts()
        self._staging.run_file(f"{self._source.sql_steps}_link")
        self._read_matches()
        self._read_links()
        self._keep_report()
        self._progress("commit", 0, 1)
        self._connection.commit()
        self._staging.run_file("analyze")
        self._connection.commit()

    def _record(self) -> None:
        """The version with its coverage and change rows."""
        report = self._report
        ((report.version_id,),) = self._staging.rows(
            "INSERT INTO dataset_version "
            "(dataset, source_name, source_sha256, extracted_at, published_at, report) "
            "VALUES (%s, %s, %s, %s, %s, '{}') RETURNING id",
            (
                report.dataset,
                report.source_name,
                report.source_sha256,
                report.extracted_at,
                dt.datetime.now(dt.UTC),
            ),
        )
        self._staging.execute("UPDATE run SET version_id = %s", (report.version_id,))
        self._staging.run_file("record")

    def _read_matches(self) -> None:
        if self._source.dataset == "business":
            self._report.matches = dict(
                self._staging.rows(
                    "SELECT match, count(*) FROM business "
                    "JOIN coverage USING (municipality_number) GROUP BY match"
                )
            )

    def _read_links(self) -> None:
        """Where another data set is loaded: how many rows are linked to it, and by which way."""
        self._staging.run_file("comparable")
        self._staging.run_file(f"{self._source.sql_steps}_share")
        for target, way, count in self._staging.rows("SELECT target, way, row_count FROM share"):
            self._report.links.setdefault(target, Links()).add(way, count)

    def _keep_report(self) -> None:
        self._staging.execute(
            "UPDATE dataset_version SET report = %s WHERE id = %s",
            (json.dumps(self._report.as_json()), self._report.version_id),
        )

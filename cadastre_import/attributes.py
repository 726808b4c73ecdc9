"""One load of an organisation's own file: read, looked up, compared, published in one transaction.

The rows go through staging as those of the cadastre do, but into tables that belong to the
organisation: no version of the cadastre, no report that another organisation sees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geotarget.domain.personal_columns import MOST_VALUES

from .attribute_description import AttributeDescription, read_attribute_description
from .attribute_keys import Unreadable
from .csv_records import CsvRecords
from .delivery import Delivery, open_delivery
from .description import refuse_other_name
from .importing import connected
from .limits import Limits
from .readers import TEXT_FORM
from .refusal import DeliveryRefused
from .rejects import copy_field
from .report import LISTED_REJECTS, Rejected
from .staging import Staging

_BLOCK_ROWS = 500
_LISTED = "SELECT line, reason, count(*) OVER () FROM {table} ORDER BY line LIMIT %s"
COLUMNS = (
    "line",
    "key",
    "municipality_number",
    "street_name",
    "number",
    "letter",
    "postcode",
    "told",
)


@dataclass
class AttributeReport:
    """What a load did. Values are counted, one for each attribute of a key."""

    title: str
    source_name: str
    source_sha256: str
    rows_read: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    rejected_count: int = 0
    unmatched: list[Rejected] = field(default_factory=list)
    unmatched_count: int = 0
    """Rows whose property or address is not in the cadastre, or is not one alone."""
    added: int = 0
    removed: int = 0
    unchanged: int = 0
    version_id: int | None = None
    """Null when the file said nothing new."""

    @property
    def match_rate(self) -> float | None:
        good = self.rows_read - self.rejected_count
        return round(1 - self.unmatched_count / good, 4) if good else None

    def as_json(self) -> dict[str, Any]:
        rows = {
            name: [{"line": row.line, "reason": row.reason} for row in getattr(self, name)]
            for name in ("rejected", "unmatched")
        }
        return self.__dict__ | rows | {"match_rate": self.match_rate}


def load_attributes(
    path: Path,
    description: Path,
    *,
    dsn: str,
    organisation_id: int,
    user_id: int,
    force: bool = False,
    limits: Limits | None = None,
) -> AttributeReport:
    """Load one file for an organisation. Raises `DeliveryRefused`; all is then as before.

    `force` takes a file that says much less than the one before too.
    """
    limits = limits or Limits()
    described = read_attribute_description(description)
    refuse_other_name(path.name, described.file)
    with (
        connected(dsn) as (connection, connect),
        open_delivery(path, limits) as delivery,
        Staging(connection, connect) as staging,
    ):
        load = _Load(staging, described, delivery, limits, force)
        return load.carry_out(organisation_id, user_id, connection.commit)


class _Load:
    def __init__(
        self,
        staging: Staging,
        described: AttributeDescription,
        delivery: Delivery,
        limits: Limits,
        force: bool,
    ) -> None:
        self._staging = staging
        self._described = described
        self._delivery = delivery
        self._limits = limits
        self._force = force
        self._report = AttributeReport(described.title, delivery.name, delivery.checksum.result())

    def carry_out(self, organisation_id: int, user_id: int, commit: Any) -> AttributeReport:
        self._staging.run_file("attribute_raw")
        self._read()
        self._staging.execute(
            "INSERT INTO load VALUES (%s, %s, %s, %s, %s)",
            (organisation_id, user_id, self._described.title, self._described.is_of_property,
             list(self._described.attributes)),
        )  # fmt: skip
        self._staging.run_file("attribute_check")
        self._read_check()
        self._staging.run_file("attribute_compare")
        self._read_compare()
        if self._report.added or self._report.removed:
            self._staging.run_file("attribute_publish")
            self._record()
            commit()
        return self._report

    def _read(self) -> None:
        records = CsvRecords(
            self._delivery.stream, self._described.encoding, self._described.delimiter, self._limits
        )
        self._described.check_header(records.header)
        self._staging.copy_rows(COLUMNS, TEXT_FORM, self._blocks(records))
        rejected = records.rejected
        self._staging.copy_rows(("line", "key", "reason"), TEXT_FORM, rejected.blocks(), "rejected")
        self._report.rows_read = records.rows_read

    def _blocks(self, records: CsvRecords) -> Iterator[bytes]:
        block: list[bytes] = []
        different: dict[str, set[str]] = {name: set() for name in self._described.attributes}
        for line, record in records:
            try:
                key, told = self._described.read(record)
            except Unreadable as fault:
                records.rejected.add(line, str(fault))
                continue
            _refuse_many_values(different, told)
            row = (line, *key.__dict__.values(), json.dumps(told, ensure_ascii=False))
            block.append("\t".join(map(copy_field, row)).encode() + b"\n")
            if len(block) >= _BLOCK_ROWS:
                yield b"".join(block)
                block = []
        yield b"".join(block)

    def _read_check(self) -> None:
        report, limits = self._report, self._limits
        report.rejected, report.rejected_count = self._listed("rejected")
        report.unmatched, report.unmatched_count = self._listed("unmatched")
        if report.rows_read == 0:
            raise DeliveryRefused("The file has a header but no rows. Export it again.")
        share = report.rejected_count / report.rows_read
        many = share > limits.rejected_share and report.rejected_count > limits.rejected_rows
        if many or report.rejected_count == report.rows_read:
            raise DeliveryRefused(
                "%(count)s of %(read)s rows cannot be used; nothing was loaded. The first is line "
                "%(line)s: %(reason)s. Mend the file or its description.",
                count=report.rejected_count,
                read=report.rows_read,
                line=report.rejected[0].line,
                reason=report.rejected[0].reason,
            )
        for name, other in self._staging.rows(
            "SELECT name, title FROM taken ORDER BY name LIMIT 1"
        ):
            raise DeliveryRefused(
                "The attribute “%(name)s” comes from “%(other)s” already. Call it something else.",
                name=name,
                other=other,
            )

    def _listed(self, table: str) -> tuple[list[Rejected], int]:
        rows = self._staging.rows(
            _LISTED.format(table=table),
            (LISTED_REJECTS,),
        )
        return [Rejected(line, reason) for line, reason, _ in rows], rows[0][2] if rows else 0

    def _read_compare(self) -> None:
        report, limits = self._report, self._limits
        ((report.added, report.removed, report.unchanged, gone, keys),) = self._staging.rows(
            "SELECT added, removed, unchanged, keys_gone, keys_before FROM told_counts"
        )
        if not self._force and gone > limits.removed_rows and gone > limits.removed_share * keys:
            raise DeliveryRefused(
                "%(gone)s of %(keys)s properties or addresses of “%(title)s” are not in this file, "
                "more than %(limit)s %%. It may have been cut short. Export it again, or use "
                "--force.",
                gone=gone,
                keys=keys,
                title=report.title,
                limit=round(limits.removed_share * 100),
            )

    def _record(self) -> None:
        report = self._report
        ((report.version_id,),) = self._staging.rows(
            "INSERT INTO own_attribute_version (organisation_id, title, source_name, source_sha256,"
            " loaded_by_id, loaded_at, report)"
            " SELECT organisation_id, title, %s, %s, user_id, now(), '{}' FROM load RETURNING id",
            (report.source_name, report.source_sha256),
        )
        self._staging.execute(
            "UPDATE own_attribute_version SET report = %s WHERE id = %s",
            (json.dumps(report.as_json()), report.version_id),
        )
        self._staging.execute(
            "INSERT INTO audit_entry (organisation_id, actor_id, at, act, subject, detail)"
            " SELECT organisation_id, user_id, now(), 'load_attributes', %s, %s FROM load",
            (
                f"own_attribute_version:{report.version_id}",
                json.dumps({"added": report.added, "removed": report.removed}),
            ),
        )


def _refuse_many_values(different: dict[str, set[str]], told: dict[str, str]) -> None:
    for name, value in told.items():
        different[name].add(value)
        if len(different[name]) > MOST_VALUES:
            raise DeliveryRefused(
                "“%(name)s” has more than %(most)s different values. An attribute is a category, "
                "as a pressure zone; names, numbers and free text are not taken. Choose another "
                "column.",
                name=name,
                most=MOST_VALUES,
            )

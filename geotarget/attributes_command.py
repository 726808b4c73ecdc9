"""`geotarget attributes load|list`: what an organisation knows of addresses itself."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotarget.command_acts import Ready, Run, acts_of
from geotarget.domain.printable import printable
from geotarget.running import addresses

if TYPE_CHECKING:
    from cadastre_import.attributes import AttributeReport

LISTED_ROWS = 20
"""Rejected and unmatched rows that the text report lists; JSON lists more."""


def add_to(commands: Any, start: Ready, set_up_django: Ready) -> None:
    """The command and its acts; `start` starts the services."""
    attributes = commands.add_parser("attributes", help="an organisation's own facts of addresses")
    act = acts_of(attributes, start, set_up_django)

    def of_one(name: str, about: str, run: Run) -> Any:
        parser = act(name, about, run)
        parser.add_argument(
            "--organisation", metavar="NUMBER", required=True, help="whose they are"
        )
        parser.add_argument("--json", action="store_true")
        return parser

    load = of_one("load", "load a file by its description", _load)
    load.add_argument("path", metavar="FILE.csv")
    load.add_argument("--description", metavar="FILE.toml", required=True)
    load.add_argument("--by", metavar="USERNAME", required=True, help="the administrator")
    load.add_argument(
        "--force", action="store_true", help="also when much of what was there is gone"
    )
    of_one("list", "attributes with their values", _list)


def _load(options: argparse.Namespace) -> int:
    from cadastre_import.attributes import load_attributes
    from geotarget.organisations.named import administrator_named, organisation_named

    organisation = organisation_named(options.organisation)
    report = load_attributes(
        Path(options.path),
        Path(options.description),
        dsn=addresses.database_owner_url(),
        organisation_id=organisation.pk,
        user_id=administrator_named(organisation, options.by).pk,
        force=options.force,
    )
    text = json.dumps(report.as_json(), ensure_ascii=False, default=vars) if options.json else None
    print(text or "\n".join(map(printable, _lines(report))))
    return 0


def _lines(report: AttributeReport) -> Iterator[str]:
    yield f"{report.source_name}: {report.title}"
    yield f"  {report.rows_read} rows read, {report.rejected_count} rejected"
    if report.match_rate is not None:
        missing = report.unmatched_count
        yield f"  {report.match_rate:.1%} are of a place in the cadastre, {missing} are not"
    yield f"  values: {report.added} added, {report.removed} removed, {report.unchanged} unchanged"
    for what, rows, count in (
        ("rejected", report.rejected, report.rejected_count),
        ("without a place", report.unmatched, report.unmatched_count),
    ):
        yield from (f"  line {row.line}: {row.reason}" for row in rows[:LISTED_ROWS])
        if count > LISTED_ROWS:
            yield f"  and {count - LISTED_ROWS} more rows {what} (--json lists them)"
    if report.version_id is None:
        yield "  Nothing changed."


def _list(options: argparse.Namespace) -> int:
    from geotarget.organisations.named import organisation_named
    from geotarget.targeting.own_attributes import attributes_of

    found = attributes_of(organisation_named(options.organisation).pk)
    if options.json:
        print(json.dumps([vars(attribute) for attribute in found], ensure_ascii=False))
        return 0
    for attribute in found:
        told = ", ".join(f"{value} ({count})" for value, count in attribute.values)
        print(printable(f"{attribute.name} (from {attribute.title}): {told}"))
    return 0

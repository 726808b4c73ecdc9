"""Imports as a person at a terminal sees them: a progress bar, and a report as text or JSON."""

from __future__ import annotations

import contextlib
import json
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from geotarget.domain.printable import printable

from .described_sources import sources_of
from .importing import Progress, run
from .refusal import DeliveryRefused
from .report import Report
from .sources import Source

LISTED_ROWS = 20
"""Rejected rows that the text report lists; JSON lists more."""

_STEPS = {
    "fetch": "Fetching",
    "read": "Reading",
    "check": "Checking",
    "compare": "Comparing",
    "publish": "Publishing",
    "link": "Linking",
    "commit": "Storing",
    "done": "Done",
}


def import_all(
    paths: Sequence[str],
    dsn: str,
    dataset: str | None,
    force: bool,
    *,
    as_json: bool,
    debug: bool = False,
    description: str | None = None,
) -> int:
    """Import one file after the other and print each report; what becomes of one does not keep the
    others from being published. `description`: a user's file that says what they are. Exit code: 1
    when one was refused, 2 when something of ours failed.
    """
    code = 0
    for path, source in _described(paths, description):
        try:
            if isinstance(source, DeliveryRefused):
                raise source
            with progress_bar() as progress:
                report = run(
                    path, dsn=dsn, dataset=dataset, source=source, force=force, progress=progress
                )
        except DeliveryRefused as refusal:
            _complain(path, str(refusal))
            code = max(code, 1)
            continue
        except Exception as error:
            if debug:
                traceback.print_exc()
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            _complain(path, f"{said} (geotarget --debug shows more)")
            code = 2
            continue
        print(json.dumps(report.as_json(), ensure_ascii=False) if as_json else as_text(report))
    return code


def _described(
    paths: Sequence[str], description: str | None
) -> Iterator[tuple[str, Source | DeliveryRefused | None]]:
    """Each file with each data set that is described in it; with None where nothing is."""
    for path in paths:
        if description is None:
            yield path, None
            continue
        try:
            yield from ((path, source) for source in sources_of(Path(description), Path(path).name))
        except DeliveryRefused as refusal:
            yield path, refusal


def _complain(path: str, what: str) -> None:
    print(printable(f"geotarget: {path}: {what}"), file=sys.stderr)


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")

        def show(step: str, done: int, total: int) -> None:
            of = total if step in ("fetch", "read", "done") else None
            bar.update(task, description=_STEPS[step], completed=done, total=of)

        yield show


def as_text(report: Report) -> str:
    return "\n".join(map(printable, _lines(report)))


def _lines(report: Report) -> Iterator[str]:
    taken_out = (
        f", taken out {report.extracted_at:%Y-%m-%d %H:%M} UTC" if report.extracted_at else ""
    )
    yield f"{report.source_name}: {report.dataset}{taken_out}"
    yield f"  {report.rows_read} rows read, {report.rejected_count} rejected"
    yield from _notes(report)
    yield "  municipality     added   changed   removed  unchanged"
    for number, counts in sorted(report.municipalities.items()):
        yield (
            f"  {number:<12}{counts.added:>10}{counts.changed:>10}"
            f"{counts.removed:>10}{counts.unchanged:>11}"
        )
    for row in report.rejected[:LISTED_ROWS]:
        yield f"  line {row.line}: {row.reason}"
    if report.rejected_count > LISTED_ROWS:
        yield f"  and {report.rejected_count - LISTED_ROWS} more rejected rows (--json lists them)"
    if report.changes_nothing:
        yield "  Nothing changed."


def _notes(report: Report) -> Iterator[str]:
    """What is peculiar to this delivery."""
    if report.rows_without_unit:
        yield f"  {report.rows_without_unit} rows name an address without unit"
    if report.kept_count:
        yield (
            f"  {report.kept_count} published rows are not in the delivery, but were kept: "
            "a rejected row that cannot be read may be one of them"
        )
    if report.mended_count:
        yield f"  {report.mended_count} outlines that touched themselves were mended"
    if report.without_area_count:
        yield f"  {report.without_area_count} point leases (punktfeste) have no outline"
    for kind, count in sorted(report.passed_over.items()):
        yield f"  {count} passed over, which is no fault: {kind}"
    if report.match_rate is not None:
        told = ", ".join(f"{how} {count}" for how, count in sorted(report.matches.items()))
        yield f"  {report.match_rate:.1%} have an address ({told})"
    for target, links in sorted(report.links.items()):
        shares = links.as_json()
        yield (
            f"  linked to {target.replace('_', ' ')}: {shares['identifier_share']:.1%} by "
            f"identifier, {shares['place_share']:.1%} by place, {links.none} "
            f"({shares['none_share']:.1%}) not at all"
        )

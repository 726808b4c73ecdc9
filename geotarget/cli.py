"""The command line: the same acts as the pages.

Exit codes: 0 done, 1 the input was at fault (one line on standard error), 2 something of ours
failed.
Imports are deferred: `geotarget --help` must not wait for Django.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from geotarget import (
    adjustment_options,
    analyst_command,
    attributes_command,
    filter_options,
    neighbour_options,
    pick_options,
    status_command,
    territory_command,
)
from geotarget.domain.errors import InputError
from geotarget.domain.printable import printable
from geotarget.domain.rules import Per, SelectionRule
from geotarget.running import addresses, paths
from geotarget.running.errors import CannotRun

if TYPE_CHECKING:
    from geotarget.domain.area import Area
    from geotarget.domain.selection import Selection

DONE, USER_AT_FAULT, WE_FAILED, INTERRUPTED = 0, 1, 2, 130


class _Parser(argparse.ArgumentParser):
    """Wrong arguments are the user's fault: exit code 1, one line."""

    def error(self, message: str) -> NoReturn:
        print(printable(f"geotarget: {message} (see {self.prog} --help)"), file=sys.stderr)
        sys.exit(USER_AT_FAULT)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point of the console script."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.act(options))
    except InputError as error:
        return _say(USER_AT_FAULT, f"{error}{_place(error)}")
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written at exit any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say(INTERRUPTED, "interrupted; what is published is as it was")
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        return _say(WE_FAILED, f"{_first_line(error)} (geotarget --debug shows more)")


def _say(code: int, message: str) -> int:
    print(printable(f"geotarget: {message}"), file=sys.stderr)
    return code


def _place(error: InputError) -> str:
    """Where the fault of an area is, longitude before latitude as in the file; once."""
    if error.place is None or "longitude" in error.params:
        return ""
    return f" (at {error.place[0]:.6f}, {error.place[1]:.6f})"


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


# --- Arguments --------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="geotarget", description="Cadastre in, areas drawn, exact addresses out.")
    parser.add_argument("--debug", action="store_true", help="show where an error of ours happened")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)
    _add_import(commands)
    _add_update(commands)
    _add_select(commands)
    status_command.add_to(commands, _start, _set_up_django)
    analyst_command.add_to(commands, _start, _set_up_django)
    territory_command.add_to(commands, _start, _set_up_django)
    attributes_command.add_to(commands, _start, _set_up_django)
    return parser


def _add_import(commands: Any) -> None:
    act = commands.add_parser("import", help="publish deliveries of cadastre data")
    act.add_argument("paths", nargs="+", metavar="PATH", help="CSV, GML or GeoJSON, plain or zip")
    act.add_argument("--dataset", metavar="NAME", help="refuse anything but this data set")
    act.add_argument("--source", metavar="FILE.toml", help="a description of your own of the files")
    act.add_argument(
        "--force", action="store_true", help="publish mass removals and older extracts too"
    )
    act.add_argument("--json", action="store_true", help="one report per file as a line of JSON")
    act.set_defaults(act=_import)


def _add_update(commands: Any) -> None:
    from cadastre_import.update_options import add_arguments

    act = commands.add_parser("update", help="fetch and publish what the deliverer has anew")
    add_arguments(act)
    act.set_defaults(act=_update)


def _add_select(commands: Any) -> None:
    act = commands.add_parser("select", help="the addresses of an area")
    act.add_argument(
        "area", nargs="?", metavar="AREA.geojson", help="EPSG:4326; - is standard input"
    )
    act.add_argument("--exclude", action="append", default=[], metavar="FILE", help="taken out")
    rules = [str(rule) for rule in SelectionRule]
    act.add_argument("--rule", choices=rules, default=rules[0], help=f"default: {rules[0]}")
    pick_options.add_arguments(act)
    filter_options.add_arguments(act)
    adjustment_options.add_arguments(act)
    neighbour_options.add_arguments(act)
    act.add_argument("--count", action="store_true", help="only counts, as JSON")
    act.add_argument("--format", choices=("csv", "geojson", "json"), default="csv")
    act.add_argument("--out", metavar="PATH", help="write here instead of standard output")
    act.set_defaults(act=_select)


# --- Import -----------------------------------------------------------------------------------


def _import(options: argparse.Namespace) -> int:
    from cadastre_import.console import import_all

    _start()
    return import_all(
        options.paths,
        addresses.database_owner_url(),
        options.dataset,
        options.force,
        as_json=options.json,
        debug=options.debug,
        description=options.source,
    )


def _update(options: argparse.Namespace) -> int:
    from cadastre_import.update_console import update_all
    from geotarget.running.product import ports

    _start()
    # The simulators are what the product speaks with until it is told otherwise.
    simulated = f"http://127.0.0.1:{ports().simulator}/geonorge/ATOM-feeds/"
    feeds = os.environ.get("CADASTRE_FEEDS_URL") or simulated
    folder = paths.make_private(paths.var() / "downloads")
    return update_all(options, feeds, addresses.database_owner_url(), folder)


# --- Select -----------------------------------------------------------------------------------


def _select(options: argparse.Namespace) -> int:
    from geotarget.domain.area import parse_area, parse_shapes

    if options.area is None and not pick_options.are_given(options) and not options.neighbours_of:
        raise InputError(
            "Give an area, or pick by name with --pick, --list, --saved or --neighbours-of."
        )
    taken_out = [_read(path) for path in options.exclude]
    area = parse_area(_read(options.area), taken_out) if options.area is not None else None
    excluded = reduce(_joined, map(parse_shapes, taken_out), None)
    _start()
    _set_up_django()
    selection = _selection(options, area, excluded)
    with _output(options.out) as out:
        for text in _counts(selection) if options.count else _listed(selection, options.format):
            out.write(text)
    return DONE


def _selection(options: argparse.Namespace, area: Area | None, excluded: Area | None) -> Selection:
    from geotarget.domain.selection import Selection, parse_selection

    filters, organisation = filter_options.read(options)
    picked = Selection(area, (), (), SelectionRule.ADDRESS_INSIDE)
    if pick_options.are_given(options):
        picked = parse_selection(pick_options.read(options, organisation, _read), organisation)
        whole, taken_out = _joined(picked.area, area), _joined(picked.excluded, excluded)
        left = whole.without(taken_out) if whole and taken_out else whole
        picked = replace(picked, area=left, excluded=taken_out)
    return replace(
        picked,
        rule=SelectionRule(options.rule),
        filters=filters,
        organisation=organisation,
        adjustments=adjustment_options.read(options),
        neighbours=neighbour_options.read(options),
        per=Per(options.per),
    )


def _joined(one: Area | None, other: Area | None) -> Area | None:
    return other if one is None else one.joined(other)


def _read(path: str) -> bytes:
    from geotarget.domain.geojson import MAX_BYTES

    try:
        if path == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            "%(path)s cannot be read: %(why)s.", path=path, why=error.strerror
        ) from None


def _counts(selection: Selection) -> Iterator[str]:
    from geotarget.targeting.preview import preview

    counted = preview(selection)
    counts = {
        "addresses": counted.addresses,
        "units": counted.units,
        "added": counted.added,
        "removed": counted.removed,
        "removed_unselected": counted.removed_unselected,
        "per": str(counted.per),
        "copies": counted.copies,
        "rule": str(selection.rule),
        **_filtered(selection),
        "area_m2": round(counted.area_m2 or 0, 1),
        "dataset_version": counted.dataset_version,
        "extracted_at": counted.extracted_at.isoformat() if counted.extracted_at else None,
    }
    yield json.dumps(counts) + "\n"


def _listed(selection: Selection, form: str) -> Iterable[str]:
    from geotarget.cadastre.state import cadastre_state
    from geotarget.targeting import export
    from geotarget.targeting.listing import selected_rows

    rows = selected_rows(selection)
    if form == "csv":
        return export.as_csv(rows)
    about = {
        "rule": str(selection.rule),
        **_filtered(selection),
        "dataset_version": cadastre_state().version,
    }
    if form == "geojson":
        return export.as_geojson(rows, about)
    features = (export.as_feature(row) for row in rows)
    return _as_json(
        ({**f["properties"], "point": f["geometry"]["coordinates"]} for f in features), about
    )


def _filtered(selection: Selection) -> dict[str, Any]:
    return {"filters": selection.filters.as_json()} if selection.filters else {}


def _as_json(rows: Iterable[dict[str, Any]], about: dict[str, Any]) -> Iterator[str]:
    """`{"rule": ..., "addresses": [...]}`, one address a line."""
    yield json.dumps(about)[:-1] + ', "addresses": ['
    comma = "\n"
    for row in rows:
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


@contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears only when it is complete."""
    if path is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    unfinished = Path(f"{path}.part")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
        unfinished.replace(path)
    except OSError as error:
        raise InputError(
            "%(path)s cannot be written: %(why)s.", path=path, why=error.strerror
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


# --- Services ---------------------------------------------------------------------------------


def _start() -> list[str]:
    """Start private services that are down, and make the tables of a private database."""
    started = addresses.start_private()
    if not _has_tables():
        if os.environ.get("DATABASE_URL"):
            raise CannotRun("the database has no tables: run .venv/bin/python manage.py migrate")
        print("geotarget: making the tables of the private database", file=sys.stderr)
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=paths.REPOSITORY, check=True, stdout=sys.stderr)
    return started


def _has_tables() -> bool:
    import psycopg2

    dsn = addresses.database_owner_url().replace("postgis://", "postgresql://", 1)
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('public.dataset_coverage') IS NOT NULL")
            return cursor.fetchone() == (True,)
    finally:
        connection.close()


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())

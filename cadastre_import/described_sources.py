"""Sources that a user describes: addresses, units or parcels of any CSV or GeoPackage.

A description has the form of `sources.toml`, one table per data set of the file, and can say more:
constants, several of our columns in one of theirs, ours put together from several of theirs, and
which rows are meant. docs/import.md tells the members. Its examples are worked before each import.
"""

from __future__ import annotations

import fnmatch
import re
from pathlib import Path
from typing import Any

from .described_columns import PLACEHOLDER, DescribedColumns
from .described_rows import Mapping, Unusable
from .description import Described, read_toml, refuse_other_name
from .sources import Source, known_sources

_NAME = re.compile(r"[A-Za-z0-9_]{1,40}")
_SOURCE = re.compile(r"[a-z][a-z0-9_-]{1,30}")
_SHAPE = {"address": {"epsg", "north", "east"}, "parcel": {"shape"}, "unit": set[str]()}
_NEEDED = {
    "address": {"source_id", "municipality_number"},
    "unit": {"source_id", "address_source_id", "municipality_number"},
    "parcel": {"source_id", "municipality_number"},
}
FORMATS = ("csv", "geopackage")


def sources_of(description: Path, name: str) -> list[Source]:
    """The data sets that a description knows in a file of this name. Raises `DeliveryRefused`."""
    known = read_sources(description)
    meant = [s for s in known if fnmatch.fnmatchcase(name.casefold(), s.file.casefold())]
    if not meant:
        refuse_other_name(name, " or ".join(sorted({source.file for source in known})))
    return meant


def read_sources(path: Path) -> list[Source]:
    """The tables of a description in its order. Raises `DeliveryRefused`."""
    tables = read_toml(path)
    if not tables or not all(isinstance(table, dict) for table in tables.values()):
        raise Described({}, path.name).fault(
            "write one table for each data set, as [address] and [unit]"
        )
    return [
        _source(name, Described(table, f"{path.name} [{name}]")) for name, table in tables.items()
    ]


def _source(name: str, table: Described) -> Source:
    if not _NAME.fullmatch(name):
        raise table.fault("call the table by letters, digits and _")
    dataset, form = _kind(name, table)
    source = Source(
        name=f"described_{name}",
        dataset=dataset,
        title=table.take("title", str),
        licence=table.take("licence", str),
        uuid="",
        file=table.take("file", str),
        crs=table.take("crs", str, ""),
        format=form,
        source=_key_source(table),
        key=["source_id"],
        layers=[table.take("layer", str)] if form == "geopackage" else [],
        described=_told_columns(dataset, table),
    )
    _check_columns(source, table)
    examples = table.take("examples", list)
    table.end()
    _check_examples(source, examples, table)
    return source


def _kind(name: str, table: Described) -> tuple[str, str]:
    """Data set and format."""
    dataset = table.take("dataset", str, name)
    if dataset not in _NEEDED:
        raise table.fault("“dataset” must be one of: %(known)s", known=", ".join(_NEEDED))
    form = table.take("format", str, "csv")
    if form not in FORMATS:
        raise table.fault("“format” must be one of: %(known)s", known=", ".join(FORMATS))
    if dataset == "parcel" and form != "geopackage":
        raise table.fault('parcels are read from a GeoPackage; write format = "geopackage"')
    return dataset, form


def _told_columns(dataset: str, table: Described) -> DescribedColumns:
    return DescribedColumns(
        encoding=table.encoding(),
        delimiter=table.delimiter(),
        columns=table.texts("columns"),
        fixed=table.texts("fixed", default={}),
        parts=_patterns(table),
        joined=table.texts("joined", default={}),
        only=_only(table),
        unit=table.texts("unit", default={}) if dataset == "parcel" else {},
    )


def _key_source(table: Described) -> str:
    name = str(table.take("source", str))
    if not _SOURCE.fullmatch(name):
        raise table.fault("“source” is a short word in small letters, as dar")
    if name in {source.source for source in known_sources().values()}:
        raise table.fault(
            "“source” %(name)s is that of the official data, which your rows would replace. "
            "Choose a word of your own",
            name=name,
        )
    return name


def _patterns(table: Described) -> dict[str, re.Pattern[str]]:
    patterns = {}
    for column, pattern in table.texts("parts", default={}).items():
        try:
            patterns[column] = re.compile(pattern)
        except re.error as error:
            raise table.fault(
                "“parts.%(column)s” is no pattern: %(why)s", column=column, why=error
            ) from None
        if not patterns[column].groupindex:
            raise table.fault(
                "“parts.%(column)s” names no column: write (?P<number>…)", column=column
            )
    return patterns


def _only(table: Described) -> dict[str, list[str]]:
    only = table.take("only", dict, {})
    for column, values in only.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise table.fault("“only.%(column)s” must be a list of texts", column=column)
    return dict(only)


def _check_columns(source: Source, table: Described) -> None:
    extra = source.described
    assert extra is not None
    ours = extra.ours()
    known = set(known_columns(source.dataset))
    if ours - known:
        raise table.fault(
            "“%(name)s” is not a column of %(dataset)s. Known: %(known)s",
            name=min(ours - known),
            dataset=source.dataset,
            known=", ".join(sorted(known)),
        )
    needed = _NEEDED[source.dataset] | (_SHAPE[source.dataset] if source.format == "csv" else set())
    if needed - ours:
        raise table.fault("no column becomes “%(name)s”", name=min(needed - ours))
    for name, template in extra.joined.items():
        if not PLACEHOLDER.search(template):
            raise table.fault("“joined.%(name)s” names no column, as {street} {number}", name=name)


def known_columns(dataset: str) -> list[str]:
    """Our columns of a data set: those of the deliverer's own CSV or GML, and of the shape."""
    columns = [*known_sources()[dataset].columns, *sorted(_SHAPE[dataset])]
    return [name for name in dict.fromkeys(columns) if name != "local_id"]


def _check_examples(source: Source, examples: list[Any], table: Described) -> None:
    """Each has a row as delivered, and what it must become; empty where it is passed over."""
    if not examples:
        raise table.fault("“examples” is empty: write at least one row and what it becomes")
    mapping = Mapping(source)
    for place, example in enumerate(examples, start=1):
        told = Described(example if isinstance(example, dict) else {}, f"Example {place}")
        row, expected = told.texts("row"), told.texts("expect")
        told.end()
        mapping.check_header(list(row))
        try:
            found = mapping.values(row)
        except Unusable as fault:
            raise told.fault("the row cannot be used: %(why)s", why=fault) from None
        shown = found or {}
        if expected:
            shown = {name: shown.get(name, "") for name in expected}
        if shown != expected:
            raise told.fault(
                "the row becomes %(found)s, not %(expected)s", found=shown, expected=expected
            )

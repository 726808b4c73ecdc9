"""Each format's reader, and how its rows go into `raw`."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from .csv_records import CsvRecords
from .delimited import QUOTE, DelimitedRows, TypedRows
from .delivery import Delivery
from .described_columns import DescribedColumns
from .geodatabase import GeoDatabase
from .gml_features import GmlRows
from .known_rows import Fetch, KnownRows
from .limits import Limits
from .line_digests import LineDigests
from .plain_rows import PlainRows
from .postcodes import PostcodeRows
from .records import RecordRows
from .refusal import DeliveryRefused
from .rejects import Rejects
from .sources import Source
from .spool import Spool
from .table_records import TableRecords

TEXT_FORM = "FORMAT text"
CSV_FORM = f"FORMAT csv, DELIMITER ';', QUOTE E'\\x{QUOTE[0]:02x}'"
_NOT_OF_PLAIN = ("local_id", "epsg")
"""Plain rows have their key in another column, and one coordinate system."""


class Rows(Protocol):
    """A reader: blocks for COPY, and afterwards what was read and rejected."""

    rows_read: int
    rejected: Rejects

    def __iter__(self) -> Iterator[bytes]: ...


@dataclass(frozen=True)
class Reader:
    """What staging needs to know to take the rows of a delivery in."""

    rows: Rows
    columns: Sequence[str]
    options: str
    more: Mapping[str, Reader] = field(default_factory=dict)
    """Rows that go into other tables, by the table's name."""
    not_plain: Spool | None = None
    """Where set, `rows` are of `plain_columns` and go into `plain`, and these, of `columns`, into
    `raw`, when `rows` are read to the end."""
    plain_columns: Sequence[str] = ()
    known: KnownRows | None = None
    """With `not_plain`: what is published just so, and is not among the rows."""

    @property
    def unused(self) -> Iterable[str]:
        return [name for name in self.columns if name.startswith("unused_")]

    @property
    def may_repeat(self) -> bool:
        """Whether two of the rows that are taken in have the same key. False is sure."""
        if self.known is None or self.not_plain is None:
            return True
        return self.known.may_repeat or not self.not_plain.is_empty

    @property
    def passed_over(self) -> Mapping[str, int]:
        return getattr(self.rows, "passed_over", {})

    @property
    def is_web_answer(self) -> bool:
        return getattr(self.rows, "is_wfs", False)


def reader_for(
    source: Source, delivery: Delivery, limits: Limits, force: bool, published: Fetch
) -> Reader:
    """The reader of a delivery whose data set is known; `published`: as `KnownRows` asks for it.
    Raises `DeliveryRefused`."""
    if source.described is not None:
        return _described_reader(source, source.described, delivery, limits)
    if delivery.database is not None:
        return _table_reader(source, delivery.database)
    if source.format == "gml":
        features = GmlRows(delivery.stream, source)
        return Reader(features, features.columns, features.OPTIONS)
    if source.format == "geojson":
        from .borders import BorderRows  # with shapely, which is slow to load

        outlines = BorderRows(delivery.stream, source)
        return Reader(outlines, outlines.columns, TEXT_FORM)
    if source.format == "json":
        records = RecordRows(delivery.stream, source)
        return Reader(records, records.columns, TEXT_FORM)
    if source.format == "text":
        postcodes = PostcodeRows(delivery.stream, source)
        return Reader(postcodes, postcodes.columns, TEXT_FORM)
    lines = DelimitedRows(delivery.stream, limits, force, source.ends_with_separator)
    columns = _columns(source, lines.header)
    if not _may_be_plain(source, columns, delivery):
        return Reader(lines, ["line", *columns], CSV_FORM)
    # Published addresses may be what is wrong: by force nothing is passed over.
    known = KnownRows(columns, source.key, None if force else published)
    digests = LineDigests(columns, [name for name in columns if name in source.plain])
    is_kept = [not (name.startswith("unused_") or name in _NOT_OF_PLAIN) for name in columns]
    lines.typed = TypedRows(PlainRows(columns, source.plain), digests, known, np.array(is_kept))
    never_null = [name for name in columns if source.plain.get(name, "").startswith("text 0..")]
    return Reader(
        lines,
        ["line", *columns],
        f"{CSV_FORM}, FORCE_NOT_NULL ({', '.join(never_null)})",
        plain_columns=["digest", "line", *itertools.compress(columns, is_kept)],
        not_plain=lines.others,
        known=known,
    )


def _may_be_plain(source: Source, columns: Sequence[str], delivery: Delivery) -> bool:
    """Plain rows have their key in a column of its own, and are all in one coordinate system; a
    file name that says another one is a fault, which SQL words."""
    has_key = source.plain.keys() >= set(source.key) and set(source.key) <= set(columns)
    return has_key and delivery.declared_epsg in (None, source.plain["epsg"].removeprefix("is "))


def _described_reader(
    source: Source, told: DescribedColumns, delivery: Delivery, limits: Limits
) -> Reader:
    """A file that a user describes. Its form has to be the one that the description says."""
    if (delivery.database is not None) != (source.format == "geopackage"):
        raise DeliveryRefused(
            "%(name)s is not the %(format)s that the description of %(title)s says.",
            name=delivery.name,
            format=source.format,
            title=source.title,
        )
    from .described_rows import DescribedRows  # with shapely, which is slow to load

    records: CsvRecords | TableRecords
    if delivery.database is None:
        records = CsvRecords(delivery.stream, told.encoding, told.delimiter, limits)
    else:
        records = TableRecords(delivery.database.rows(source.layers[0]))
    rows = DescribedRows(records, source)
    return Reader(rows, rows.columns, TEXT_FORM)


def _table_reader(source: Source, database: GeoDatabase) -> Reader:
    """The first layer is the rows of the data set; the others go into tables of `more`."""
    readers = []
    for layer, table in zip(source.layers, ("", *source.more), strict=True):
        rows = database.rows(layer)
        readers.append(Reader(rows, ["line", *_columns(source, rows.header, table)], TEXT_FORM))
    first, *others = readers
    return replace(first, more=dict(zip(source.more, others, strict=True)))


def _columns(source: Source, header: list[str], table: str = "") -> list[str]:
    """Our column for each name in the header, whatever its place."""
    columns = [
        source.column_for(name, table) or f"unused_{place}"
        for place, name in enumerate(header, start=1)
    ]
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise DeliveryRefused(
            "Line 1: the header names a column twice (%(names)s). Give the file as delivered.",
            names=", ".join(
                name for name, ours in zip(header, columns, strict=True) if ours in twice
            ),
        )
    return columns

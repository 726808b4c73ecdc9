"""Rows of a described source: a record of anybody's file becomes the text of our columns."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator

import shapely

from .csv_records import CsvRecords, Record
from .described_columns import PLACEHOLDER
from .refusal import DeliveryRefused
from .rejects import Rejects, copy_field
from .sources import Source
from .table_records import TableRecords

_BLOCK_ROWS = 500
_VALUES_TOLD = 5
NOT_MEANT = "row that “only” leaves out"
SHAPE = "shape"
"""What GDAL calls the geometry of a layer here."""


class Unusable(ValueError):
    """The record does not fit the description; the text is the reason."""


class Mapping:
    """What a description says of a record. Names of their columns are compared without case."""

    def __init__(self, source: Source) -> None:
        assert source.described is not None
        self._source = source
        self._told = source.described
        self.columns = sorted(self._told.ours() | self._from_shape() | self._gathered())

    def _from_shape(self) -> set[str]:
        if self._source.format != "geopackage":
            return set()
        return {"address": {"epsg", "north", "east"}, "parcel": {"shape"}}.get(
            self._source.dataset, set()
        )

    def _gathered(self) -> set[str]:
        return {"units", "file_line"} if self._source.dataset == "parcel" else set()

    def missing_from(self, header: list[str]) -> list[str]:
        present = {name.casefold() for name in header}
        return [name for name in self._told.theirs() if name.casefold() not in present]

    def check_header(self, header: list[str]) -> None:
        missing = self.missing_from(header)
        if missing:
            raise DeliveryRefused(
                "There is no column %(missing)s for %(title)s. The file has: %(found)s. Change the "
                "description, or its “delimiter” or “encoding”.",
                missing=", ".join(f"“{name}”" for name in missing),
                title=self._source.title,
                found=", ".join(header)[:300],
            )

    def values(self, record: Record) -> dict[str, str] | None:
        """Our columns of a record; None for a row that is not meant. Raises `Unusable`."""
        given = {name.casefold(): value for name, value in record.items()}
        for column, wanted in self._told.only.items():
            if given[column.casefold()] not in wanted:
                return None
        values = dict(self._told.fixed)
        values |= {ours: given[theirs.casefold()] for ours, theirs in self._told.columns.items()}
        values |= self._split(given)
        values |= {ours: _filled(text, given) for ours, text in self._told.joined.items()}
        values |= self._placed(given)
        if self._told.unit:
            values["units"] = json.dumps([
                {ours: given[theirs.casefold()] for ours, theirs in self._told.unit.items()}
            ])  # fmt: skip
        return values

    def of_only(self, record: Record) -> dict[str, str]:
        """What a record has in the columns of `only`."""
        given = {name.casefold(): value for name, value in record.items()}
        return {column: given[column.casefold()] for column in self._told.only}

    def refuse_all_left_out(self, found: dict[str, dict[str, None]]) -> None:
        """`found`: what the columns of `only` have in the file. Raises `DeliveryRefused`."""
        raise DeliveryRefused(
            "“only” of %(title)s leaves out every row. It asks for %(wanted)s, but the file has "
            "%(found)s. Change “only” in the description.",
            title=self._source.title,
            wanted=_told_values(self._told.only.items()),
            found=_told_values(found.items()),
        )

    def key(self, record: Record) -> str:
        """The key of a record that cannot be used: what is published under it is kept."""
        column = self._told.columns.get("source_id", "").casefold()
        return next((value for name, value in record.items() if name.casefold() == column), "")

    def _split(self, given: Record) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, pattern in self._told.parts.items():
            match = pattern.fullmatch(given[column.casefold()])
            if match is None:
                raise Unusable(f"{column} does not have the form that the description tells")
            found |= {name: part or "" for name, part in match.groupdict().items()}
        return found

    def _placed(self, given: Record) -> dict[str, str]:
        """The geometry of a layer; the examples of a description have none."""
        if self._source.format != "geopackage" or SHAPE not in given:
            return {}
        if self._source.dataset == "parcel":
            return {"shape": given[SHAPE]}
        if self._source.dataset != "address" or not given[SHAPE]:
            return {}
        place = shapely.from_wkb(given[SHAPE])
        if place.geom_type == "MultiPoint" and len(place.geoms) == 1:
            place = place.geoms[0]
        if place.geom_type != "Point" or place.is_empty:
            raise Unusable("its geometry is not a point")
        return {
            "epsg": str(shapely.get_srid(place)),
            "east": repr(float(place.x)),
            "north": repr(float(place.y)),
        }


def _filled(template: str, given: Record) -> str:
    """Blanks beside what is empty fall away: "{etage} {dør}" of a house without floors is empty."""
    filled = PLACEHOLDER.sub(lambda found: given[found[1].casefold()], template)
    return " ".join(filled.split()).strip(" ,")


def _told_values(values: Iterable[tuple[str, Iterable[str]]]) -> str:
    """As “status” “3”, “4”."""
    told = []
    for column, each in values:
        first = [f"“{value[:40]}”" for value in itertools.islice(each, _VALUES_TOLD)]
        told.append(f"“{column}” {', '.join(first)}")
    return "; ".join(told)


class DescribedRows:
    """Iterates blocks in COPY's text form: the line, then the mapping's columns in their order."""

    def __init__(self, records: CsvRecords | TableRecords, source: Source) -> None:
        self._records = records
        self._mapping = Mapping(source)
        self._mapping.check_header(records.header)
        self.columns = ["line", *self._mapping.columns]
        self.rows_read = 0
        self.rejected: Rejects = records.rejected
        self.passed_over: Counter[str] = Counter()
        self._left_out: dict[str, dict[str, None]] = {}
        """What the columns of `only` have in the rows that are left out; the first few of each."""

    def __iter__(self) -> Iterator[bytes]:
        block: list[bytes] = []
        for line, record in self._records:
            try:
                values = self._mapping.values(record)
            except Unusable as fault:
                self.rejected.add(line, str(fault), self._mapping.key(record))
                continue
            if values is None:
                self.passed_over[NOT_MEANT] += 1
                self._note(record)
                continue
            values["file_line"] = str(line)
            row = [line, *(values.get(name) for name in self._mapping.columns)]
            block.append("\t".join(map(copy_field, row)).encode() + b"\n")
            if len(block) >= _BLOCK_ROWS:
                yield b"".join(block)
                block = []
        if block:
            yield b"".join(block)
        self.rows_read = self._records.rows_read - self.passed_over[NOT_MEANT]
        if self._left_out and not self.rows_read:
            self._mapping.refuse_all_left_out(self._left_out)

    def _note(self, record: Record) -> None:
        for column, value in self._mapping.of_only(record).items():
            values = self._left_out.setdefault(column, {})
            if len(values) < _VALUES_TOLD:
                values[value] = None

"""One block of a GML file (`gml_split.py`) as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .gml_columns import local_name
from .gml_parsing import ENVELOPE, closed_parser
from .gml_row import RowMaker
from .gml_shapes import ShapeRefused
from .gml_sheet import Sheet, fits
from .gml_split import Block
from .sources import Source


@dataclass(frozen=True)
class Frame:
    """What stands around every block of a file, and holds for the features in it."""

    head: bytes
    tail: bytes
    srs: str | None
    extracted: str


@dataclass
class Answer:
    """What a block has in it. `rejected`: line of the file, reason, key."""

    rows: bytes = b""
    rows_read: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)
    broken: tuple[int, str] | None = None
    """Line of the file, and what the parser says."""


class BlockReader:
    """Reads the blocks of one file."""

    def __init__(self, source: Source, frame: Frame) -> None:
        self._source = source
        self._frame = frame
        self._maker = RowMaker(source)
        self._parser = closed_parser()
        self._lines_before = frame.head.count(b"\n") + 1
        self._tags = [f"{{*}}{name}" for name in (*source.features, *source.passed_over)]
        self._sheet: Sheet | None = None

    def read(self, block: Block) -> Answer:
        """A feature's ordinal is its place behind the block's offset: it rises, with gaps."""
        shift = block.line - self._lines_before
        try:
            root = etree.fromstring(self._frame.head + block.data + self._frame.tail, self._parser)
        except etree.XMLSyntaxError as error:
            return Answer(broken=((error.lineno or 0) + shift, error.msg or ""))
        answer, rows = Answer(), []
        features = []
        for element in root.iter(*self._tags):
            name = local_name(element)
            if name in self._source.features:
                features.append(element)
            else:
                answer.passed_over[name] = answer.passed_over.get(name, 0) + 1
        answer.rows_read = len(features)
        srs = self._frame.srs or _srs_of(root)
        for at, (feature, record) in enumerate(self._with_records(root, features)):
            line = (feature.sourceline or 0) + shift
            try:
                rows.append(self._row(feature, record, block.offset + at, line, srs))
            except (ShapeRefused, ValueError, ArithmeticError) as error:
                answer.rejected.append((line, str(error), self._maker.key(feature)))
        answer.rows = b"".join(rows)
        return answer

    def _row(
        self, feature: etree._Element, record: str, ordinal: int, line: int, srs: str | None
    ) -> bytes:
        around = (ordinal, line, srs, self._frame.extracted)
        row = self._maker.plain_row(record, *around) if record else None
        return row if row is not None else self._maker.row(feature, *around)

    def _with_records(
        self, root: etree._Element, features: list[etree._Element]
    ) -> Iterator[tuple[etree._Element, str]]:
        """Each feature with its record; where the two do not go together, without."""
        if features and self._sheet is None and fits(self._source):
            namespace = etree.QName(features[0]).namespace
            self._sheet = Sheet(self._source, namespace) if namespace else None
        records = self._sheet.records(root) if self._sheet else []
        if len(records) != len(features):
            records = [""] * len(features)
        return zip(features, records, strict=True)


def _srs_of(root: etree._Element) -> str | None:
    """Of an envelope within the features, where the collection has none."""
    envelope = next(root.iter(ENVELOPE), None)
    return envelope.get("srsName") if envelope is not None else None

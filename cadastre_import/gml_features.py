"""A GML delivery as rows for COPY; sources.toml says what is in a row.

A long file is read by child processes, in blocks; a short one, and what cannot be split, here, one
feature at a time. Each is forgotten after it is read, so memory does not grow with the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import IO

from lxml import etree

from .gml_block import Answer
from .gml_children import Children
from .gml_columns import local_name
from .gml_parsing import (
    ENVELOPE,
    WFS_COLLECTION,
    Readable,
    broken,
    closed_events,
    refuse_doctype,
)
from .gml_positions import ShapeRefused
from .gml_row import RowMaker
from .gml_split import Frame, Splitter
from .rejects import Rejects
from .sources import Source

_AROUND = ("FeatureCollection", "Envelope", "member", "featureMember", "featureMembers")
_BLOCK_ROWS = 500


class GmlRows:
    """Iterates blocks of rows in COPY's text form with empty fields for null: an ordinal that
    rises, the line of the file, and what the source describes. A feature that cannot be read is
    rejected with its line; where the source has none, with its ordinal, which counts from 1."""

    OPTIONS = "FORMAT text, NULL ''"

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        self._stream = stream
        self._source = source
        self._maker = RowMaker(source)
        self.columns = ["line", *self._maker.columns]
        self.rows_read = 0
        self.rejected = Rejects()
        self.passed_over: Counter[str] = Counter()
        self.is_wfs = False
        """An answer of the web service: it covers nothing but its own features, and its times are
        UTC. A delivered file covers its municipalities and has Norwegian time."""
        self._extracted = ""
        self._srs: str | None = None

    def __iter__(self) -> Iterator[bytes]:
        if not self._source.has_lines:
            yield from self._one_by_one(self._stream, 0, 0)
            return
        split = Splitter(self._stream)
        if split.root is not None:
            yield from self._in_children(split, split.root)
        lines_before = split.line - 1 - split.head.count(b"\n")
        yield from self._one_by_one(split.rest(), split.offset, lines_before)

    def _in_children(self, split: Splitter, root: etree._Element) -> Iterator[bytes]:
        self._read_root(root)
        envelope = next(root.iter(ENVELOPE), None)
        self._srs = envelope.get("srsName") if envelope is not None else None
        around = split.head, split.tail, split.border, split.encoding
        frame = Frame(*around, self._srs, self._extracted)
        with Children(self._source, frame) as children:
            for answer in children.answers(split):
                self._take(answer)
                if answer.rows:
                    yield answer.rows

    def _take(self, answer: Answer) -> None:
        if answer.broken:
            raise broken(*answer.broken)
        self.rows_read += answer.rows_read
        self.passed_over.update(answer.passed_over)
        for line, reason, key in answer.rejected:
            self.rejected.add(line, reason, key)

    def _one_by_one(self, stream: Readable, offset: int, lines_before: int) -> Iterator[bytes]:
        """`offset` and `lines_before`: what of the file was read already, less its head."""
        block: list[bytes] = []
        try:
            for ordinal, feature in enumerate(self._features(stream), offset + 1):
                self.rows_read += 1
                row = self._row(feature, ordinal, int(feature.sourceline or 0) + lines_before)
                if row is not None:
                    block.append(row)
                if len(block) >= _BLOCK_ROWS:
                    yield b"".join(block)
                    block = []
        except etree.XMLSyntaxError as error:
            raise broken(*_fault(error, lines_before)) from None
        if block:
            yield b"".join(block)

    def _features(self, stream: Readable) -> Iterator[etree._Element]:
        names = (*self._source.features, *self._source.passed_over, *_AROUND)
        is_first = True
        for event, element in closed_events(stream, [f"{{*}}{name}" for name in names]):
            if is_first:
                self._read_root(element.getroottree().getroot())
                is_first = False
            if event == "start":
                continue
            if element.tag == ENVELOPE:
                self._srs = self._srs or element.get("srsName")
                continue
            if local_name(element) in self._source.features:
                yield element
            elif local_name(element) in self._source.passed_over:
                self.passed_over[local_name(element)] += 1
            if local_name(element) != "FeatureCollection":
                _forget(element)

    def _read_root(self, root: etree._Element) -> None:
        refuse_doctype(root)
        self.is_wfs = root.tag == WFS_COLLECTION
        self._extracted = root.get("timeStamp") or ""

    def _row(self, feature: etree._Element, ordinal: int, line: int) -> bytes | None:
        try:
            return self._maker.row(feature, ordinal, line, self._srs, self._extracted)
        except (ShapeRefused, ValueError, ArithmeticError) as error:
            told = line if self._source.has_lines else ordinal
            self.rejected.add(told, str(error), self._maker.key(feature))
            return None


def _fault(error: etree.XMLSyntaxError, lines_before: int) -> tuple[int, str]:
    """Line, and what is wrong there. Where the parser could not go on, the error is that it came to
    no end, and the reason stands in its log."""
    last = None if error.lineno else next(iter(reversed(list(error.error_log))), None)
    if last is None:
        return (error.lineno or 0) + lines_before, error.msg or ""
    return last.line + lines_before, last.message


def _forget(element: etree._Element) -> None:
    """Free an element and its finished siblings."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

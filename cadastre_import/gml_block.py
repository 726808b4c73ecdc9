"""One block of a GML file (`gml_split.py`) as rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from .gml_alike import Alike, plain_text
from .gml_columns import local_name
from .gml_parsing import ENVELOPE, closed_parser
from .gml_positions import ShapeRefused
from .gml_row import RowMaker
from .gml_split import Block, Frame
from .sources import Source


@dataclass
class Answer:
    """What a block has in it. `rejected`: line of the file, reason, key."""

    rows: bytes = b""
    rows_read: int = 0
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)
    broken: tuple[int, str] | None = None
    """Line of the file, and what the parser says."""

    def add(self, other: Answer) -> None:
        """All but its rows."""
        self.rows_read += other.rows_read
        self.rejected += other.rejected
        for name, count in other.passed_over.items():
            self.passed_over[name] = self.passed_over.get(name, 0) + count


class BlockReader:
    """Reads the blocks of one file: members that are written as others were by their tags, the rest
    through the parser. A feature's ordinal rises within its block, with gaps."""

    def __init__(self, source: Source, frame: Frame) -> None:
        self._source = source
        self._frame = frame
        self._maker = RowMaker(source)
        self._alike = Alike(source, frame, self._maker)
        self._border = frame.border.decode(frame.encoding)
        self._parser = closed_parser()
        self._lines_before = frame.head.count(b"\n") + 1
        self._tags = [f"{{*}}{name}" for name in (*source.features, *source.passed_over)]

    def read(self, block: Block) -> Answer:
        text = plain_text(block.data, self._frame.encoding)
        if text is None:
            return self._parsed(block)
        *members, rest = text.split(self._border)
        if rest.strip():
            return self._parsed(block)
        answer, rows = Answer(), []
        place, line = block.offset, block.line
        for member in members:
            row = self._alike.row(member, place, line)
            if row is None:
                parsed = self._parsed(Block(self._bytes(member), place, line))
                if parsed.broken:
                    return parsed
                self._alike.learn(member)
                answer.add(parsed)
                row = parsed.rows
            else:
                answer.rows_read += 1
            rows.append(row)
            place += len(member)
            line += member.count("\n")
        answer.rows = b"".join(rows)
        return answer

    def _bytes(self, member: str) -> bytes:
        return (member + self._border).encode(self._frame.encoding)

    def _parsed(self, block: Block) -> Answer:
        shift = block.line - self._lines_before
        try:
            root = etree.fromstring(self._frame.head + block.data + self._frame.tail, self._parser)
        except etree.XMLSyntaxError as error:
            return Answer(broken=((error.lineno or 0) + shift, error.msg or ""))
        answer, rows = Answer(), []
        srs = self._frame.srs or _srs_of(root)
        for element in root.iter(*self._tags):
            name = local_name(element)
            if name not in self._source.features:
                answer.passed_over[name] = answer.passed_over.get(name, 0) + 1
                continue
            line = (element.sourceline or 0) + shift
            around = (block.offset + answer.rows_read, line, srs, self._frame.extracted)
            answer.rows_read += 1
            try:
                rows.append(self._maker.row(element, *around))
            except (ShapeRefused, ValueError, ArithmeticError) as error:
                answer.rejected.append((line, str(error), self._maker.key(element)))
        answer.rows = b"".join(rows)
        return answer


def _srs_of(root: etree._Element) -> str | None:
    """Of an envelope within the features, where the collection has none."""
    envelope = next(root.iter(ENVELOPE), None)
    return envelope.get("srsName") if envelope is not None else None

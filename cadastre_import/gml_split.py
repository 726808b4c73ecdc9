"""A GML file as blocks of whole members, each of which can be parsed by itself.

The cut is at the end of a member element. Its end tag means an end only outside comments, CDATA and
processing instructions, and nowhere else can it stand: `<` is not allowed in an attribute. As each
block is well-formed between the start and the end of the collection, the file is too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from lxml import etree

from .gml_parsing import closed_pull_parser

_START = 1 << 20
"""A shorter file is not worth splitting."""
_BLOCK = 1 << 18
_LONGEST = 1 << 24
"""Where no member ends within so much, the rest is read in one piece."""
_HEAD = 1 << 16
_MEMBER = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?(?:featureMember|member))[\s>]")
_NO_MARKUP = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_ENCODINGS = ("UTF-8", "US-ASCII", "ASCII", "ISO-8859-1")


@dataclass(frozen=True)
class Frame:
    """What stands around every block of a file, and holds for the features in it."""

    head: bytes
    tail: bytes
    border: bytes
    """The end tag of a member."""
    encoding: str
    srs: str | None
    extracted: str


@dataclass(frozen=True)
class Block:
    """Whole members. `offset` and `line` (from 1) are where it stands in the file."""

    data: bytes
    offset: int
    line: int


class Splitter:
    """Iterates the blocks of a stream at its start; then `rest` is what could not be split."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = _read(stream, _START)
        self._is_over = len(self._buffer) < _START
        self.head, self.tail, self.border = b"", b"", b""
        self.encoding = "UTF-8"
        self.root: etree._Element | None = None
        """The collection without its members; null where the file is not split."""
        if not self._is_over:
            self._read_head()
        self.offset = len(self.head)
        self.line = 1 + self.head.count(b"\n")
        """Where the rest begins, behind the head: byte, and line from 1."""

    def _read_head(self) -> None:
        found = _MEMBER.search(self._buffer, 0, _HEAD)
        head = self._buffer[: found.start()] if found else b""
        if found is None or not _is_whole(head):
            return
        self.root = _open_collection(head)
        if self.root is not None:
            self.head, self._buffer = head, self._buffer[len(head) :]
            self.border = b"</%b>" % found[1]
            self.encoding = self.root.getroottree().docinfo.encoding or self.encoding
            self.tail = f"</{_qualified_name(self.root)}>".encode()

    def __iter__(self) -> Iterator[Block]:
        while self.root is not None:
            cut = self._buffer.rfind(self.border) + len(self.border)
            data = self._buffer[:cut]
            if cut >= len(self.border) and _is_whole(data):
                yield Block(data, self.offset, self.line)
                self._buffer = self._buffer[cut:]
                self.offset += cut
                self.line += data.count(b"\n")
            elif self._is_over or len(self._buffer) > _LONGEST:
                return
            self._read_on()

    def _read_on(self) -> None:
        if not self._is_over:
            more = _read(self._stream, _BLOCK)
            self._is_over = len(more) < _BLOCK
            self._buffer += more

    def rest(self) -> _Rest:
        """The head and what no block had, down to the end of the file."""
        return _Rest(self.head + self._buffer, self._stream)


class _Rest:
    """Some bytes and then a stream, for a parser."""

    def __init__(self, start: bytes, stream: IO[bytes]) -> None:
        self._start = start
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        start, self._start = self._start, b""
        return start or self._stream.read(size)


def _is_whole(data: bytes) -> bool:
    """Whether no comment, CDATA or instruction is open at the end, and there is no DTD."""
    if b"!" not in data and b"?" not in data:  # quicker to find than "<!"
        return True
    left = _NO_MARKUP.sub(b"", data)
    return b"<!" not in left and b"<?" not in left


def _open_collection(head: bytes) -> etree._Element | None:
    """The root, if it and nothing else is open at the end of the head."""
    parser = closed_pull_parser()
    try:
        parser.feed(head)
        events = list(parser.read_events())
    except etree.XMLSyntaxError:
        return None
    depth = sum(1 if event == "start" else -1 for event, _ in events)
    if depth != 1:
        return None
    root = events[0][1]
    encoding = root.getroottree().docinfo.encoding
    return root if encoding is None or encoding.upper() in _ENCODINGS else None


def _qualified_name(element: etree._Element) -> str:
    local = etree.QName(element).localname
    return f"{element.prefix}:{local}" if element.prefix else local


def _read(stream: IO[bytes], size: int) -> bytes:
    """So much, or less only at the end: a packed stream gives what it has."""
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

"""What an importer and its child processes (`gml_child.py`) say to each other: messages of a header
in JSON and bytes, their lengths before them."""

from __future__ import annotations

import dataclasses
import json
import struct
from typing import IO, Any

from .gml_block import BlockReader
from .gml_split import Frame
from .sources import Source

_SIZES = struct.Struct("<II")


def send(pipe: IO[bytes], header: object, body: bytes = b"") -> None:
    told = json.dumps(header).encode()
    pipe.write(_SIZES.pack(len(told), len(body)))
    pipe.write(told)
    pipe.write(body)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[Any, bytes] | None:
    """A header and its bytes; null at the end of the pipe."""
    sizes = pipe.read(_SIZES.size)
    if len(sizes) < _SIZES.size:
        return None
    header, body = _SIZES.unpack(sizes)
    told, content = pipe.read(header), pipe.read(body)
    return (json.loads(told), content) if len(content) == body else None


def begin(pipe: IO[bytes], source: Source, frame: Frame) -> None:
    """What a child must know before its first block."""
    sizes = [len(frame.head), len(frame.tail)]
    told = {
        item.name: getattr(source, item.name)
        for item in dataclasses.fields(source)
        if item.name != "described"
    }
    around = [frame.encoding, frame.srs, frame.extracted]
    send(pipe, [told, sizes, around], frame.head + frame.tail + frame.border)


def reader_of(header: Any, body: bytes) -> BlockReader:
    told, (head, tail), around = header
    parts = body[:head], body[head : head + tail], body[head + tail :]
    return BlockReader(Source(**told), Frame(*parts, *around))

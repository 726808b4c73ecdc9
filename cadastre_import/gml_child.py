"""`python -m cadastre_import.gml_child`: reads blocks of GML that come in, and writes their rows.

A process of its own because parsing is most of the work of an import and a second core is idle. It
has nothing but its two pipes: no environment, no files to write, bounds on memory. It ends when its
input does, and so with the importer.
"""

from __future__ import annotations

import sys
from typing import IO

from geotarget.sandbox.closed import Bounds

from .gml_split import Block
from .gml_wire import reader_of, receive, send

_BOUNDS = Bounds(memory_bytes=2 << 30, seconds=24 * 3_600, file_bytes=0)


def main(given: IO[bytes], answers: IO[bytes]) -> None:
    _BOUNDS.set()
    first = receive(given)
    if first is None:
        return
    reader = reader_of(*first)
    while message := receive(given):
        (offset, line), data = message
        answer = reader.read(Block(data, offset, line))
        told = {name: value for name, value in vars(answer).items() if name != "rows"}
        send(answers, told, answer.rows)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)

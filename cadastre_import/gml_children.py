"""The processes that read blocks of GML for an import, and their answers in the file's order."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

from .gml_block import Answer
from .gml_parsing import broken
from .gml_split import Block, Frame
from .gml_wire import begin, receive, send
from .sources import Source

_ROOT = Path(__file__).resolve().parents[1]
_COMMAND = [sys.executable, "-m", "cadastre_import.gml_child"]
_MOST = 4


class Children:
    """Use as a context manager; the processes end with it."""

    def __init__(self, source: Source, frame: Frame) -> None:
        self._count = max(1, min(_MOST, os.cpu_count() or 1))
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        self._children = [_Child(source, frame) for _ in range(self._count)]
        for child in self._children:
            self._idle.put(child)
        self._threads = ThreadPoolExecutor(max_workers=self._count)

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.end()
        self._threads.shutdown(cancel_futures=True)

    def answers(self, blocks: Iterable[Block]) -> Iterator[Answer]:
        """A few blocks are under way at a time, whatever the size of the file."""
        waiting: deque[Future[Answer]] = deque()
        for block in blocks:
            waiting.append(self._threads.submit(self._ask, block))
            if len(waiting) > 2 * self._count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _ask(self, block: Block) -> Answer:
        child = self._idle.get()
        try:
            return child.read(block)
        finally:
            self._idle.put(child)


class _Child:
    def __init__(self, source: Source, frame: Frame) -> None:
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pipesize=1 << 20,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(_ROOT)},
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._given, self._answers = self._process.stdin, self._process.stdout
        begin(self._given, source, frame)

    def read(self, block: Block) -> Answer:
        try:
            send(self._given, [block.offset, block.line], block.data)
            message = receive(self._answers)
        except BrokenPipeError:
            message = None
        if message is None:
            raise broken(block.line, f"its reader ended with code {self._process.wait()}")
        told, rows = message
        return Answer(rows=rows, **told)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._answers.close()
        with contextlib.suppress(BrokenPipeError):
            self._given.close()

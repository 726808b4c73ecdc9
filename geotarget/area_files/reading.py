"""Reads what a person uploads: the child process, its limits, and what becomes of its answer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.sandbox import gdal
from geotarget.sandbox.closed import without_network

from .forms import DRIVERS

MAX_BYTES = 20_000_000
READ_SECONDS = 30.0
REPAIR_SECONDS = 4.0
"""For all repairs together; those that are done by then are proposed."""
_ANSWER_BYTES = 40_000_000
_AT_ONCE = 2
_WAIT_SECONDS = 20.0
_room = threading.BoundedSemaphore(_AT_ONCE)
"""Of one web process: each child may use a core and two gigabytes."""
_ROOT = Path(__file__).resolve().parents[2]


def read_area_file(content: bytes, system: int | None = None) -> dict[str, Any]:
    """The report of a file: `form`, and `layers` with `name`, `system` (None: say it with `system`,
    an EPSG code), `features` and `left_out`.

    A feature has `number`, `label`, `attributes`, `geometry` (EPSG:4326), `area_m2`, or a `fault`,
    and perhaps a `repair` that a person may choose. Raises `InputError`.
    """
    check_size(len(content))
    if not content:
        raise InputError(gettext_noop("The file is empty."))
    if not _room.acquire(timeout=_WAIT_SECONDS):
        raise InputError(gettext_noop("Other files are being read now. Try again in a moment."))
    try:
        with tempfile.TemporaryDirectory(prefix="geotarget-area-") as folder:
            path = Path(folder) / "upload"
            path.write_bytes(content)
            return _judged(_said_of(path, system))
    finally:
        _room.release()


def check_size(size: int) -> None:
    """Raises `InputError`."""
    if size > MAX_BYTES:
        raise InputError(
            gettext_noop("The file is larger than %(size)s MB. Cut out what you need."),
            size=MAX_BYTES // 1_000_000,
        )


def _judged(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The report with its repairs beside the shapes that they are of."""
    if not lines:
        raise InputError(
            gettext_noop("Reading the file took more memory or time than it may. Simplify it.")
        )
    report, *repairs = lines
    refused = report.get("refused")
    if refused:
        place = refused["place"]
        raise InputError(
            refused["template"], place=tuple(place) if place else None, **refused["params"]
        )
    for each in repairs:
        report["layers"][each["layer"]]["features"][each["number"] - 1]["repair"] = each["repair"]
    return report


def _said_of(path: Path, system: int | None) -> list[dict[str, Any]]:
    """Whole lines of the child; it is killed when its time is over."""
    command = [sys.executable, "-m", "geotarget.area_files.child", str(path)]
    try:
        environment = gdal.environment(*DRIVERS.values())
    except gdal.GdalMissing:
        environment = {}  # in which the child opens nothing with GDAL
    child = subprocess.Popen(
        [*without_network(), *command, *([str(system)] if system else [])],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={**environment, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    assert child.stdout is not None
    try:
        with child.stdout:
            return list(_lines(child, child.stdout))
    finally:
        child.kill()
        child.wait()


def _lines(child: subprocess.Popen[bytes], stdout: IO[bytes]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = []
    left = _ANSWER_BYTES
    timer = _killer(child, READ_SECONDS)
    try:
        while (line := stdout.readline(left)).endswith(b"\n"):
            left -= len(line)
            said.append(json.loads(line))
            if len(said) == 1:
                timer.cancel()
                timer = _killer(child, REPAIR_SECONDS)
    finally:
        timer.cancel()
    return said


def _killer(child: subprocess.Popen[bytes], seconds: float) -> threading.Timer:
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    return timer

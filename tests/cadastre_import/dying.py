"""`python -m tests.cadastre_import.dying POINT import PATH`: geotarget, killed at a named point.

The product knows nothing of it: the act that the point names is replaced by one that does the same
and then takes SIGKILL, as from the system when memory ends.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from cadastre_import import delimited, importing, staging
from geotarget import cli


@dataclass(frozen=True)
class Point:
    """Before or after which call of which act; `argument` is the last one of that call, where
    there are several to tell apart."""

    owner: Any
    act: str
    is_after: bool = True
    argument: Any = None
    call: int = 1


_Import, _Staging = importing._Import, staging.Staging
POINTS = {
    "recognised": Point(importing, "recognise"),
    "data set locked": Point(importing, "_lock_dataset"),
    "schema made": Point(_Staging, "__enter__"),
    "in the middle of COPY": Point(delimited.DelimitedRows, "_check_text", call=5),
    "copied": Point(_Import, "_read"),
    "checked": Point(_Import, "_check"),
    "compared": Point(_Import, "_compare"),
    "rows published, not committed": Point(_Staging, "run_file", argument="address_publish"),
    "version recorded": Point(_Import, "_record"),
    "linked": Point(_Import, "_read_links"),
    "before the report is kept": Point(_Import, "_keep_report", is_after=False),
    "before the commit": Point(_Import, "_keep_report"),
    "after the commit": Point(_Staging, "run_file", is_after=False, argument="analyze"),
    "before the schema is dropped": Point(_Staging, "__exit__", is_after=False),
    "parcels published, not committed": Point(_Staging, "run_file", argument="parcel_publish"),
}
COMMITTED = ("after the commit", "before the schema is dropped")
SMALL_BLOCK = 4_096
"""Bytes of the delivery that are read at a time: some must have gone to the server by the fifth."""


def deadly(point: Point) -> Callable[..., Any]:
    act = getattr(point.owner, point.act)
    calls = []

    def once(*arguments: Any, **named: Any) -> Any:
        if point.argument is None or arguments[-1] == point.argument:
            calls.append(1)
        is_now = len(calls) == point.call
        if is_now and not point.is_after:
            die()
        answer = act(*arguments, **named)
        if is_now:
            die()
        return answer

    return once


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


if __name__ == "__main__":
    point = POINTS[sys.argv[1]]
    setattr(point.owner, point.act, deadly(point))
    delimited.BLOCK_BYTES = SMALL_BLOCK
    sys.exit(cli.main(sys.argv[2:]))

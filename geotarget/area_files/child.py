"""`python -m geotarget.area_files.child FILE [EPSG]`: the process that reads a file from outside.

Prints the report as a line of JSON, or what it refuses the file for. Then a line for each repair
that could be proposed: whoever waits may have enough before the last one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geotarget.domain.errors import InputError
from geotarget.sandbox.closed import Bounds

MEMORY_BYTES = 2_000_000_000
SECONDS = 30
FILE_BYTES = 100_000_000


def main(path: Path, system: int | None) -> None:
    Bounds(MEMORY_BYTES, SECONDS, FILE_BYTES).set()
    try:
        report = _report(path, system)
    except InputError as fault:
        from .judging import fault_as_json

        _say({"refused": fault_as_json(fault)})
        return
    _say(report)
    for repair in _repairs(report):
        _say(repair)


def _say(line: dict[str, Any]) -> None:
    print(json.dumps(line), flush=True)


def _report(path: Path, system: int | None) -> dict[str, Any]:
    from .files import layers_of
    from .judging import judge_layer
    from .layers import Budget

    budget = Budget()
    form, layers = layers_of(path, system)
    return {"form": form, "layers": [judge_layer(layer, budget) for layer in layers]}


def _repairs(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    from .judging import proposed

    for at, layer in enumerate(report["layers"]):
        for feature in layer["features"]:
            if feature["fault"] and feature["geometry"]:
                repair = proposed(feature["geometry"])
                if repair is not None:
                    yield {"layer": at, "number": feature["number"], "repair": repair}


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)

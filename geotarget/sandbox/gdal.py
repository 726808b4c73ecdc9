"""GDAL with only the drivers that a file is meant for, whatever its content pretends to be."""

from __future__ import annotations

import functools
import os
import re
import subprocess

_TRY_SECONDS = 60


class GdalMissing(Exception):
    """The programs of GDAL are not installed (package gdal-bin)."""


def environment(*drivers: str) -> dict[str, str]:
    """Of a process that opens files with these drivers alone, and asks nobody for anything.
    Raises `GdalMissing`."""
    return {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        "OGR_SKIP": ",".join(name for name in _drivers() if name not in drivers),
        "GDAL_DRIVER_PATH": "disable",
        "PROJ_NETWORK": "OFF",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
    }


@functools.cache
def _drivers() -> list[str]:
    """Every driver of this GDAL, to leave out all but a few."""
    try:
        listed = subprocess.run(
            ["ogrinfo", "--formats"],
            capture_output=True,
            text=True,
            check=True,
            timeout=_TRY_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        raise GdalMissing from None
    return re.findall(r"^  (.+?) -[a-z, ]+- \(", listed, re.MULTILINE)

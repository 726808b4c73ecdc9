"""The update that runs by itself: the command that a person would run, as a process of its own.

An import may take an hour; the workers are for sending. Whoever stops the worker stops it too, and
what is published stays as it was.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from threading import Thread

COMMAND = (sys.executable, "-m", "geotarget.cli", "update", "--json")

_log = logging.getLogger(__name__)


def start_update() -> Thread:
    """Start the update and return; its end is logged when it comes."""
    process = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watcher = Thread(target=_watch, args=(process,), daemon=True)
    watcher.start()
    return watcher


def _watch(process: subprocess.Popen[str]) -> None:
    """One line of log for each outcome. They name data sets and areas, and nobody."""
    for line in process.stdout or ():
        _log.info("update: %s", line.strip()[:1000])
    code = process.wait()
    if code:
        _log.warning("The update of the cadastre ended with exit code %s.", code)

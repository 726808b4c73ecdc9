"""A broker that is away delays nobody who presses "send"."""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
import time
import geotarget.wsgi
from geotarget.notices.wake import wake
started = time.monotonic()
wake(5)
print(time.monotonic() - started)
"""


def test_nobody_waits_for_a_broker_that_is_away() -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "geotarget.settings",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 2
    assert "starts when it is back" in done.stderr

"""The product's Celery application in a worker that dies at a named point when a test asks for it.

A test makes a file of the point's name in the folder DIE_AT; the first process that comes to the
point takes the file away and is killed: alone (`child`) or with its whole group (`host`).
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

if os.environ.get("DIE_AT"):
    import tests.reliability.worker_settings  # noqa: F401  (its times, before anything takes them)

from django.db.backends.signals import connection_created

from geotarget.celery import app
from geotarget.channels.registry import CHANNELS
from geotarget.registers.folkeregisteret import Folkeregisteret

__all__ = ["POINTS", "app"]

SETTLING = "what was unknown is settled"
BEFORE_SQL = {
    "record_residents": "persons known, nothing written",
    "begin_sending": "rows written",
    "finish_chunk": "before the chunk is given back",
    "reopen_unsent": SETTLING,
}
AFTER_SQL = {
    "record_handovers": "answer recorded",
    "finish_chunk": "chunk given back",
}
GATEWAYS = ("link-sms", "smtp-email", "svarut", "altinn")
CLAIMED = "chunk claimed"
POINTS = (
    CLAIMED,
    *BEFORE_SQL.values(),
    *AFTER_SQL.values(),
    *(f"marked, not sent by {name}" for name in GATEWAYS),
    *(f"accepted by {name}, not recorded" for name in GATEWAYS),
)


def pass_point(name: str) -> None:
    """Die here, if somebody asked for it."""
    folder = os.environ.get("DIE_AT")
    if not folder or not name or not (asked := Path(folder) / name).exists():
        return
    try:
        how = asked.read_text()
        asked.rename(asked.with_name(f"{name}.died"))
    except FileNotFoundError:
        return  # another process was first
    if how == "host":
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


def _watch_statements(execute: Any, sql: str, *rest: Any) -> Any:
    for function, point in BEFORE_SQL.items():
        if function in sql:
            pass_point(point)
    result = execute(sql, *rest)
    for function, point in AFTER_SQL.items():
        if function in sql:
            pass_point(point)
    return result


def _between(act: Callable[..., Any], before: str, after: str = "") -> Callable[..., Any]:
    def watched(*arguments: Any) -> Any:
        pass_point(before)
        result = act(*arguments)
        pass_point(after)
        return result

    return watched


def _watch() -> None:
    connection_created.connect(
        lambda connection, **_: connection.execute_wrappers.append(_watch_statements), weak=False
    )
    Folkeregisteret.search = _between(Folkeregisteret.search, CLAIMED)
    for name in GATEWAYS:
        kind: Any = CHANNELS[name]
        kind.send = _between(
            kind.send, f"marked, not sent by {name}", f"accepted by {name}, not recorded"
        )


if os.environ.get("DIE_AT"):
    _watch()

"""`geotarget status`: how old the data are, and what of this installation runs."""

from __future__ import annotations

import argparse
import json
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geotarget.domain.errors import InputError
from geotarget.running import addresses, broker, paths
from geotarget.running.errors import CannotRun

if TYPE_CHECKING:
    from geotarget.running.product import Ports

COUNTRYWIDE = ("county", "postcode")
"""Data sets that are not delivered and dated by municipality."""
PING_SECONDS = 2
"""A worker that is at work answers between two messages."""


def add_to(
    commands: Any, start: Callable[[], list[str]], set_up_django: Callable[[], object]
) -> None:
    """The command; `start` starts the services and names those that were down."""

    def run(options: argparse.Namespace) -> int:
        return _status(options, start, set_up_django)

    act = commands.add_parser("status", help="data sets and services")
    act.add_argument("--json", action="store_true")
    act.set_defaults(act=run)


def _status(
    options: argparse.Namespace, start: Callable[[], list[str]], set_up_django: Callable[[], object]
) -> int:
    from geotarget.running.product import ports

    try:
        wanted = ports()
    except CannotRun as error:
        raise InputError(str(error)) from None
    started = start()
    set_up_django()
    report = {"datasets": _datasets(), "services": _services(wanted), "started": started}
    print(json.dumps(report) if options.json else "\n".join(_status_lines(report)))
    return 0


def _datasets() -> list[dict[str, Any]]:
    from geotarget.cadastre.state import dataset_ages

    return [
        {
            "dataset": age.dataset,
            "municipalities": age.municipalities,
            "rows": age.rows,
            "oldest_extract": _iso(age.oldest_extract),
            "newest_extract": _iso(age.newest_extract),
            "published": _iso(age.last_published),
        }
        for age in dataset_ages()
    ]


def _iso(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _services(wanted: Ports) -> dict[str, str]:
    """Up or down, of what this installation uses."""
    redis_is_up = _answers_redis() if os.environ.get("REDIS_URL") else broker.running()
    up = {
        "PostgreSQL": True,  # the data sets were just read from it
        "Redis": redis_is_up,
        "worker": redis_is_up and _answers_a_worker(),
        "beat": _runs_beat(),
        "web": _listens(wanted.web),
        "simulators": _listens(wanted.simulator),
    }
    states = {name: "up" if is_up else "down" for name, is_up in up.items()}
    if os.environ.get("REDIS_URL") and not up["beat"]:
        states["beat"] = "not on this machine"
    return states


def _answers_a_worker() -> bool:
    from geotarget.celery import app

    return bool(app.control.ping(timeout=PING_SECONDS, limit=1))


def _runs_beat() -> bool:
    """Whether a beat of this installation is among the processes of this machine."""
    return any(_is_our_beat(folder) for folder in Path("/proc").glob("[0-9]*"))


def _is_our_beat(process: Path) -> bool:
    """`make run` gives beat a schedule file below GEOTARGET_VAR; by hand it needs none."""
    try:
        arguments = (process / "cmdline").read_text(errors="replace").split("\0")
    except OSError:
        return False  # It has ended, or is somebody else's.
    if "beat" not in arguments or not any("geotarget.celery" in word for word in arguments):
        return False
    return "-s" not in arguments or str(paths.var() / "beat" / "schedule") in arguments


def _answers_redis() -> bool:
    import redis

    # Celery and the client library have different names for a socket.
    url = addresses.broker_url().replace("redis+socket://", "unix://", 1)
    try:
        return bool(redis.Redis.from_url(url, socket_timeout=3).ping())
    except redis.RedisError:
        return False


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _status_lines(report: dict[str, Any]) -> Iterator[str]:
    if not report["datasets"]:
        yield "No data is loaded. Load some with: geotarget import PATH"
    for row in report["datasets"]:
        places = f" in {row['municipalities']} municipalities"
        yield (
            f"{row['dataset']:<17}{row['rows']:>9} rows"
            f"{'' if row['dataset'] in COUNTRYWIDE else places}, "
            f"taken out {_in_words(row['oldest_extract'])}"
        )
    for name, state in report["services"].items():
        yield f"{name:<17}{state}" + (" (started now)" if name in report["started"] else "")


def _in_words(moment: str | None) -> str:
    """As "15 November 2026 at 06:10", Norwegian time."""
    from django.utils import timezone

    if moment is None:
        return "at an unknown time"
    return f"{timezone.localtime(datetime.fromisoformat(moment)):%-d %B %Y at %H:%M}"

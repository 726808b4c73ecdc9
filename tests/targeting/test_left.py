"""The database works no longer for a browser that has gone on to its next question."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from geotarget.domain.roles import Role
from geotarget.running import paths
from geotarget.targeting.left import cancelling_when_closed
from tests.organisations.members import make_member, make_organisation, signed_in

from . import strandvik as cadastre

TOKEN = "t" * 32
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.django_db
def test_what_runs_is_cancelled_when_the_browser_closes_and_the_next_is_not() -> None:
    with pytest.raises(OperationalError, match="cancel"):
        _run_and_leave("SELECT pg_sleep(60)")
    assert _run("SELECT 1") == 1


@pytest.mark.django_db
def test_what_ends_while_the_browser_waits_is_not_touched() -> None:
    browser, client = socket.socketpair()
    with browser, client, cancelling_when_closed(client):
        assert _run("SELECT 1") == 1


def test_a_count_that_nobody_waits_for_ends(
    transactional_db: None, test_database_environment: dict[str, str], tmp_path: Path
) -> None:
    """The addresses are locked, so that the count takes as long as nobody ends it."""
    cadastre.build()
    town = make_organisation("310000019", "Strandvik kommune", "9901")
    session = signed_in(make_member(town, "planlegger", Role.PLANNER)).cookies
    cookies = {
        settings.SESSION_COOKIE_NAME: session[settings.SESSION_COOKIE_NAME].value,
        settings.CSRF_COOKIE_NAME: TOKEN,
    }
    with _server(test_database_environment, tmp_path / "log") as address, transaction.atomic():
        _run("LOCK TABLE address; SELECT 1")
        with socket.create_connection(address, timeout=30) as browser:
            browser.sendall(_count(cookies))
            _until(_WAITING, 1)
        _until(_WAITING, 0)
    assert "WARNING" not in (tmp_path / "log").read_text()


def _run_and_leave(sql: str) -> None:
    browser, client = socket.socketpair()
    with browser, client, transaction.atomic(), cancelling_when_closed(client):
        browser.close()
        _run(sql)


def _run(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _until(sql: str, wanted: int) -> None:
    """The wait is shorter than the time limit of a statement, which would end it too."""
    for _ in range(80):
        if _run(sql) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"never {wanted}: {sql}")


def _count(cookies: dict[str, str]) -> bytes:
    body = json.dumps({"selection": {"include": cadastre.box(0, -20, 405, 20)}})
    lines = [
        "POST /map/count/ HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        f"Cookie: {'; '.join(f'{name}={value}' for name, value in cookies.items())}",
        f"X-CSRFToken: {TOKEN}",
    ]
    return "\r\n".join([*lines, "", body]).encode()


@contextmanager
def _server(environment: dict[str, str], log: Path) -> Iterator[tuple[str, int]]:
    """The web process as it is started, but for its one worker."""
    listening = socket.create_server(("127.0.0.1", 0))
    threads = ("--worker-class", "gthread", "--threads", "4", "--log-level", "warning")
    bound = ("--bind", f"fd://{listening.fileno()}")
    command = [sys.executable, "-m", "gunicorn", "geotarget.wsgi", *threads, *bound]
    environment = environment | {"DJANGO_SETTINGS_MODULE": "geotarget.settings"}
    with log.open("w") as written:
        web = subprocess.Popen(
            command,
            cwd=paths.REPOSITORY,
            env=environment,
            pass_fds=[listening.fileno()],
            stdout=written,
            stderr=written,
        )
    try:
        yield listening.getsockname()
    finally:
        web.terminate()
        web.wait(timeout=30)
        listening.close()

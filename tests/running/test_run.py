"""`make run` from an empty directory to the page, and the end of everything at Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from geotarget.running import paths

SECONDS = 180
COMMAND = (sys.executable, "-m", "geotarget.running", "run")


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """A directory and ports of its own. What the first test has prepared, the next finds."""
    directory = paths.var() / "run-test"
    shutil.rmtree(directory, ignore_errors=True)
    ports = dict(zip(("PORT", "SIMULATOR_PORT", "SIMULATOR_SMTP_PORT"), free_ports(3), strict=True))
    ours = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    yield kept | ports | {"GEOTARGET_VAR": str(directory)}
    shutil.rmtree(directory, ignore_errors=True)


def free_ports(count: int) -> list[str]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [str(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start(environment: dict[str, str]) -> tuple[subprocess.Popen[str], list[str]]:
    """Start the product and read its lines up to the one that says it is ready."""
    product = subprocess.Popen(
        COMMAND,
        cwd=paths.REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert product.stdout is not None
    lines = []
    for line in product.stdout:
        lines.append(line)
        if line.startswith("Ready: "):
            return product, lines
    pytest.fail("".join(lines))


def left_in(directory: str) -> list[str]:
    """Command lines of live processes that know the directory."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            known = f"GEOTARGET_VAR={directory}\0".encode() in (path / "environ").read_bytes()
            command = (path / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if command and (known or f"{directory}/" in command):
            found.append(command)
    return found


def child_of(product: subprocess.Popen[str], word: str) -> int:
    """Process number of the child that has the word in its command line."""
    children = Path(f"/proc/{product.pid}/task/{product.pid}/children").read_text().split()
    return next(int(c) for c in children if word in Path(f"/proc/{c}/cmdline").read_text())


def read_until(product: subprocess.Popen[str], missing: set[str]) -> None:
    """Read the product's lines until each part has been in one of them, at most for a minute."""
    assert product.stdout is not None
    limit = threading.Timer(60, product.terminate)
    limit.start()
    try:
        for line in product.stdout:
            missing = {part for part in missing if part not in line}
            if not missing:
                return
    finally:
        limit.cancel()
    pytest.fail(f"not said: {missing}")


def wait_until_nothing_is_left_in(directory: str) -> None:
    end = time.monotonic() + 20
    while left_in(directory):
        assert time.monotonic() < end, left_in(directory)
        time.sleep(0.1)


@pytest.mark.services
def test_run_shows_the_page_and_ctrl_c_ends_it_all(environment: dict[str, str]) -> None:
    product, lines = start(environment)
    try:
        url = f"http://127.0.0.1:{environment['PORT']}"
        assert lines[-1] == f"Ready: {url}\n"
        with urllib.request.urlopen(f"{url}/login/", timeout=10) as page:
            assert page.status == 200

        second = subprocess.run(
            COMMAND, cwd=paths.REPOSITORY, env=environment, capture_output=True, text=True
        )
        assert second.returncode == 2
        assert "already running" in second.stderr
        assert second.stderr.count("\n") == 1
    finally:
        product.send_signal(signal.SIGINT)
        output, _ = product.communicate(timeout=SECONDS)
    assert product.returncode == 0, output
    assert output.endswith("Stopped.\n")
    wait_until_nothing_is_left_in(environment["GEOTARGET_VAR"])


@pytest.mark.services
def test_what_is_killed_is_started_again(environment: dict[str, str]) -> None:
    product, _ = start(environment)
    try:
        killed = child_of(product, "redis-server"), child_of(product, "geotarget.simulators")
        for number in killed:
            os.kill(number, signal.SIGKILL)
        ends = {"'simulators' ended unexpectedly", "Redis was down"}
        read_until(product, ends | {"Simulators at"})
    finally:
        product.send_signal(signal.SIGINT)
        output, _ = product.communicate(timeout=SECONDS)
    assert product.returncode == 0, output
    wait_until_nothing_is_left_in(environment["GEOTARGET_VAR"])


@pytest.mark.services
def test_a_port_in_use_is_told_in_one_line(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", int(environment["PORT"]))):
        done = subprocess.run(
            COMMAND, cwd=paths.REPOSITORY, env=environment, capture_output=True, text=True
        )
    assert done.returncode == 2
    assert done.stderr == (
        f"Cannot run: port {environment['PORT']} is in use by another program. "
        "Choose another one: make run PORT=9000\n"
    )

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

import pytest

from geotarget.running import addresses, product, upkeep
from geotarget.running.errors import CannotRun
from geotarget.running.processes import Process, Supervisor
from geotarget.running.upkeep import Upkeep

COUNT_THEN = "import sys, time; print('x', end='', file=open(sys.argv[1], 'a'))\n"


@pytest.fixture(autouse=True)
def _quick_and_without_services(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "PAUSES", (0, 0.01, 0.02, 0.03))
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(addresses, "private_listen", lambda: True)


def supervised(starts: Path, code: str = "") -> Supervisor:
    command = (sys.executable, "-c", COUNT_THEN + code, str(starts))
    return Supervisor([Process("worker", command)])


def test_a_process_that_ends_is_started_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    starts = tmp_path / "starts"
    supervisor = supervised(starts, "time.sleep(60 * (len(open(sys.argv[1]).read()) - 1))")
    supervisor.start()
    try:
        keeper = Upkeep(supervisor)
        while not (starts.exists() and starts.read_text() == "xx"):
            keeper.turn()
    finally:
        supervisor.stop()
    line = "The process 'worker' ended unexpectedly: it is started again in 0 s.\n"
    assert capsys.readouterr().err == line


def test_what_ends_again_and_again_is_given_up(tmp_path: Path) -> None:
    supervisor = supervised(tmp_path / "starts")
    supervisor.start()
    with pytest.raises(CannotRun, match="'worker' ended 5 times"):
        Upkeep(supervisor).run()
    supervisor.stop()
    assert (tmp_path / "starts").read_text() == "xxxxx"


def test_a_process_that_ends_before_the_product_is_ready_is_given_up(tmp_path: Path) -> None:
    supervisor = supervised(tmp_path / "starts")
    supervisor.start()
    with pytest.raises(CannotRun, match="'worker' ended"):
        product._wait_until_ready(supervisor, "http://127.0.0.1:1")
    supervisor.stop()


def test_a_port_that_is_let_go_soon_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        timer = threading.Timer(0.2, held.close)
        timer.start()
        product._check_free(held.getsockname()[1])
        timer.join()


def test_a_socket_without_a_listener_is_down(tmp_path: Path) -> None:
    path = tmp_path / "s"
    assert not addresses._listens(path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        assert addresses._listens(path)
    assert not addresses._listens(path)

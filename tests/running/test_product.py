from __future__ import annotations

import pytest

from geotarget.running.errors import CannotRun
from geotarget.running.product import Ports, ports, processes


def test_the_simulators_ports_follow_the_web() -> None:
    assert ports({}) == Ports(8000, 8001, 8002)
    assert ports({"PORT": "9000"}) == Ports(9000, 9001, 9002)
    assert ports({"PORT": "9000", "SIMULATOR_PORT": "7000"}) == Ports(9000, 7000, 9002)


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "8000.5"])
def test_a_port_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(CannotRun, match="PORT must be a port number"):
        ports({"PORT": value})


def test_the_simulators_start_first_and_stop_last() -> None:
    names = [process.name for process in processes(Ports(8000, 8001, 8002))]
    assert names[0] == "simulators"
    assert set(names) == {"simulators", "worker", "beat", "web"}

"""Fixtures for tests that talk to the simulators over real HTTP and SMTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pytest

from geotarget.registers.maskinporten import Maskinporten
from geotarget.simulators.running import Simulators
from tests.simulators.world import PEOPLE, maskinporten, running_simulators, write_key_pair


@dataclass(frozen=True)
class Running:
    simulators: Simulators
    key: bytes

    @cached_property
    def tokens(self) -> Maskinporten:
        """A client that all tests share."""
        return self.new_tokens

    @property
    def new_tokens(self) -> Maskinporten:
        """A client that has no token yet."""
        return maskinporten(self.simulators, self.key)


@pytest.fixture(scope="session")
def all_simulators(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("simulators")
    key, public = write_key_pair(folder)
    with running_simulators(folder, PEOPLE, public) as simulators:
        yield Running(simulators, key)


@pytest.fixture
def running(all_simulators: Running) -> Iterator[Running]:
    """The simulators, well behaved and with an empty log."""
    yield all_simulators
    all_simulators.simulators.faults.clear()
    all_simulators.simulators.arrived.clear()


@pytest.fixture
def simulators(running: Running) -> Simulators:
    return running.simulators


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses: bound, so that nobody else gets it, and not listening."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


__all__ = ["Running", "all_simulators", "closed_port", "running", "simulators"]

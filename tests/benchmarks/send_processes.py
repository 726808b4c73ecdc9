"""The simulators and the product's own workers, started as `make run` starts them."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from geotarget.running import paths, product

_START_SECONDS = 60
_SAMPLE_SECONDS = 0.5


class Simulated:
    """The simulators, by their address."""

    def __init__(self, ports: product.Ports) -> None:
        self.url = f"http://{product.HOST}:{ports.simulator}"
        self.web_url = ports.url
        """Of the product."""

    def set(self, **wishes: Any) -> None:
        """Turn switches: see docs/simulators.md."""
        requests.post(f"{self.url}/control", json=wishes, timeout=10).raise_for_status()

    def arrived(self, limit: int = 0) -> list[dict[str, Any]]:
        """The messages accepted so far, oldest first."""
        answer = requests.get(f"{self.url}/arrived.json?limit={limit}", timeout=60)
        return list(answer.json()["accepted"])


@contextmanager
def running(population: Path, log: Path) -> Iterator[tuple[Simulated, Memory]]:
    """Simulators that know these people, and all processes of the product."""
    ports = product.Ports(*_free_ports(3))
    environment = {
        **os.environ,
        "PORT": str(ports.web),
        "SIMULATOR_PORT": str(ports.simulator),
        "SIMULATOR_SMTP_PORT": str(ports.smtp),
        "SIMULATOR_POPULATION": str(population),
    }
    # Without an address for receipts none come: they are measured apart.
    children = {}
    with log.open("ab") as file:
        try:
            for each in product.processes(ports):
                own = {**environment, **each.environment, "LINK_RECEIPT_URL": ""}
                children[each.name] = subprocess.Popen(
                    each.command, env=own, cwd=paths.REPOSITORY, stdout=file, stderr=file
                )
            simulated = Simulated(ports)
            _wait_until_up(simulated)
            with Memory(children["worker"].pid) as memory:
                yield simulated, memory
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait()


class Memory:
    """Megabytes of a process and its children, sampled twice a second."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._samples: dict[int, list[float]] = {}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def highest(self) -> float:
        """Of the process that had most."""
        return max(max(samples) for samples in self._samples.values())

    @property
    def growth(self) -> float:
        """How much more the process that grew most had at its highest in the last third of the
        time than in the second."""
        thirds = [(s[len(s) // 3 : -len(s) // 3], s[-len(s) // 3 :]) for s in self._long()]
        return max(max(last) - max(second) for second, last in thirds)

    def _long(self) -> list[list[float]]:
        return [samples for samples in self._samples.values() if len(samples) >= 6]

    def forget(self) -> None:
        """Begin anew."""
        self._samples = {}

    def _sample(self) -> None:
        while not self._done.wait(_SAMPLE_SECONDS):
            samples = self._samples
            for pid in (self._pid, *_children(self._pid)):
                samples.setdefault(pid, []).append(_megabytes(pid))


def _children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def _free_ports(count: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _wait_until_up(simulated: Simulated) -> None:
    """Until the simulators have read the population and a worker answers."""
    from geotarget.celery import app

    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        try:
            requests.get(f"{simulated.url}/health", timeout=10)
        except requests.RequestException:
            time.sleep(0.2)
            continue
        if app.control.ping(timeout=0.5):
            return
    raise TimeoutError("simulators and workers did not start")

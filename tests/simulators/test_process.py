"""The simulators as a process of their own, as `make run` starts them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from geotarget.simulators.population import PopulationFile, read_population
from tests.simulators.world import ANNE, PEOPLE

SECONDS = 20


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "geotarget.simulators", *arguments]
    return subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def test_it_starts_answers_and_stops(tmp_path: Path) -> None:
    population = tmp_path / "population.jsonl"
    population.write_text("\n".join(map(json.dumps, PEOPLE)), encoding="utf-8")
    process = start("--port", "0", "--smtp-port", "0", SIMULATOR_POPULATION=str(population))
    assert process.stderr is not None
    try:
        said = re.search(r"(http://\S+:\d+), mail at port (\d+)", process.stderr.readline())
        assert said is not None
        url, smtp = said[1], int(said[2])
        answer = requests.get(f"{url}/health", timeout=SECONDS).json()
        assert answer == {"status": "ok", "people": len(PEOPLE)}
        with socket.create_connection(("127.0.0.1", smtp), timeout=SECONDS) as mail:
            assert mail.recv(3) == b"220"
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert "Traceback" not in log


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = start("--port", port, "--smtp-port", "0", "--population", str(tmp_path / "none"))
        _, log = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert log.startswith("The simulators can not start:")
    assert "Traceback" not in log


def test_a_population_written_later_is_read(tmp_path: Path) -> None:
    path = tmp_path / "population.jsonl"
    people = PopulationFile(path)
    assert len(people.now()) == 0
    path.write_text(json.dumps(PEOPLE[0]), encoding="utf-8")
    assert set(people.now().by_id) == {ANNE}


@pytest.mark.parametrize("line", ["{", "[]", '{"name": "nobody"}'])
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "population.jsonl"
    path.write_text(json.dumps(PEOPLE[0]) + "\n" + line, encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_population(path)

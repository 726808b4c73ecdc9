from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from geotarget.running.processes import Process, Supervisor

SECONDS = 20


def python(name: str, code: str, **environment: str) -> Process:
    return Process(name, (sys.executable, "-c", code), environment)


def wait_for(path: Path) -> None:
    end = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} did not appear"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_the_end_of_one_process_is_told_with_its_name() -> None:
    supervisor = Supervisor([python("lasting", "import time; time.sleep(60)"), python("brief", "")])
    supervisor.start()
    try:
        assert supervisor.ended(SECONDS) == "brief"
        assert supervisor.ended(0) is None
    finally:
        supervisor.stop()


def test_lines_carry_the_name_of_their_process(capsys: pytest.CaptureFixture[str]) -> None:
    supervisor = Supervisor([python("web", "import os; print(os.environ['WORD'])", WORD="hello")])
    supervisor.start()
    assert supervisor.ended(SECONDS) == "web"
    supervisor.stop()
    assert capsys.readouterr().out == "web | hello\n"


def test_processes_stop_in_the_reverse_order(tmp_path: Path) -> None:
    code = (
        "import signal, sys, pathlib; here = pathlib.Path(sys.argv[1])\n"
        "name = sys.argv[2]; signal.signal(signal.SIGTERM, lambda *_: sys.exit())\n"
        "try:\n    (here / name).touch(); signal.pause()\n"
        "finally:\n    print(name, file=open(here / 'order', 'a'))\n"
    )
    names = ("first", "second", "third")
    commands = [(sys.executable, "-c", code, str(tmp_path), name) for name in names]
    supervisor = Supervisor(Process(*pair) for pair in zip(names, commands, strict=True))
    supervisor.start()
    for name in names:
        wait_for(tmp_path / name)
    supervisor.stop()
    assert (tmp_path / "order").read_text().split() == ["third", "second", "first"]


def test_children_of_a_process_are_ended_with_it(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time, os, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "side = pathlib.Path(sys.argv[1] + '.new'); side.write_text(str(child.pid))\n"
        "side.rename(sys.argv[1]); time.sleep(60)\n"
    )
    note = tmp_path / "pid"
    supervisor = Supervisor([Process("parent", (sys.executable, "-c", code, str(note)))])
    supervisor.start()
    wait_for(note)
    child = int(note.read_text())
    assert alive(child)
    supervisor.stop()
    end = time.monotonic() + SECONDS
    while alive(child) and _state(child) != "Z":
        assert time.monotonic() < end
        time.sleep(0.02)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


def test_a_process_leads_its_own_group(tmp_path: Path) -> None:
    code = f"import os; open({str(tmp_path / 'group')!r}, 'w').write(str(os.getpgrp()))"
    supervisor = Supervisor([python("one", code)])
    supervisor.start()
    assert supervisor.ended(SECONDS) == "one"
    supervisor.stop()
    assert int((tmp_path / "group").read_text()) != os.getpgrp()

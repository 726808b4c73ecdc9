"""The examples of docs/api.md, as they stand there, on the sample municipality."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from fixtures.generate import SAMPLE
from tests.organisations.members import make_organisation

from .conftest import key_for

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "api.md"
WANTED = ("MatrikkelenAdresse_CSV", "EiendomskartTeig_GML")


def examples() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)


def test_every_example_works(
    live_server: Any, test_database_environment: dict[str, str], tmp_path: Path
) -> None:
    files = [path for path in SAMPLE.glob("*_9901_*") if path.stem.endswith(WANTED)]
    command = [sys.executable, "-m", "geotarget.cli", "import", *map(str, sorted(files))]
    settings = {"DJANGO_SETTINGS_MODULE": "geotarget.settings"}
    environment = test_database_environment | settings
    subprocess.run(command, env=environment, check=True, capture_output=True)
    key = key_for(make_organisation("310000019", "Strandvik kommune", "9901"))
    variables = {"GEOTARGET": live_server.url, "KEY": key, "PATH": os.environ["PATH"]}
    assert len(examples()) == 9
    for example in examples():
        shell = ["bash", "-eu", "-o", "pipefail", "-c", example]
        done = subprocess.run(shell, env=variables, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (example, done.stdout, done.stderr)

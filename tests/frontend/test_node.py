"""The JavaScript that needs no browser, run by Node's own test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "frontend" / "static" / "geotarget"


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_modules() -> None:
    tests = sorted(map(str, HERE.glob("*.test.mjs")))
    flag = "--experimental-default-type=module"  # the pages load .js files as modules too
    done = subprocess.run(
        ["node", flag, "--test", *tests], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_import_statements_end_in_semicolons() -> None:
    """Without one, the hashed file names would not get into the module (and nobody would tell)."""
    for path in STATIC.rglob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "export *")) or "} from '" in line:
                assert line.endswith(("';", "{")), f"{path.name}: {line}"


def test_files_stay_small() -> None:
    for path in STATIC.rglob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name

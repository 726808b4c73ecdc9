"""`python -m tests.benchmarks [--write]`: run every `bench_*.py` here, in the order of their names.

A benchmark is a module with `main(write: bool) -> None`. It runs against an own, migrated, empty
database and gives its table to `report.publish`.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

from geotarget.running import addresses, paths

HERE = Path(__file__).parent


def main(arguments: list[str]) -> None:
    os.environ["GEOTARGET_VAR"] = str(paths.var() / "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")
    addresses.start_private()
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    try:
        subprocess.run(migrate, cwd=paths.REPOSITORY, check=True)
        for path in sorted(HERE.glob("bench_*.py")):
            importlib.import_module(f"{__package__}.{path.stem}").main("--write" in arguments)
    finally:
        addresses.stop_private()


if __name__ == "__main__":
    main(sys.argv[1:])

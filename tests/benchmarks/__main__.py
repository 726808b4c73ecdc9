"""`python -m tests.benchmarks [--write] [name ...]`: run the `bench_*.py` here, in the order of
their names: all, or those whose name ends so (`select freeze map`).

A benchmark is a module with `main(write: bool) -> None`. It runs against an own, migrated
database and gives its table to `report.publish`.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import django

from geotarget.running import addresses, paths

HERE = Path(__file__).parent


def main(arguments: list[str]) -> None:
    wanted = _wanted([argument for argument in arguments if argument != "--write"])
    os.environ["GEOTARGET_VAR"] = str(paths.var() / "bench")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geotarget.settings")
    addresses.start_private()
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    try:
        subprocess.run(migrate, cwd=paths.REPOSITORY, check=True)
        django.setup()
        for name in wanted:
            importlib.import_module(f"{__package__}.{name}").main("--write" in arguments)
    finally:
        addresses.stop_private()


def _wanted(names: list[str]) -> list[str]:
    """Names of modules. Ends the program where a name is none of a benchmark."""
    modules = {path.stem.rpartition("_")[2]: path.stem for path in sorted(HERE.glob("bench_*.py"))}
    if unknown := set(names) - set(modules):
        sys.exit(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(modules)}.")
    return [module for name, module in modules.items() if not names or name in names]


if __name__ == "__main__":
    main(sys.argv[1:])

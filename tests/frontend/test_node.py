"""The JavaScript that needs no browser, run by Node's own test runner."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "frontend" / "static" / "geotarget"


def test_modules() -> None:
    """By the system's Node, or the one that `make install` puts beside Python where there is none."""
    beside_python = Path(sys.executable).parent
    node = shutil.which("node") or shutil.which("node", path=beside_python)
    assert node, "Node is missing; run `make install`"
    tests = sorted(map(str, HERE.glob("*.test.mjs")))
    done = subprocess.run(
        [node, "--test", *tests], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_import_statements_end_in_semicolons() -> None:
    """Without one, the hashed file names would not get into the module (and nobody would tell)."""
    for path in STATIC.rglob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(("import ", "export *")) or "} from '" in line:
                assert line.endswith(("';", "{")), f"{path.name}: {line}"


def test_served_modules_import_each_other_by_hashed_names(tmp_path: Path, settings: Any) -> None:
    """So that browsers may keep every file for ever."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["js", "css", "map", "svg"]  # not asked about
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "geotarget.storage.HashedModules"}
    }
    call_command("collectstatic", "--noinput", verbosity=0)
    for name in ("map/main", "list_map"):
        [entry] = (tmp_path / "geotarget").glob(f"{name}.????????????.js")
        imported = re.findall(r"""^import .*from ["'](.*)["'];""", entry.read_text(), re.MULTILINE)
        assert imported
        assert all(re.search(r"\.[0-9a-f]{12}\.js$", path) for path in imported)
    [buttons] = (tmp_path / "vendor" / "geoman").glob("leaflet-geoman.????????????.css")
    assert 'mask="url(%23polygon-b)"' in buttons.read_text(), "the buttons have lost their images"


def test_files_stay_small() -> None:
    for path in STATIC.rglob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.name

"""The layers import in one direction, and files stay small. No dependency: `ast` is enough."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
LONGEST_FILE = 400
FORBIDDEN_NAMES = {
    "utils", "helpers", "common", "misc", "manager", "managers", "service", "services", "core",
}  # fmt: skip

MAY_IMPORT = {
    "geotarget.running": set(),
    "geotarget.domain": set(),
    "geotarget.outbound": set(),
    "geotarget.sandbox": set(),
    "geotarget.area_files": {"domain", "sandbox"},
    "geotarget.registers": {"domain", "outbound"},
    "geotarget.channels": {"domain", "outbound"},
    "geotarget.organisations": {"domain"},
    "geotarget.cadastre": {"domain"},
    "geotarget.targeting": {"domain", "organisations", "cadastre", "area_files"},
    "geotarget.notices": {
        "domain",
        "organisations",
        "targeting",
        "registers",
        "channels",
        "outbound",
    },
    "geotarget.api": {"domain", "organisations", "cadastre", "targeting", "notices"},
    "geotarget.simulators": {"domain"},
    "cadastre_import": {"domain", "sandbox"},
}
"""Which packages of ours a package may import. `domain` stands for `geotarget.domain`."""

NO_DJANGO = {"geotarget.running", "geotarget.domain", "geotarget.outbound", "geotarget.registers",
             "geotarget.channels", "geotarget.simulators", "geotarget.sandbox",
             "cadastre_import"}  # fmt: skip


def source_files() -> list[Path]:
    roots = [REPOSITORY / "geotarget", REPOSITORY / "cadastre_import", REPOSITORY / "fixtures"]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(module: str) -> str:
    """The layer a module belongs to: `geotarget.domain.area` → `geotarget.domain`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "geotarget" else parts[0]


@cache
def imports_of(path: Path) -> frozenset[str]:
    return frozenset(_imports_of(path))


def _imports_of(path: Path) -> Iterator[str]:
    """Absolute names of everything a file imports, deferred and type-only imports included."""
    module = module_of(path).split(".")
    here = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            source = [*base, *(node.module or "").split(".")]
            yield from (".".join([*filter(None, source), alias.name]) for alias in node.names)


def ours(name: str) -> bool:
    return name.split(".")[0] in {"geotarget", "cadastre_import", "fixtures", "tests"}


def governed_files() -> list[Path]:
    return [path for path in source_files() if package_of(module_of(path)) in MAY_IMPORT]


@pytest.mark.parametrize("path", governed_files(), ids=module_of)
def test_a_layer_imports_only_what_lies_below_it(path: Path) -> None:
    package = package_of(module_of(path))
    allowed = {package} | {f"geotarget.{name}" for name in MAY_IMPORT[package]}
    wrong = {name for name in imports_of(path) if ours(name) and package_of(name) not in allowed}
    assert not wrong, f"{module_of(path)} may import {sorted(allowed)} only"


@pytest.mark.parametrize("package", sorted(NO_DJANGO))
def test_some_packages_do_not_know_django(package: str) -> None:
    files = [path for path in governed_files() if package_of(module_of(path)) == package]
    assert [
        (module_of(path), name)
        for path in files
        for name in imports_of(path)
        if name.split(".")[0] in {"django", "celery", "rest_framework"}
    ] == []


def test_every_package_has_a_place_in_the_table() -> None:
    packages = {path.parent for path in REPOSITORY.glob("geotarget/*/__init__.py")}
    assert {f"geotarget.{path.name}" for path in packages} <= set(MAY_IMPORT)


def test_no_two_packages_import_each_other() -> None:
    edges = {
        (package_of(module_of(path)), package_of(name))
        for path in governed_files()
        for name in imports_of(path)
        if ours(name)
    }
    assert {(a, b) for a, b in edges if a < b and (b, a) in edges} == set()


def test_nothing_imports_the_modules_at_the_top() -> None:
    top = {module_of(path) for path in REPOSITORY.glob("geotarget/*.py")} - {"geotarget"}
    importers = [
        (module_of(path), name)
        for path in governed_files()
        for name in imports_of(path)
        if name in top or name.rpartition(".")[0] in top
    ]
    assert importers == []


def test_names_say_what_a_module_is_for() -> None:
    assert [path for path in source_files() if path.stem in FORBIDDEN_NAMES] == []


def test_files_stay_small() -> None:
    tests = (REPOSITORY / "tests").rglob("*.py")
    lengths = {path: len(path.read_bytes().splitlines()) for path in [*source_files(), *tests]}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}

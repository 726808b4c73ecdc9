"""Documentation speaks of what exists: every path and make target it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shapely import Point

from fixtures import generate
from fixtures.land import ORIGIN

REPOSITORY = Path(__file__).resolve().parents[1]
ROOTS = ("geotarget/", "cadastre_import/", "sql/", "frontend/", "fixtures/", "tests/", "docs/",
         "scripts/", ".ci/")  # fmt: skip
MADE_BY_INSTALL = ("frontend/node_modules",)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")


def documents() -> list[Path]:
    return sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def named_paths(text: str) -> set[str]:
    """Paths in code marks below one of our folders; patterns and placeholders are left out."""
    words = {word.rstrip(".,:;") for code in CODE.findall(text) for word in code.split()}
    paths = {re.sub(r":\d+(-\d+)?$", "", word) for word in words if word.startswith(ROOTS)}
    return {path for path in paths if not re.search(r"[*<>{}$…]", path)}


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_path_named_in_the_docs_exists(document: Path) -> None:
    named = named_paths(document.read_text(encoding="utf-8"))
    made = {path for path in named if path.startswith(MADE_BY_INSTALL)}
    assert {path for path in named - made if not (REPOSITORY / path).exists()} == set()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_between_documents_works(document: Path) -> None:
    links = LINK.findall(document.read_text(encoding="utf-8"))
    local = {link for link in links if not re.match(r"[a-z]+:", link)}
    assert {link for link in local if not (document.parent / link).exists()} == set()


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_make_target_named_in_the_docs_exists(document: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))
    assert set(named) <= targets


def test_every_setting_by_environment_is_described() -> None:
    settings = (REPOSITORY / "geotarget" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']", settings))
    assert len(names) > 20
    described = set(re.findall(r"`([A-Z_]+)`", (REPOSITORY / "docs" / "running.md").read_text()))
    assert names <= described


def test_the_first_count_for_analysts_finds_something_in_the_sample() -> None:
    text = (REPOSITORY / "docs" / "gis-analysts.md").read_text(encoding="utf-8")
    found = re.search(r"ST_MakePoint\((\d+), (\d+)\), 25833\), (\d+)\)", text)
    assert found
    east, north, metres = map(int, found.groups())
    place = Point(east - ORIGIN[0], north - ORIGIN[1])
    assert sum(house.point.distance(place) < metres for house in generate._build()[0]) > 20

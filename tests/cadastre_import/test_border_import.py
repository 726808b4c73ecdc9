from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused
from fixtures.borders import border_file
from fixtures.land import municipality_areas

from .conftest import Import, Query
from .deliveries import address, write


def write_borders(path: Path) -> Path:
    path.write_text(border_file(municipality_areas()), encoding="utf-8")
    return path


def test_borders_bring_the_proper_names(tmp_path: Path, run: Import, query: Query) -> None:
    run(write(tmp_path / "a.csv", [address(1)]))
    assert query("SELECT number, name, border FROM municipality") == [("9901", "STRANDVIK", None)]
    report = run(write_borders(tmp_path / "k.geojson"))
    assert (report.dataset, report.total("added")) == ("municipality", 2)
    assert query("SELECT number, name, ST_IsValid(border) FROM municipality ORDER BY 1") == [
        ("9901", "Strandvik", True), ("9902", "Fjellvik", True),
    ]  # fmt: skip
    assert run(tmp_path / "k.geojson").total("unchanged") == 2
    run(write(tmp_path / "a.csv", [address(1), address(2)]))
    assert query("SELECT name FROM municipality WHERE number = '9901'") == [("Strandvik",)]


def test_a_cut_file_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DeliveryRefused, match="was cut short in feature 2"):
        run(path)
    assert query("SELECT count(*) FROM municipality") == [(0,)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("\\u0000", "a control character in its properties"), ("\\ud800", "half a character")],
)
def test_a_name_that_is_no_text_is_the_fault_of_one_border(
    name: str, reason: str, tmp_path: Path, run: Import
) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_text(path.read_text("utf-8").replace("Strandvik", name), "utf-8")
    report = run(path)
    assert report.total("added") == 1
    ((rejected,)) = report.rejected
    assert reason in rejected.reason


def test_a_number_without_end_is_refused(tmp_path: Path, run: Import) -> None:
    path = write_borders(tmp_path / "k.geojson")
    path.write_text(
        path.read_text("utf-8").replace('"geometry":', f'"x": {"9" * 5000}, "geometry":', 1)
    )
    with pytest.raises(DeliveryRefused, match="broken or was cut short in feature 1"):
        run(path)

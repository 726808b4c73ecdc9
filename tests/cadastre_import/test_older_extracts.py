"""No extract goes over a newer one, whichever municipality its rows stand in today."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused

from .conftest import Import, Query
from .deliveries import address, square, teig, write, write_gml

FIRST, SECOND = (
    f"Basisdata_{area}_25833_MatrikkelenAdresse.csv" for area in ("9901_Strandvik", "9902_Fjellvik")
)
COVERED = """SELECT municipality_number, to_char(extracted_at, 'YYYY-MM-DD'), row_count
FROM dataset_coverage WHERE dataset = %s ORDER BY 1"""


def delivery(path: Path, municipality: str, day: str, numbers: range) -> Path:
    """Taken out that day of November 2025."""
    return write(path, [
        address(n, kommunenummer=municipality, datauttaksdato=f"{day}.11.2025 06:00:00")
        for n in numbers
    ])  # fmt: skip


def test_a_declared_municipality_without_rows_keeps_its_newer_ones(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(delivery(tmp_path / FIRST, "9901", "01", range(10, 300)))
    run(delivery(tmp_path / SECOND, "9902", "20", range(1, 5)))
    older = delivery(
        tmp_path / "Basisdata_0000_Norge_25833_MatrikkelenAdresse.csv", "9901", "10", range(10, 400)
    )
    with pytest.raises(DeliveryRefused, match="municipality 9902 was taken out 2025-11-10"):
        run(older)
    assert query(COVERED, ("address",)) == [("9901", "2025-11-01", 290), ("9902", "2025-11-20", 4)]


def test_rows_that_a_newer_extract_has_moved_are_not_taken_back(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(delivery(tmp_path / FIRST, "9901", "10", range(1, 60)))
    run(delivery(tmp_path / SECOND, "9902", "20", range(50, 120)))
    older = delivery(tmp_path / FIRST, "9901", "15", range(1, 60))
    with pytest.raises(DeliveryRefused, match=r"10 rows .* published as of municipality 9902"):
        run(older)
    newer = delivery(tmp_path / FIRST, "9901", "21", range(1, 60))
    assert run(newer).total("changed") == 10
    assert query(COVERED, ("address",)) == [("9901", "2025-11-21", 59), ("9902", "2025-11-20", 60)]


def test_a_part_of_a_municipality_does_not_make_the_rest_newer(
    tmp_path: Path, run: Import, query: Query
) -> None:
    name = "Basisdata_9901_Strandvik_25833_MatrikkelenEiendomskartTeig.gml"
    parcels = [teig(n, square(135_000 + 20 * n, 7_140_000, 9)) for n in range(1, 30)]

    def dated(path: Path, moment: str) -> Path:
        told = f"<app:datauttaksdato>{moment}</app:datauttaksdato><app:oppdateringsdato>"
        path.write_text(path.read_text().replace("<app:oppdateringsdato>", told))
        return path

    run(dated(write_gml(tmp_path / name, *parcels), "2025-11-01T06:00:00"))
    parcels[0] = parcels[0].replace("2020-06-16", "2025-11-18")
    answer = dated(write_gml(tmp_path / "answer.gml", parcels[0]), "2025-11-22T06:00:00")
    text = answer.read_text()
    text = text.replace("xmlns:gml=", 'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml=')
    answer.write_text(text.replace("gml:FeatureCollection", "wfs:FeatureCollection"))
    run(answer)
    assert query(COVERED, ("parcel",)) == [("9901", "2025-11-01", 29)]
    run(dated(write_gml(tmp_path / name, *parcels), "2025-11-21T06:00:00"))
    assert query(COVERED, ("parcel",)) == [("9901", "2025-11-21", 29)]


def test_a_delivery_that_replaces_everything_is_published_with_force(
    tmp_path: Path, run: Import, query: Query
) -> None:
    run(delivery(tmp_path / FIRST, "9901", "10", range(1, 60)))
    other = delivery(
        tmp_path / "Basisdata_0000_Norge_25833_MatrikkelenAdresse.csv",
        "9903",
        "20",
        range(100, 160),
    )
    report = run(other, force=True)
    assert (report.total("removed"), report.total("added")) == (59, 60)
    assert query("SELECT count(*), min(municipality_number) FROM address") == [(60, "9903")]

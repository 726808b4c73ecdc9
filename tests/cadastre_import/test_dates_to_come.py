"""A delivery that says it was taken out in the future must not block those that come after it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cadastre_import import DeliveryRefused

from .conftest import Import, Query
from .deliveries import EXTRACTED, address, write

MANY = [address(number) for number in range(1, 101)]
COMING = "12.06.2099 06:10:00"
DATE = "SELECT to_char(extracted_at, 'YYYY-MM-DD') FROM dataset_coverage"


def test_a_row_from_the_future_is_rejected_with_its_line(
    tmp_path: Path, run: Import, query: Query
) -> None:
    rows = [*MANY[:50], MANY[50] | {"datauttaksdato": COMING}, *MANY[51:]]
    report = run(write(tmp_path / "a.csv", rows))
    assert (report.total("added"), report.rejected[0].line) == (99, 52)
    assert "it says that it was taken out 2099-06-12" in report.rejected[0].reason
    assert query(DATE) == [("2026-11-15",)]
    later = run(write(tmp_path / "b.csv", MANY))
    assert (later.total("added"), later.total("unchanged")) == (1, 99)


def test_so_is_a_row_that_is_published_just_so(tmp_path: Path, run: Import) -> None:
    run(write(tmp_path / "a.csv", MANY))
    rows = [*MANY[:50], MANY[50] | {"datauttaksdato": COMING}, *MANY[51:]]
    report = run(write(tmp_path / "b.csv", rows))
    assert report.rejected[0].line == 52
    assert (report.total("removed"), report.total("unchanged")) == (0, 99)


def test_a_file_from_the_future_is_refused(tmp_path: Path, run: Import, query: Query) -> None:
    with pytest.raises(DeliveryRefused, match=r"line 2: it says that it was taken out 2099"):
        run(write(tmp_path / "a.csv", [row | {"datauttaksdato": COMING} for row in MANY]))
    assert query(DATE) == []


def test_a_clock_may_be_wrong_by_some_hours(tmp_path: Path, run: Import) -> None:
    ahead = f"{dt.datetime.now() + dt.timedelta(hours=20):%d.%m.%Y %H:%M:%S}"
    report = run(write(tmp_path / "a.csv", [row | {"datauttaksdato": ahead} for row in MANY]))
    assert report.total("added") == 100


def test_a_forced_import_corrects_the_date_where_no_row_changes(
    tmp_path: Path, run: Import, query: Query
) -> None:
    newer = [row | {"datauttaksdato": "17.11.2026 06:10:00"} for row in MANY]
    run(write(tmp_path / "a.csv", newer))
    older = write(tmp_path / "b.csv", MANY)
    with pytest.raises(DeliveryRefused, match="before the one that is published"):
        run(older)
    assert run(older, force=True).version_id is not None
    assert query(DATE) == [("2026-11-15",)]
    assert run(older, force=True).version_id is None, f"{EXTRACTED} is what is published"

"""The update against the simulated download service, over real HTTP and into a real database."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg2
import pytest

from cadastre_import.fetch import Fetcher
from cadastre_import.refusal import ImportBusy
from cadastre_import.sources import RENEWED
from cadastre_import.update import Outcome, Update
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import SAMPLE, Simulators

from .conftest import Query

NAME = "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip"
Renew = Callable[..., list[Outcome]]


@pytest.fixture
def offered(tmp_path: Path, simulators: Simulators) -> Path:
    """A folder of deliveries that the service offers, with the addresses of Strandvik in it."""
    folder = tmp_path / "offered"
    folder.mkdir()
    shutil.copy(SAMPLE / NAME, folder)
    simulators.world.deliveries = folder
    simulators.world.calls.clear()
    return folder


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def renew(dsn: str, tmp_path: Path, simulators: Simulators, waited: list[float]) -> Renew:
    def renew(*areas: str, datasets: tuple[str, ...] = ("address",)) -> list[Outcome]:
        update = Update(
            dsn=dsn,
            feeds_url=f"{simulators.url}/geonorge/ATOM-feeds/",
            folder=tmp_path / "downloads",
            fetcher=Fetcher(pause=waited.append),
            areas=areas,
            datasets=datasets,
        )
        return list(update.carry_out())

    return renew


def fetched(simulators: Simulators) -> int:
    return simulators.world.calls[f"geonorge {NAME}"]


def test_everything_that_is_renewed_then_nothing_newer(
    renew: Renew, simulators: Simulators, query: Query
) -> None:
    simulators.world.deliveries = SAMPLE
    outcomes = renew("9901", datasets=RENEWED)
    assert [each.dataset for each in outcomes if each.report] == list(RENEWED)
    before = dict(simulators.world.calls)
    again = renew(datasets=RENEWED)
    assert {(each.area, each.why) for each in again} == {("9901", "nothing newer")}
    asked = {name for name, count in simulators.world.calls.items() if count > before.get(name, 0)}
    assert all(name.endswith(".xml") for name in asked)
    assert query("SELECT count(*) FROM cadastre_download") == [(4,)]


def test_a_newer_file_is_fetched_and_may_change_nothing(
    renew: Renew, offered: Path, simulators: Simulators
) -> None:
    renew("9901")
    os.utime(offered / NAME, (1_900_000_000, 1_900_000_000))
    (outcome,) = renew()
    assert outcome.report is not None
    assert outcome.report.changes_nothing
    assert fetched(simulators) == 2


def test_what_was_cut_off_goes_on_where_it_was(
    offered: Path, simulators: Simulators, tmp_path: Path, waited: list[float]
) -> None:
    """Each try brings half of what was missing, so that more of them fail than are allowed."""
    simulators.faults.set("geonorge", Fault("half-then-reset", count=7))
    sizes: list[int] = []
    fetcher = Fetcher(pause=waited.append, progress=lambda done, total: sizes.append(done))
    fetcher.file(f"{simulators.url}/geonorge/Basisdata/{NAME}", tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == (offered / NAME).read_bytes()
    assert fetched(simulators) == 8
    assert sizes == sorted(sizes), "it began anew"


def test_another_file_is_not_glued_to_the_half_of_the_first(
    offered: Path, simulators: Simulators, tmp_path: Path, waited: list[float]
) -> None:
    url = f"{simulators.url}/geonorge/Basisdata/{NAME}"
    simulators.faults.set("geonorge", Fault("half-then-reset", count=1))

    def renewed_meanwhile(seconds: float) -> None:
        shutil.copy(SAMPLE / NAME.replace("Adresse_", "AdresseLeilighetsniva_"), offered / NAME)

    Fetcher(pause=renewed_meanwhile).file(url, tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == (offered / NAME).read_bytes()


@pytest.mark.parametrize("status", ["429", "503"])
def test_a_busy_server_is_waited_for(
    renew: Renew, offered: Path, simulators: Simulators, waited: list[float], status: str
) -> None:
    simulators.faults.set("geonorge", Fault(status, count=2, retry_after="7"))
    (outcome,) = renew("9901")
    assert outcome.report is not None
    assert waited == ([7.0, 7.0] if status == "429" else [30.0, 30.0])


def test_a_server_that_asks_for_too_much_time_is_left_alone(
    renew: Renew, offered: Path, simulators: Simulators, waited: list[float], query: Query
) -> None:
    renew("9901")
    os.utime(offered / NAME, (1_900_000_000, 1_900_000_000))
    simulators.faults.set("geonorge", Fault("429", retry_after="86400"))
    (outcome,) = renew("9901")
    assert outcome.is_refused
    assert "run the update again later" in outcome.why
    assert waited == []
    assert query("SELECT count(*) > 1900 FROM address") == [(True,)]


def test_a_server_that_is_away(renew: Renew, offered: Path, simulators: Simulators) -> None:
    simulators.faults.set("geonorge", Fault("reset"))
    (outcome,) = renew("9901")
    assert "does not answer" in outcome.why
    assert fetched(simulators) == 0


def test_a_zip_that_is_being_made_anew_removes_nothing(
    renew: Renew, offered: Path, query: Query
) -> None:
    renew("9901")
    with zipfile.ZipFile(offered / NAME, "w") as archive:
        archive.writestr("Basisdata_9901/", "")
    os.utime(offered / NAME, (1_900_000_000, 1_900_000_000))
    (outcome,) = renew("9901")
    assert outcome.is_refused
    assert "making it anew" in outcome.why
    assert query("SELECT count(*) > 1900 FROM address") == [(True,)]
    shutil.copy(SAMPLE / NAME, offered)
    os.utime(offered / NAME, (1_900_000_100, 1_900_000_100))
    assert renew("9901")[0].report is not None


def test_one_area_that_fails_keeps_no_other_waiting(renew: Renew, offered: Path) -> None:
    wrong, right = renew("9999", "9901")
    assert wrong.is_refused
    assert "has no file for 9999" in wrong.why
    assert right.report is not None


def test_one_update_at_a_time(renew: Renew, offered: Path, dsn: str) -> None:
    connection = psycopg2.connect(dsn)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", (0x67747564,))
    with pytest.raises(ImportBusy, match="Another update is running"):
        renew("9901")
    connection.close()
    assert renew("9901")[0].report is not None

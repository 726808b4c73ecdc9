"""The command line: exit codes, reports, and nothing but one line where the input is at fault."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cadastre_import import Report, console
from fixtures.generate import SAMPLE
from geotarget.running import paths
from tests.cadastre_import.deliveries import address, write
from tests.simulators.fixtures import closed_port

__all__ = ["closed_port"]

TOWN = {
    "type": "Polygon",
    "coordinates": [
        [[7.54, 64.215], [7.62, 64.215], [7.62, 64.235], [7.54, 64.235], [7.54, 64.215]]
    ],
}
ADDRESSES = SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresse_CSV.zip"
UNITS = SAMPLE / "Basisdata_9901_Strandvik_25833_MatrikkelenAdresseLeilighetsniva_CSV.zip"


class Command:
    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def __call__(self, *arguments: object, text: str = "") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "geotarget.cli", *map(str, arguments)]
        return subprocess.run(
            command, input=text, env=self._environment, capture_output=True, text=True
        )

    def fails(self, code: int, *arguments: object, text: str = "") -> str:
        """Run, expect this exit code, nothing on standard output and one line of error."""
        done = self(*arguments, text=text)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        (line,) = done.stderr.splitlines()
        return line


@pytest.fixture
def command(test_database_environment: dict[str, str], broker_url: str) -> Command:
    own = {"REDIS_URL": broker_url, "DJANGO_SETTINGS_MODULE": "geotarget.settings"}
    return Command(test_database_environment | own)


def test_import_reports_and_then_finds_nothing_new(command: Command) -> None:
    first = command("import", ADDRESSES)
    assert (first.returncode, first.stderr) == (0, "")
    assert "2035 rows read, 0 rejected" in first.stdout
    second = json.loads(command("import", ADDRESSES, "--json").stdout)
    assert (second["added"], second["changed"], second["removed"]) == (0, 0, 0)
    assert second["unchanged"] == second["municipalities"]["9901"]["unchanged"] == 2035


def test_rejected_rows_are_told_with_line_and_reason(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [address(1), address(2, Nord="")])
    report = json.loads(command("import", path, "--json").stdout)
    assert (report["rows_read"], report["rejected_count"], report["added"]) == (2, 1, 1)
    assert report["rejected"] == [{"line": 3, "reason": "the coordinate (Nord, Øst) is empty"}]
    assert "line 3: the coordinate" in command("import", path).stdout


def test_import_of_several_files_goes_on_after_a_refused_one(
    command: Command, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("hello;world\r\n")
    done = command("import", bad, UNITS)
    assert done.returncode == 1
    assert "none of the known deliveries" in done.stderr
    assert "3211 rows read" in done.stdout


def test_import_goes_on_after_a_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(path: str, **_: object) -> Report:
        if path == "a.csv":
            raise RuntimeError("no \x1b[31mroom\nleft")
        return Report("address", path, "")

    monkeypatch.setattr(console, "run", run)
    assert console.import_all(["a.csv", "b.csv"], "", None, False, as_json=False) == 2
    shown = capsys.readouterr()
    assert shown.err == "geotarget: a.csv: no \\x1b[31mroom (geotarget --debug shows more)\n"
    assert "b.csv: address" in shown.out


def test_input_at_fault_is_one_line_and_exit_code_1(command: Command, tmp_path: Path) -> None:
    assert "cannot be read" in command.fails(1, "import", tmp_path / "none.csv")
    assert "cannot be read" in command.fails(1, "select", tmp_path / "none.geojson")
    assert "see geotarget" in command.fails(1, "select", "-", "--rule", "nearby")
    assert "not JSON" in command.fails(1, "select", "-", text="hello")
    swapped = {"type": "Polygon", "coordinates": [[[64, 7], [64, 8], [65, 8], [64, 7]]]}
    assert "swapped" in command.fails(1, "select", "-", text=json.dumps(swapped))
    assert "(at 7.000000, 64.000000)" in command.fails(1, "select", "-", text=json.dumps(swapped))
    huge = json.dumps(swapped).replace("64", "6" * 5000)
    assert "is not a coordinate" in command.fails(1, "select", "-", text=huge)
    missing = command.fails(1, "import", tmp_path / "none.csv")
    assert missing.count("none.csv") == 1
    unknown = command.fails(1, "import", ADDRESSES, "--dataset", "zz\x1bz")
    assert "no data set “zz\\x1bz”. Known: unit, address" in unknown
    assert "is a delivery of address" in command.fails(1, "import", ADDRESSES, "--dataset", "unit")


def test_a_fault_of_ours_is_exit_code_2(command: Command) -> None:
    command._environment["DATABASE_URL"] = "postgresql://nobody@/none?host=/nowhere"
    command._environment["DATABASE_OWNER_URL"] = command._environment["DATABASE_URL"]
    line = command.fails(2, "import", ADDRESSES)
    assert line.startswith("geotarget: ")
    assert "--debug" in line


def test_counts_are_null_until_units_are_loaded(command: Command) -> None:
    command("import", ADDRESSES)
    before = json.loads(command("select", "-", "--count", text=json.dumps(TOWN)).stdout)
    command("import", UNITS)
    after = json.loads(command("select", "-", "--count", text=json.dumps(TOWN)).stdout)
    assert before["units"] is None
    assert after["addresses"] == before["addresses"] > 400
    assert after["units"] > after["addresses"]


def test_a_list_in_every_form_agrees_with_the_count(command: Command, tmp_path: Path) -> None:
    command("import", ADDRESSES, UNITS)
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps(TOWN))
    wanted = json.loads(command("select", area, "--count").stdout)["addresses"]
    lines = command("select", area).stdout.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("adresseId;")
    assert len(lines) == wanted + 1
    out = tmp_path / "out.geojson"
    assert command("select", area, "--format", "geojson", "--out", out).returncode == 0
    assert len(json.loads(out.read_text())["features"]) == wanted
    listed = json.loads(command("select", area, "--format", "json").stdout)
    assert len(listed["addresses"]) == wanted
    assert not list(tmp_path.glob("*.part"))


def test_an_excluded_area_is_taken_out(command: Command, tmp_path: Path) -> None:
    command("import", ADDRESSES)
    area, hole = tmp_path / "area.geojson", tmp_path / "hole.geojson"
    area.write_text(json.dumps(TOWN))
    ring = [[7.56, 64.22], [7.58, 64.22], [7.58, 64.23], [7.56, 64.23], [7.56, 64.22]]
    hole.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))

    def count(*arguments: object) -> int:
        return int(json.loads(command("select", *arguments, "--count").stdout)["addresses"])

    assert count(area, "--exclude", hole) == count(area) - count(hole)
    assert "Nothing is left" in command.fails(1, "select", area, "--exclude", area)


def test_single_addresses_are_added_and_taken_out(command: Command, tmp_path: Path) -> None:
    command("import", ADDRESSES, UNITS)
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps(TOWN))
    plain = json.loads(command("select", area, "--format", "json").stdout)["addresses"]
    first = plain[0]["source_id"]
    changed = (area, "--take-out", f"{first}=own_supply", "--per", "unit")
    counted = json.loads(command("select", *changed, "--count").stdout)
    assert (counted["addresses"], counted["removed"]) == (len(plain) - 1, 1)
    assert counted["per"] == "unit"
    assert counted["copies"] >= counted["units"] > counted["addresses"]
    rows = json.loads(command("select", *changed, "--format", "json").stdout)["addresses"]
    [out] = [row for row in rows if not row["included"]]
    assert (out["source_id"], out["reason"], out["adjustment"]) == (first, "removed", "own_supply")
    fault = command.fails(1, "select", area, "--add", first)
    assert "--add" in fault
    assert "ADRESSEID=REASON" in fault
    assert "not a reason" in command.fails(1, "select", area, "--add", f"{first}=own_supply")


def test_the_place_of_a_fault_is_said_once(command: Command) -> None:
    bow = [[7.54, 64.22], [7.56, 64.23], [7.56, 64.22], [7.54, 64.23], [7.54, 64.22]]
    line = command.fails(
        1, "select", "-", text=json.dumps({"type": "Polygon", "coordinates": [bow]})
    )
    assert "crosses or touches itself at 7.55, 64.225." in line
    assert line.count("7.55") == 1


def test_status_tells_data_sets_and_services(command: Command) -> None:
    assert "No data is loaded" in command("status").stdout
    command("import", ADDRESSES)
    report = json.loads(command("status", "--json").stdout)
    ((row,)) = report["datasets"]
    assert (row["dataset"], row["municipalities"], row["rows"]) == ("address", 1, 2035)
    assert row["newest_extract"].startswith("2026-11-15T05:10")
    assert report["services"]["PostgreSQL"] == report["services"]["Redis"] == "up"
    assert report["services"]["worker"] == "down"
    assert report["services"]["beat"] == "not on this machine"
    assert "taken out 15 November 2026 at 0" in command("status").stdout


def test_status_sees_worker_and_beat(command: Command, tmp_path: Path) -> None:
    celery = [sys.executable, "-m", "celery", "-A", "geotarget.celery:app"]
    schedule = paths.var() / "beat" / "schedule"
    paths.make_private(schedule.parent)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen([*celery, *act], env=command._environment, **quiet)  # type: ignore[call-overload]
        for act in (
            ["worker", "--concurrency", "1"],
            ["beat", "--pidfile=", "-s", str(schedule)],
        )
    ]
    try:
        seen = _seen(command, end=time.monotonic() + 60)
        assert seen == ("up", "up")
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)


def _seen(command: Command, end: float) -> tuple[str, str]:
    """States of worker and beat, once both are up or the time is over."""
    while True:
        services = json.loads(command("status", "--json").stdout)["services"]
        if services["worker"] == services["beat"] == "up" or time.monotonic() > end:
            return services["worker"], services["beat"]


def test_a_port_that_is_none_is_the_users_fault(command: Command) -> None:
    command._environment["PORT"] = "abc"
    assert "PORT must be a port number" in command.fails(1, "status")


def test_an_update_tells_what_cannot_be_had(command: Command, closed_port: int) -> None:
    feeds = f"http://127.0.0.1:{closed_port}/"
    line = command.fails(1, "update", "--municipality", "99", "--feeds", feeds)
    assert "'99' is not a number of 4 digits" in line
    assert "begins with https://" in command.fails(1, "update", "--feeds", "/etc/passwd")


def test_help_does_not_wait_for_django() -> None:
    code = "import sys, geotarget.cli; sys.exit(bool({'django', 'lxml', 'rich'} & {*sys.modules}))"
    subprocess.run([sys.executable, "-c", code], check=True)

"""One count: REST gives the addresses that the command line and the map page give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geotarget import cli
from geotarget.domain.roles import Role
from geotarget.domain.rules import SelectionRule
from geotarget.running import addresses
from tests.organisations.members import make_member, make_organisation, signed_in
from tests.targeting import strandvik as cadastre
from tests.targeting.conftest import post_json
from tests.targeting.strandvik import box

from .conftest import Program, add_parcels, key_for
from .test_paging import pages

HOLED = box(0, -20, 720, 220)
HOLED["coordinates"].append(box(95, -15, 305, 15)["coordinates"][0])
AREAS: dict[str, dict[str, Any]] = {
    "block": {"include": box(590, -10, 610, 10)},
    "empty field of a parcel": {"include": box(480, -10, 500, 10)},
    "across the border": {"include": box(390, -50, 1100, 250)},
    "with a hole": {"include": HOLED},
    "excluded": {"include": box(0, -20, 720, 20), "exclude": box(100, -20, 300, 20)},
}


@pytest.fixture
def _command_line(
    transactional_db: None, test_database_environment: dict[str, str], monkeypatch: Any
) -> None:
    """The command in this process: a process for each area would take a second to start."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, test_database_environment[name])
    monkeypatch.setenv("REDIS_URL", addresses.broker_url())


@pytest.mark.usefixtures("_command_line")
@pytest.mark.parametrize("rule", SelectionRule)
def test_rest_map_and_command_line_agree(tmp_path: Path, rule: SelectionRule) -> None:
    cadastre.build()
    add_parcels()
    both = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    program = Program(key_for(both))
    planner = signed_in(make_member(both, "planlegger", Role.PLANNER))
    sizes = []
    for name, drawing in AREAS.items():
        selection = drawing | {"rule": str(rule)}
        listed = _of_command_line(tmp_path, selection)
        body = {"selection": selection}
        counted = program.post("preview", body | {"with_addresses": True}).json()
        on_map = post_json(planner, "/map/count/", body).json()
        assert _keys(counted["listed"]) == listed, name
        assert counted["addresses"] == on_map["addresses"] == len(listed), name
        assert (counted["units"], counted["area_m2"]) == (on_map["units"], on_map["area_m2"]), name
        if listed:
            made = program.post("address-lists", body | {"name": name}).json()
            members = pages(program, f"address-lists/{made['id']}/members", limit=9)
            assert sorted(key for page in members for key in _keys(page)) == listed, name
        sizes.append(len(listed))
    assert sum(sizes) > 0


def _of_command_line(folder: Path, selection: dict[str, Any]) -> list[str]:
    out = folder / "out.json"
    files = {name: folder / f"{name}.json" for name in ("include", "exclude") if name in selection}
    for name, path in files.items():
        path.write_text(json.dumps(selection[name]))
    arguments = ["select", str(files["include"]), "--rule", selection["rule"], "--format", "json"]
    if "exclude" in files:
        arguments += ["--exclude", str(files["exclude"])]
    assert cli.main([*arguments, "--out", str(out)]) == 0
    return sorted(row["source_id"] for row in json.loads(out.read_text())["addresses"])


def _keys(collection: dict[str, Any]) -> list[str]:
    return sorted(row["properties"]["source_id"] for row in collection["features"])

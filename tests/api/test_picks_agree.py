"""What is picked by name is the same in REST, on the map page, on the command line and in lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from geotarget import cli
from geotarget.cadastre.models import Address, District, UrbanArea
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.domain.roles import Role
from geotarget.running import addresses
from tests.organisations.members import make_member, make_organisation, signed_in
from tests.targeting import strandvik as cadastre
from tests.targeting.conftest import post_json
from tests.targeting.strandvik import EAST, NORTH, box

from .conftest import Program, key_for
from .test_paging import pages

PICKS: list[tuple[list[str], dict[str, Any], int]] = [
    (["--pick", "Storgata 12–40, partall"], {"streets": ["9901-1000 12-40 even"]}, 15),
    (["--pick", "Storgata 12-14A"], {"streets": ["9901-1000 12-14A"]}, 3),
    (["--pick", "grunnkrets Sentrum"], {"districts": ["census_tract:99010101"]}, 40),
    (["--pick", "tettsted Strandvik"], {"districts": ["urban_area:0011"]}, 13),
    (["--pick", "valgkrets Torget"], {"districts": ["polling_district:9901-1"]}, 14),
    (["--pick", "9901-12/3", "--pick", "Torget 1B"],
     {"addresses": ["9901123", "99011002001B"]}, 2),
    (["--pick", "Torget", "--exclude", "exclude.json"],
     {"streets": ["9901-1002"], "exclude": box(0, -50, 500, 50)}, 13),
]  # fmt: skip


@pytest.fixture
def _command_line(
    transactional_db: None, test_database_environment: dict[str, str], monkeypatch: Any
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, test_database_environment[name])
    monkeypatch.setenv("REDIS_URL", addresses.broker_url())
    cadastre.build()
    Address.objects.filter(street_code="1000").update(census_tract="99010101")
    Address.objects.filter(street_code="1002").update(urban_area="0011")
    UrbanArea.objects.create(number="0011", name="Strandvik", municipality_numbers=["9901"])
    for kind, number, name, west in (
        ("census_tract", "99010101", "Sentrum", 5), ("polling_district", "9901-1", "Torget", 590),
    ):  # fmt: skip
        shape = Polygon.from_bbox((EAST + west, NORTH - 50, EAST + west + 150, NORTH + 50))
        border = MultiPolygon(shape, srid=STORAGE_SRID)
        District.objects.create(
            kind=kind, number=number, name=name, municipality_number="9901", border=border,
            row_hash=b"",
        )  # fmt: skip


@pytest.mark.usefixtures("_command_line")
def test_rest_map_and_command_line_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    own = make_organisation("310000019", "Strandvik kommune", "9901")
    program = Program(key_for(own))
    planner = signed_in(make_member(own, "planlegger", Role.PLANNER))
    for options, selection, expected in PICKS:
        (tmp_path / "exclude.json").write_text(json.dumps(selection.get("exclude")))
        assert cli.main(["select", *options, "--format", "json", "--out", "out.json"]) == 0
        listed = _keys_of_rows(json.loads((tmp_path / "out.json").read_text())["addresses"])
        body = {"selection": selection}
        counted = program.post("preview", body | {"with_addresses": True}).json()
        assert _keys(counted["listed"]) == listed, options
        on_map = post_json(planner, "/map/count/", body).json()
        assert counted["addresses"] == on_map["addresses"] == len(listed) == expected, options
        made = program.post("address-lists", body | {"name": options[1]}).json()
        members = pages(program, f"address-lists/{made['id']}/members", limit=9)
        assert sorted(key for page in members for key in _keys(page)) == listed, options
        assert {name: made["selection"][name] for name in selection if name != "exclude"} == {
            name: keys for name, keys in selection.items() if name != "exclude"
        }
    capsys.readouterr()


@pytest.mark.usefixtures("_command_line")
def test_lists_circles_and_saved_areas_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = make_organisation("310000019", "Strandvik kommune", "9901")
    planner = signed_in(make_member(own, "planlegger", Role.PLANNER))
    drawing = {"include": box(0, -50, 105, 50), "streets": ["9901-1002"]}
    post_json(planner, "/map/save/", {"name": "Sone A", "selection": drawing})
    pasted = tmp_path / "list.txt"
    pasted.write_text("Storgata 1\n12/3\n\nStorgata 2, 9994 Strandvik\n")

    def count(*options: object) -> int:
        assert cli.main(["select", *map(str, options), "--count"]) == 0
        return int(json.loads(capsys.readouterr().out)["addresses"])

    assert count("--list", pasted) == 3
    assert count("--pick", "innen 25 m fra Storgata 5") == 5
    assert count("--saved", "sone a", "--organisation", "310000019") == 23
    assert count("--saved", "Sone A", "--organisation", "310000019", "--list", pasted) == 24
    pasted.write_text("Storgata 1\nStorgata 22\nStorgata 14\n")
    for options, words in (
        (["--list", str(pasted)], "line 2, “Storgata 22”: No. 22 does not exist in Storgata."),
        (["--list", str(pasted)], "line 3, “Storgata 14”: No. 14 does not exist. Which one"),
        (["--saved", "Sone A"], "--saved needs --organisation"),
        (["--saved", "B", "--organisation", "310000019"], "0 saved areas are called “B”"),
        ([], "--pick, --list, --saved or --neighbours-of"),
    ):
        assert cli.main(["select", *options]) == 1
        assert words in capsys.readouterr().err


def _keys(collection: dict[str, Any]) -> list[str]:
    return _keys_of_rows([row["properties"] for row in collection["features"]])


def _keys_of_rows(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(row["source_id"] for row in rows)

"""Filters of a selection: one count on the page, in the list, by REST and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from geotarget import cli
from geotarget.domain.errors import InputError
from geotarget.domain.filters import BuildingGroup
from geotarget.domain.roles import Role
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import Organisation, User
from geotarget.running import addresses
from geotarget.targeting.freeze import freeze
from geotarget.targeting.listing import frozen_rows, selected_rows
from geotarget.targeting.preview import preview
from tests.api.conftest import Program, key_for
from tests.organisations.members import make_member, make_organisation, signed_in

from . import buildings
from . import strandvik as cadastre
from .conftest import Post, post_json
from .strandvik import box

EVERYTHING = box(-10, -50, 820, 250)
ALL = 40 + 1 + 13 + 5
EVEN_FROM_4 = 19
"""4 to 40 without 22, with 14A and 14B."""

CASES: list[tuple[dict[str, Any], int, int]] = [
    ({}, ALL, ALL + 23),
    ({"building_types": ["holiday_home"]}, 10, 10),
    ({"building_types": ["outhouse", "holiday_home"]}, 13, 13),
    ({"building_types": ["dwelling"]}, 28, 51),
    ({"building_types": ["unknown"]}, 18, 18),
    ({"holiday_homes": "only"}, 10, 10),
    ({"holiday_homes": "without"}, ALL - 10, ALL + 13),
    ({"floors": ["H02"]}, 1, 4),
    ({"floors": ["H01"]}, ALL, ALL + 3),
    ({"floors": ["H02", "H06"]}, 1, 8),
    ({"floors": ["K01"]}, 0, 0),
    ({"unit_uses": ["B"]}, 1, 20),
    ({"unit_uses": [""]}, ALL, ALL + 3),
    ({"unit_uses": ["B"], "floors": ["H01"]}, 0, 0),
    ({"attributes": {"Kommunalt vann": ["ja"]}}, EVEN_FROM_4, EVEN_FROM_4),
    ({"attributes": {"Kommunalt vann": ["ja", "nei"]}}, 37, 37),
    ({"attributes": {"Kommunalt vann": [""]}}, ALL - 37, ALL + 23 - 37),
    ({"attributes": {"Kommunalt vann": ["ja"]}, "holiday_homes": "only"}, 4, 4),
    ({"attributes": {"Trykksone": ["Høy"]}}, 1, 1),
    ({"attributes": {"Trykksone": ["Høy"], "Kommunalt vann": ["ja"]}}, 0, 0),
    ({"building_types": [str(group) for group in BuildingGroup]}, ALL, ALL + 23),
]


@pytest.fixture
def town_with_buildings(strandvik: Organisation) -> Organisation:
    buildings.build()
    buildings.know_water(strandvik)
    return strandvik


@pytest.fixture
def user(strandvik: Organisation) -> User:
    return make_member(strandvik, "planner", Role.PLANNER)


@pytest.mark.parametrize(
    ("filters", "count", "units"), CASES, ids=lambda case: json.dumps(case)[:60]
)
def test_count_list_and_rest_agree(
    town_with_buildings: Organisation,
    user: User,
    post: Post,
    filters: dict[str, Any],
    count: int,
    units: int,
) -> None:
    drawing = {"include": EVERYTHING, "filters": filters}
    shown = post("count", {"selection": drawing}).json()
    assert (shown["addresses"], shown["units"]) == (count, units)
    answer = Program(key_for(town_with_buildings)).post(
        "preview", {"selection": drawing, "with_addresses": True}
    )
    told = answer.json()
    assert (told["addresses"], told["units"], len(told["listed"]["features"])) == (
        count,
        units,
        count,
    )
    groups = post("selected", {"selection": drawing}).json()["groups"]
    assert sum(group["addresses"] for group in groups) == count
    marks = post("points", {"selection": drawing, "box": [0, 50, 20, 70]}).json()["points"]
    assert sum(mark[2] for mark in marks) == count
    if count == 0:
        with pytest.raises(InputError):
            freeze(drawing, name="Tom", organisation=town_with_buildings, user=user)
        return
    frozen = freeze(drawing, name="Liste", organisation=town_with_buildings, user=user)
    assert (frozen.address_count, frozen.unit_count) == (count, units)
    rows = frozen_rows(frozen)
    assert sum(len(row.units) for row in rows) == units
    features = told["listed"]["features"]
    assert [row.source_id for row in rows] == [one["properties"]["source_id"] for one in features]


@pytest.mark.usefixtures("broker_url")
def test_the_command_line_agrees(
    transactional_db: None,
    test_database_environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, test_database_environment[name])
    monkeypatch.setenv("REDIS_URL", addresses.broker_url())
    cadastre.build()
    buildings.build()
    strandvik = make_organisation("310000019", "Strandvik kommune", "9901")
    buildings.know_water(strandvik)
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps(EVERYTHING))

    def counted(*options: str) -> Any:
        assert cli.main(["select", str(area), "--count", *options]) == 0
        return json.loads(capfd.readouterr().out)

    assert "filters" not in counted()
    cabins = counted("--holiday-homes", "only")
    assert (cabins["addresses"], cabins["filters"]) == (10, {"holiday_homes": "only"})
    assert counted("--building-type", "outhouse", "--building-type", "hut")["addresses"] == 3
    assert counted("--floor", "H02")["units"] == 4
    assert counted("--unit-use", "")["units"] == ALL + 3
    own = ("--organisation", "310000019", "--attribute", "Kommunalt vann=ja")
    assert counted(*own)["addresses"] == EVEN_FROM_4
    assert cli.main(["select", str(area), "--attribute", "Kommunalt vann=ja"]) == 1
    assert "--organisation NUMBER" in capfd.readouterr().err


def test_another_organisation_can_neither_filter_by_an_attribute_nor_learn_of_it(
    town_with_buildings: Organisation,
) -> None:
    other = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    client = signed_in(make_member(other, "nabo", Role.PLANNER))
    wanted = {"include": EVERYTHING, "filters": {"attributes": {"Kommunalt vann": ["ja"]}}}
    answer = post_json(client, "/map/count/", {"selection": wanted})
    assert (answer.status_code, "Kjente: –" in answer.json()["message"]) == (422, True)
    # Not even where the name is the same: each sees its own values.
    buildings.OwnAttribute.objects.create(
        organisation=other, title="Egen", name="Kommunalt vann", is_of_property=True
    )
    assert post_json(client, "/map/count/", {"selection": wanted}).json()["addresses"] == 0
    assert "Gebyrsystemet" not in client.get("/map/").content.decode()


def test_a_filter_of_somebody_elses_organisation_is_not_taken_from_the_request(
    town_with_buildings: Organisation, planner: Client
) -> None:
    wanted = {"include": EVERYTHING, "filters": {"organisation": town_with_buildings.pk}}
    answer = post_json(planner, "/map/count/", {"selection": wanted})
    assert answer.status_code == 422


def test_what_is_picked_by_name_is_filtered_too(town_with_buildings: Organisation) -> None:
    picked = {"streets": ["9901-1000"], "filters": {"holiday_homes": "only"}}
    assert preview(parse_selection(picked), ["9901"]).addresses == 10


def test_what_is_outside_the_territory_is_filtered_and_still_told(
    town_with_buildings: Organisation,
) -> None:
    wide = {"include": box(-10, -50, 1200, 50), "filters": {"holiday_homes": "without"}}
    assert preview(parse_selection(wide), ["9901"]).outside == 14
    assert preview(parse_selection(wide | {"filters": {"holiday_homes": "only"}})).outside == 0


def test_rules_are_compared_among_what_passes(
    town_with_buildings: Organisation, post: Post
) -> None:
    selection = {"include": EVERYTHING, "filters": {"holiday_homes": "only"}}
    rules = post("compare", {"selection": selection}).json()["rules"]
    by_rule = {rule["rule"]: rule for rule in rules}
    assert by_rule["building-inside"]["more"] == by_rule["building-inside"]["fewer"] == 0


def test_a_frozen_list_tells_its_filters_and_can_be_made_anew(
    town_with_buildings: Organisation, post: Post, planner: Client
) -> None:
    filters = {"holiday_homes": "only", "attributes": {"Kommunalt vann": ["ja", ""]}}
    body = {"name": "Hytter", "selection": {"include": EVERYTHING, "filters": filters}}
    url = post("freeze", body).json()["url"]
    page = planner.get(url).content.decode()
    assert "Bare fritidsboliger" in page
    assert "Kommunalt vann: ja eller ingen verdi" in page
    assert (
        "7 fritidsboliger. Få eller ingen folkeregistrerte nås der, og eiere varsles ikke." in page
    )
    about = json.loads(b"".join(planner.get(f"{url[:-1]}.geojson").streaming_content))["properties"]
    assert about["filters"] == filters
    assert planner.get(f"{url}today/").status_code == 200
    listed = Program(key_for(town_with_buildings)).get("address-lists").json()["results"]
    assert listed[0]["address_count"] == 7
    assert planner.post(f"{url}renew/").status_code == 302


def test_no_filter_asks_for_no_building(
    town_with_buildings: Organisation, django_assert_num_queries: Callable[[int], Any]
) -> None:
    """The function that filters is inlined away: a count without filters never calls it."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION filtered_addresses RENAME TO filtered_addresses_away")
        cursor.execute(
            "CREATE FUNCTION filtered_addresses("
            "geometry, geometry, text, text[], text[], text[], jsonb) RETURNS TABLE ("
            "address_id bigint, municipality_number varchar, unit_count integer,"
            " reason text) LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'called'; END $$"
        )
    selection = parse_selection({"include": EVERYTHING})
    assert preview(selection).addresses == ALL
    assert len(list(selected_rows(selection))) == ALL


def test_the_split_tells_what_is_there(town_with_buildings: Organisation, post: Post) -> None:
    lines = post("split", {"selection": {"include": EVERYTHING}}).json()["lines"]
    assert lines == [
        {"words": "59 adresser", "parts": []},
        {"words": "82 bruksenheter", "parts": ["Ukjent: 62", "Bolig: 20"]},
        {
            "words": "41 bygninger",
            "parts": ["Bolig: 28", "Fritidsbolig: 10", "Garasje, uthus: 3"],
        },
        {
            "words": "10 fritidsboliger. Få eller ingen folkeregistrerte nås der, og eiere "
            "varsles ikke.",
            "parts": [],
        },
        {"words": "3 virksomheter", "parts": []},
    ]


def test_the_split_does_not_say_0_of_what_is_not_loaded(
    strandvik: Organisation, post: Post
) -> None:
    lines = post("split", {"selection": {"include": EVERYTHING}}).json()["lines"]
    assert [line["words"] for line in lines] == [
        "59 adresser", "82 bruksenheter", "bygninger: ikke lastet", "virksomheter: ikke lastet",
    ]  # fmt: skip

"""Who are the neighbours of a parcel: adjoining, across the road, close by."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from geotarget.cadastre.models import Parcel
from geotarget.domain.errors import InputError
from geotarget.domain.selection import parse_selection
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.freeze import freeze
from geotarget.targeting.preview import preview

from . import neighbourhood


@pytest.fixture
def plots(strandvik: Organisation) -> Organisation:
    neighbourhood.build()
    return strandvik


def neighbours(*keys: str, metres: float = 1) -> dict[str, str]:
    """How each parcel is a neighbour, by its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.source_id, n.how FROM parcel_neighbours(parcels_known(%s), %s) n"
            " JOIN parcel p ON p.id = n.parcel_id",
            [list(keys), metres],
        )
        return dict(cursor.fetchall())


def of(*keys: str, **more: Any) -> dict[str, Any]:
    return {"neighbours": {"parcels": list(keys), **more}}


def test_adjoining_and_across_the_road(plots: Organisation) -> None:
    assert neighbours("30-11") == {
        "30-1": "adjoining",
        "30-12": "adjoining",
        "30-21": "across_road",
        "30-22": "across_road",
    }
    assert neighbours("30-12", metres=16)["30-22-1"] == "within"
    assert "30-40" not in neighbours("30-12", metres=47)
    assert neighbours("30-12", metres=48)["30-40"] == "within"


def test_a_leasehold_and_the_ground_around_it_adjoin(plots: Organisation) -> None:
    assert neighbours("30-22-1")["30-22"] == "adjoining"
    assert neighbours("30-22")["30-22-1"] == "adjoining"
    stacked = neighbourhood.PLOTS["30/11"]
    neighbourhood.parcel("30/11/1", "above", stacked)
    assert neighbours("30-11")["above"] == "adjoining"
    assert neighbours("30-12")["above"] == "adjoining"
    assert neighbours("30-21") == neighbours("30-21") | {
        "30-11": "across_road",
        "above": "across_road",
    }


@pytest.mark.parametrize(("gap", "how"), [(0.04, "adjoining"), (0.4, "adjoining"), (0.6, None)])
def test_a_gap_that_is_no_parcel(plots: Organisation, gap: float, how: str | None) -> None:
    neighbourhood.parcel("30/50", "beside", (-40, -200, -gap, -160))
    found = neighbours("30-11").get("beside")
    # Further away it may be a road that is no parcel: the old ones are none.
    assert found == (how or "across_road")


def test_a_strip_between_them_keeps_them_apart(plots: Organisation) -> None:
    neighbourhood.parcel("30/51", "strip", (60, -200, 60.3, -160))
    neighbourhood.parcel("30/52", "behind", (60.3, -200, 90, -160))
    neighbourhood.link()
    found = neighbours("30-13", metres=1)
    assert found["strip"] == "adjoining"
    assert found["behind"] != "adjoining"


def test_a_house_on_a_long_plot_makes_it_no_road(plots: Organisation) -> None:
    neighbourhood.house("30/1", 100, -204)
    neighbourhood.link()
    assert neighbours("30-11") == {"30-1": "adjoining", "30-12": "adjoining"}


def test_a_parcel_without_area_has_none_and_is_none(plots: Organisation) -> None:
    neighbourhood.parcel("30/11/9", "point", None)
    assert neighbours("point", metres=500) == {}
    assert "point" not in neighbours("30-11", metres=500)


def test_several_parcels_and_a_disputed_border(plots: Organisation) -> None:
    Parcel.objects.filter(source_id="30-12").update(is_disputed=True)
    both = neighbours("30-11", "30-13")
    assert both["30-12"] == "adjoining"
    assert {"30-11", "30-13"}.isdisjoint(both)


def test_their_addresses_are_counted_and_frozen_with_the_reason(plots: Organisation) -> None:
    drawing = of("30-11", kinds=["adjoining", "across_road"])
    assert preview(parse_selection(drawing), ["9901"]).addresses == 3
    user = User.objects.create_user("planlegger")
    frozen = freeze(drawing, name="Naboer", organisation=plots, user=user)
    assert dict(frozen.addresses.values_list("label", "reason")) == {
        "30/12": "adjoining",
        "30/21": "across_road",
        "30/22/1": "across_road",
    }
    assert preview(parse_selection(of("30-11", kinds=["adjoining"])), ["9901"]).addresses == 1
    picked = {**drawing, "addresses": ["house-30-12"]}
    listed = freeze(picked, name="Naboer", organisation=plots, user=user).addresses
    assert listed.get(label="30/12").reason == "picked"


@pytest.mark.parametrize(
    "wrong",
    [
        7,
        {},
        {"parcels": []},
        {"parcels": ["1; DROP"]},
        {"parcels": [1]},
        {"parcels": ["1"] * 51},
        {"parcels": ["1"], "kinds": ["owner"]},
        {"parcels": ["1"], "metres": 0},
        {"parcels": ["1"], "metres": 501},
        {"parcels": ["1"], "metres": "20"},
        {"parcels": ["1"], "metres": float("nan")},
    ],
)
def test_what_cannot_be_meant_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError):
        parse_selection({"neighbours": wrong})


def test_analysts_get_the_same(plots: Organisation) -> None:
    subject = Parcel.objects.get(source_id="30-11").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.source_id, n.how FROM gis.neighbours(%s, 15, true) n"
            " JOIN parcel p ON p.id = n.parcel_id WHERE NOT n.is_same_property",
            [subject],
        )
        assert dict(cursor.fetchall()) == neighbours("30-11", metres=15)
        cursor.execute("SELECT how FROM gis.neighbours(%s)", [subject])
        assert cursor.fetchall() == [("adjoining",)] * 2

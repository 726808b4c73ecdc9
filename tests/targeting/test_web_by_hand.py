"""What the map asks for where a person changes single addresses, or looks at another rule."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPoint

from geotarget.cadastre.models import Address
from geotarget.targeting import compare

from .conftest import Post
from .strandvik import box, degrees

STREET = box(0, -20, 405, 20)
FIRST = "99011000001"


@pytest.fixture
def way_in_elsewhere(strandvik: Any) -> None:
    """The way to Storgata 1 and 2 is at the block, and that to the block at Storgata."""
    block = Address.objects.get(label="Blokkvegen 1")
    first = Address.objects.get(source_id=FIRST)
    ways_in = MultiPoint(block.geom, srid=25833)
    Address.objects.filter(label__in=["Storgata 1", "Storgata 2"]).update(access_points=ways_in)
    Address.objects.filter(pk=block.pk).update(access_points=MultiPoint(first.geom, srid=25833))


@pytest.mark.usefixtures("way_in_elsewhere")
def test_the_difference_is_what_was_counted(post: Post) -> None:
    selection = {"include": STREET}
    counted = post("compare", {"selection": selection}).json()["rules"]
    for rule in counted[:2]:
        answer = post("difference", {"selection": selection, "other": rule["rule"]})
        changes = [each["change"] for each in answer.json()["addresses"]]
        assert (changes.count("in"), changes.count("out")) == (rule["more"], rule["fewer"])
    told = [(each["change"], each["label"]) for each in answer.json()["addresses"]]
    assert told == [("in", "Blokkvegen 1"), ("out", "Storgata 1"), ("out", "Storgata 2")]


@pytest.mark.usefixtures("way_in_elsewhere")
def test_what_is_taken_out_is_in_no_difference(post: Post) -> None:
    out = {"address": FIRST, "act": "take_out", "reason": "not_affected"}
    selection = {"include": STREET, "adjustments": [out]}
    answer = post("difference", {"selection": selection, "other": "access-inside"})
    labels = [each["label"] for each in answer.json()["addresses"]]
    assert labels == ["Blokkvegen 1", "Storgata 2"]


@pytest.mark.usefixtures("way_in_elsewhere")
def test_a_long_difference_is_cut(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "MOST_DIFFERENT", 2)
    answer = post("difference", {"selection": {"include": STREET}, "other": "access-inside"})
    assert [each["change"] for each in answer.json()["addresses"]] == ["in", "out"]


@pytest.mark.parametrize("other", [None, "nearby", 1, []], ids=str)
def test_a_difference_needs_a_rule(post: Post, other: Any) -> None:
    answer = post("difference", {"selection": {"include": STREET}, "other": other})
    assert answer.status_code == 400
    assert answer.json()["message"] == "Nevn regelen det skal sammenlignes med."


def test_a_note_is_checked_before_it_is_kept(post: Post) -> None:
    assert post("note", {"note": "Egen brønn"}).status_code == 200
    refused = post("note", {"note": "Ring 99 88 77 66"})
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("Grunnen ser ut til å inneholde et telefonnummer")
    assert post("note", {"note": 7}).status_code == 422


def test_a_click_tells_why_an_address_is_in_or_not(post: Post) -> None:
    longitude, latitude = degrees(10, -5)
    place = {"longitude": longitude, "latitude": latitude, "radius_m": 2}
    out = {"address": FIRST, "act": "take_out", "reason": "own_supply"}

    def standing(selection: Any) -> tuple[bool, str]:
        [found] = post("at", place | {"selection": selection}).json()["addresses"]
        return found["is_included"], found["reason"]

    assert standing(None) == (False, "")
    assert standing({"include": STREET}) == (True, "I området")
    assert standing({"include": box(590, -10, 610, 10)}) == (False, "")
    assert standing({"include": STREET, "adjustments": [out]}) == (
        False,
        "Tatt ut: har egen forsyning",
    )
